package io.plateau.train;

/** A run that was asked to end early and has saved its state: it can be resumed where it stands. */
public final class TrainingInterrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long step;

    /** A run that stands after so many steps. */
    public TrainingInterrupted(long step) {
        super("interrupted after step " + step);
        this.step = step;
    }

    /** Steps made, all of them saved. */
    public long step() {
        return step;
    }
}
