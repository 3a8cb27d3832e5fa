package io.plateau.observe;

/** The form of {@code --quiet}: messages alone. */
final class SilentTrials implements TrialBoard.Form {

    @Override
    public void changed(TrialBoard board) {
        // Nobody asks.
    }

    @Override
    public void ended(TrialRow row, TrialBoard board) {
        // Nobody asks.
    }

    @Override
    public void message(Runnable write, TrialBoard board) {
        write.run();
    }

    @Override
    public void close(TrialBoard board) {
        // Nothing was written.
    }
}
