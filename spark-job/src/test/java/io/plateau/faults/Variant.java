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
            "cluster.reduction=slices sharpness.perturbation-scope=global");

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

    /** For the names of runs. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
