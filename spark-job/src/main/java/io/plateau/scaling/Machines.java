package io.plateau.scaling;

/**
 * What a step runs on.
 *
 * @param executors E, of one core each
 * @param network bytes per second that an executor can send while it receives as many; infinite where there is none between them
 * @param driverNetwork the same of the driver
 */
public record Machines(int executors, double network, double driverNetwork) {
    private static final double BITS = 8;
    private static final double GIGA = 1e9;

    /** Executors on the driver's own machine: bytes cost processor time and nothing else. */
    public static Machines loopback(int executors) {
        return new Machines(executors, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * Executors on machines of their own.
     *
     * @param network Gbit/s of an executor
     * @param driverNetwork Gbit/s of the driver
     */
    public static Machines networked(int executors, double network, double driverNetwork) {
        return new Machines(executors, network * GIGA / BITS, driverNetwork * GIGA / BITS);
    }
}
