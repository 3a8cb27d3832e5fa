package io.plateau.faults;

import java.util.List;
import java.util.Locale;

/** Ways to bring the gradients together, and what else makes a step have other jobs. */
enum Variant {
    DRIVER("`driver`", "cluster.type=local", "cluster.reduction=driver"),
    SLICES("`slices`", "cluster.type=local", "cluster.reduction=slices"),
    /** A plain loop knows the Gram matrix and not its estimate: Spark in the process of the test. */
    SKETCH("`sketch`", "cluster.type=spark", "cluster.reduction=sketch"),
    GLOBAL(
            "`slices`, perturbations along the whole batch",
            "cluster.type=local",
            "cluster.reduction=slices sharpness.perturbation-scope=global"),
    LOCAL_STEPS(
            "none, `cluster.sync=local-steps`", "cluster.type=local", "cluster.sync=local-steps cluster.local-steps=2");

    private final String inTable;
    private final String inOneProcess;
    private final String settings;

    Variant(String inTable, String inOneProcess, String settings) {
        this.inTable = inTable;
        this.inOneProcess = inOneProcess;
        this.settings = settings;
    }

    /** Its name in the table of docs/faults.md. */
    String inTable() {
        return inTable;
    }

    /** Settings, key=value. */
    List<String> settings() {
        return List.of(settings.split(" "));
    }

    /** What, set after these, makes the same bits without executors. */
    String inOneProcess() {
        return inOneProcess;
    }

    /** The job that computes the gradients of step 5. */
    Moment gradients() {
        return Moment.of(this == LOCAL_STEPS ? "steps 5 to 6 of every shard" : "step 5: gradients");
    }

    /** For the names of runs. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
