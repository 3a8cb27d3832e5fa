/** Test errors per task as mergeable accumulators, and the figures that compare methods over all tasks. */
package io.plateau.math.metric;
