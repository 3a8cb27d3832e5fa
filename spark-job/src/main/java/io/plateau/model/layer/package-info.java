/** Task-batched layers: a pass takes one parameter row or one per task, a backward pass writes one gradient row per task. */
package io.plateau.model.layer;
