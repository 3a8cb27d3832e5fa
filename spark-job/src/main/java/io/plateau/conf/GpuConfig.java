package io.plateau.conf;

/**
 * Section {@code gpu}.
 *
 * @param enabled whether tasks compute on the GPU that Spark assigned to their executor
 * @param fallback what an executor without a usable GPU does
 * @param memoryFraction of the card's memory that arrays may take, above 0 and at most 1
 * @param hostMemory MiB beside the Java heap for the pinned copies of arrays that travel to and from the card
 */
public record GpuConfig(boolean enabled, Fallback fallback, double memoryFraction, int hostMemory) {

    /** What a process without a usable GPU does. */
    public enum Fallback {
        /** It fails the run, with the reason. */
        FAIL,
        /** It computes on the processor. */
        CPU
    }

    static GpuConfig from(Section gpu) {
        return new GpuConfig(
                gpu.flag("enabled"),
                gpu.choice("fallback", Fallback.class),
                gpu.number("memory-fraction", Range.of(0, false, 1, true)),
                gpu.whole("host-memory", 64, 1 << 20));
    }
}
