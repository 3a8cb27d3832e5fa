/**
 * Multi-task models over one flat parameter vector and the per-shard part of a training step.
 *
 * <p>{@link io.plateau.model.ModelSpec} says what a model is and travels to the executors;
 * {@link io.plateau.model.TaskGradients} is a model at work in one task slot: from a mini-batch to the loss gradients and the
 * flatness components of all tasks.
 */
package io.plateau.model;
