package io.plateau.cluster;

/** Independent seeds for the parts of a run, derived from the run's one seed. */
public final class Seeds {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /**
     * A seed that depends on every part and on their order: the SplitMix64 finaliser (doi:10.1145/2660193.2660195) chained over
     * the parts, so that neighbouring steps, shards and epochs get unrelated streams.
     */
    public static long mix(long seed, long... parts) {
        long state = finalise(seed + GOLDEN_GAMMA);
        for (long part : parts) {
            state = finalise(state ^ finalise(part + GOLDEN_GAMMA)) + GOLDEN_GAMMA;
        }
        return finalise(state);
    }

    private static long finalise(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
