package io.plateau.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A cluster of processes on which trainings meet with faults, beside the same trainings undisturbed, in one process and on the cluster.
 * Keeps the table of what became of them.
 */
final class FaultBench implements AutoCloseable {
    /** Jobs of the fifth step. */
    static final Moment GRADIENTS = Moment.of("step 5: gradients");

    static final Moment PERTURBED = Moment.of("step 5: perturbed gradients");
    static final Moment COMBINATION = Moment.of("step 5: combination");

    private final Path directory;
    private final String name;
    private final FaultTable table = new FaultTable();
    private final Trainings trainings;
    private final Standalone cluster;

    /**
     * Starts the cluster, and trains undisturbed.
     *
     * @param directory for everything
     * @param name of the file of the table
     * @param variants that will meet with faults
     */
    FaultBench(Path directory, String name, Variant... variants) throws IOException, InterruptedException {
        this.directory = directory;
        this.name = name;
        trainings = Trainings.in(directory, variants);
        cluster = new Standalone(directory.resolve("cluster"), 2);
        try {
            for (Variant variant : variants) {
                trainUndisturbed(variant);
            }
        } catch (Throwable failure) {
            cluster.close();
            throw failure;
        }
    }

    private void trainUndisturbed(Variant variant) throws IOException, InterruptedException {
        try (FaultyRun run = run("undisturbed", variant, List.of(variant.gradients()))) {
            run.letGoOn();
            table.undisturbed(variant, run.end());
            trainings.requireExpected("undisturbed", variant);
        }
    }

    /** Starts a training whose tasks wait at some moments; settings are further ones of Spark. */
    FaultyRun run(String id, Variant variant, List<Moment> held, String... settings) throws IOException {
        return new FaultyRun(
                cluster,
                directory.resolve("faults").resolve(Trainings.name(id, variant)),
                held,
                List.of(settings),
                trainings.arguments(id, variant));
    }

    /** Requires of a training that has ended the bits of the one in one process, and enters it in the table. */
    void enter(String fault, String id, Variant variant, String happened, double seconds) throws IOException {
        trainings.requireExpected(id, variant);
        table.add(fault, variant, happened, seconds);
    }

    Trainings trainings() {
        return trainings;
    }

    Standalone cluster() {
        return cluster;
    }

    /** Writes the table to target/faults. */
    @Override
    public void close() throws IOException {
        cluster.close();
        table.write(Path.of("target/faults", name + ".md"));
    }
}
