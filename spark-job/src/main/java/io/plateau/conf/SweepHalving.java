package io.plateau.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Successive halving (arXiv 1502.07943): all groups of trials are trained for some epochs, the best of them for {@code factor} times as
 * many, and so on. What is given up depends on scores alone, never on what was done first.
 *
 * @param factor one of so many groups goes on; at least 2
 * @param minEpochs epochs that every trial is trained for; at least 1
 */
public record SweepHalving(int factor, int minEpochs) {

    /**
     * The epochs after which groups are given up: {@code min-epochs factor^i}.
     *
     * @param epochs epochs of the longest trial; the rungs lie below
     */
    public List<Integer> rungs(int epochs) {
        List<Integer> rungs = new ArrayList<>();
        for (long rung = minEpochs; rung < epochs; rung *= factor) {
            rungs.add((int) rung);
        }
        return rungs;
    }

    /** How many of some groups go on, rounded up. */
    public int kept(int groups) {
        return (groups + factor - 1) / factor;
    }

    static Optional<SweepHalving> from(Section halving) {
        int factor = halving.whole("factor", 0, 1000);
        halving.require(factor != 1, "factor", "must be 0 (off) or at least 2, is 1");
        int minEpochs = halving.whole("min-epochs", 1, 1_000_000);
        return factor < 2 ? Optional.empty() : Optional.of(new SweepHalving(factor, minEpochs));
    }
}
