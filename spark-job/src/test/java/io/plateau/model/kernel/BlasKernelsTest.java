package io.plateau.model.kernel;

final class BlasKernelsTest extends LossContract {

    @Override
    Kernels subject() {
        return new BlasKernels();
    }

    @Override
    double tolerance() {
        return 6e-6;
    }
}
