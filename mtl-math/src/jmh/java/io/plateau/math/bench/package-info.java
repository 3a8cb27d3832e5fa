/** JMH benchmarks of the mathematics, built and run under {@code -Pjmh}. */
package io.plateau.math.bench;
