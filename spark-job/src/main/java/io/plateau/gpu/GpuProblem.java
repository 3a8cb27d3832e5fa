package io.plateau.gpu;

/** Why a process cannot compute on a GPU, with the remedy, in one sentence. */
final class GpuProblem extends Exception {
    private static final long serialVersionUID = 1;

    GpuProblem(String message) {
        super(message);
    }

    GpuProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
