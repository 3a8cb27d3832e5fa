/** Tests of {@link io.plateau.scaling.ScalingModel} and of what a study writes. */
package io.plateau.scaling;
