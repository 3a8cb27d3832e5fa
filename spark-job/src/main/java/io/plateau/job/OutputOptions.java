package io.plateau.job;

import io.plateau.conf.ConfigLoader;
import io.plateau.conf.DatasetConfig;
import io.plateau.conf.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every form of prepare that names its source on the command line. */
final class OutputOptions {

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "Directory of the dataset.")
    private String output;

    @Option(names = "--overwrite", description = "Replace a dataset that is there.")
    private boolean overwrite;

    @Option(names = "--files", paramLabel = "N", description = "Number of Parquet files (default: 4).")
    private String files;

    @Option(names = "--train", paramLabel = "SHARE", description = "Share of the rows for training (default: 0.8).")
    private String train;

    @Option(names = "--validation", paramLabel = "SHARE", description = "Share for validation (default: 0.1).")
    private String validation;

    @Option(names = "--test", paramLabel = "SHARE", description = "Share for testing (default: 0.1).")
    private String test;

    @Option(names = "--split-seed", paramLabel = "SEED", description = "Seed of the division (default: 1).")
    private String splitSeed;

    @Option(
            names = "--split-file",
            paramLabel = "FILE",
            description = "JSON with arrays train, validation (or val) and test of row numbers, instead of shares and"
                    + " seed.")
    private String splitFile;

    /**
     * Checks all settings as if they had come from a file, and prepares the dataset.
     *
     * @param source settings of the source
     */
    void prepare(List<Setting> source, PrintWriter out, PrintWriter err) {
        List<Setting> settings = new ArrayList<>(source);
        settings.add(new Setting("--output", "dataset.path", output));
        add(settings, "--files", "dataset.files", files);
        add(settings, "--train", "dataset.split.train", train);
        add(settings, "--validation", "dataset.split.validation", validation);
        add(settings, "--test", "dataset.split.test", test);
        add(settings, "--split-seed", "dataset.split.seed", splitSeed);
        add(settings, "--split-file", "dataset.split.file", splitFile);
        run(ConfigLoader.load(Optional.empty(), settings).job().dataset(), overwrite, out, err);
    }

    static void run(DatasetConfig config, boolean overwrite, PrintWriter out, PrintWriter err) {
        try {
            SparkSessions.run(
                    "plateau prepare",
                    spark -> Datasets.prepare(config, spark, overwrite, message -> err.println("plateau: " + message)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        out.println(config.path());
    }

    /** Adds a setting where the option was given. */
    static void add(List<Setting> settings, String option, String path, Object value) {
        if (value != null) {
            settings.add(new Setting(option, path, value));
        }
    }
}
