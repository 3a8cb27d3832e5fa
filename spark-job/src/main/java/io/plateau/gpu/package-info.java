/**
 * Training on GPUs: {@link io.plateau.gpu.GpuPlugin} finds, checks and pins the one card that Spark assigned to each process before its
 * first task. What computes on it is {@link io.plateau.model.kernel.Nd4jKernels}.
 */
package io.plateau.gpu;
