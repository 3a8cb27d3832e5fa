package io.plateau.model.kernel;

final class Nd4jKernelsTest extends CellContract {

    @Override
    Kernels subject() {
        return new Nd4jKernels();
    }

    @Override
    double tolerance() {
        return 6e-6;
    }
}
