package io.plateau.scaling;

/** A coefficient of the {@link ScalingModel}. All are seconds per something. */
public enum Coefficient {
    /** What a Spark job costs the driver whatever it does. */
    JOB("s per job", "fitted"),
    /** Processor time of the driver's process for a task. */
    LAUNCH("s per task", "probe"),
    /** Time of an executor for a task beyond that. */
    TURN("s per task", "probe"),
    /** Time of an executor for a block of a shuffle. */
    BLOCK("s per block", "probe"),
    /** Bargain, update and sharing on the driver, for each parameter. */
    UPDATE("s per parameter", "fitted"),
    /** Writing, receiving and adding on the driver. */
    DRIVER_BYTE("s per byte", "fitted"),
    /** Writing, fetching and adding on an executor. */
    EXCHANGE_BYTE("s per byte", "fitted"),
    /** Keeping, sketching and combining rows where they are. */
    SKETCH_BYTE("s per byte", "fitted");

    private final String unit;
    private final String source;

    Coefficient(String unit, String source) {
        this.unit = unit;
        this.source = source;
    }

    /** What it is counted in. */
    public String unit() {
        return unit;
    }

    /** Where it comes from: {@code probe} (jobs of nothing), or {@code fitted} to the measured steps. */
    public String source() {
        return source;
    }

    boolean isFitted() {
        return "fitted".equals(source);
    }
}
