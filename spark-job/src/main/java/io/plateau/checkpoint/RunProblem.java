package io.plateau.checkpoint;

/** A run directory that cannot be used as asked: taken, already there, or not there. The command line ends with code 2. */
public final class RunProblem extends RuntimeException {

    /** One sentence with the directory and the remedy. */
    public RunProblem(String message) {
        super(message);
    }
}
