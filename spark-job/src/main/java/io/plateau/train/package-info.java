/**
 * The training loop: {@link io.plateau.train.Trainer} advances one immutable {@link io.plateau.train.TrainingState}, which is
 * also the checkpoint, by {@link io.plateau.train.TrainingStep}; everything else (logs, checkpoints, progress) listens.
 */
package io.plateau.train;
