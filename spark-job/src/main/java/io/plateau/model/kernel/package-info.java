/**
 * The numeric operations of training over opaque buffers: the only place (with the optimizer) that calls ND4J and BLAS.
 *
 * <p>{@link io.plateau.model.kernel.Kernels} is the whole contract between layers and hardware. Layers hold
 * {@link io.plateau.model.kernel.Buffer}s and describe windows of them by {@link io.plateau.model.kernel.Matrix} and
 * {@link io.plateau.model.kernel.Batch}; no {@code float[]} and no pointer reaches them, so that a back end whose buffers lie
 * on a device and whose operations are asynchronous is one more class.
 */
package io.plateau.model.kernel;
