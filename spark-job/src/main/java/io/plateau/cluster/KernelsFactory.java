package io.plateau.cluster;

import io.plateau.model.kernel.Kernels;
import java.io.Serializable;
import java.util.function.Supplier;

/** Makes kernels in whatever process it finds itself: it travels to the executors, the kernels do not. */
@FunctionalInterface
public interface KernelsFactory extends Supplier<Kernels>, Serializable {}
