/**
 * How long a step takes on more executors than there are: measured steps, a model of them, and both in one picture.
 *
 * <p>{@link io.plateau.scaling.ScalingModel} has the formulas, {@link io.plateau.scaling.Calibration} finds their coefficients,
 * {@link io.plateau.scaling.ScalingFiles} writes tables and pictures. Nothing here starts Spark.
 */
package io.plateau.scaling;
