package io.plateau.job;

import io.plateau.conf.CsvConfig;
import io.plateau.conf.DatasetConfig;
import io.plateau.conf.SourceConfig;
import io.plateau.conf.SplitConfig;
import io.plateau.conf.SyntheticConfig;
import io.plateau.data.CsvFormat;
import io.plateau.data.CsvSource;
import io.plateau.data.DataProblem;
import io.plateau.data.Dataset;
import io.plateau.data.DatasetWriter;
import io.plateau.data.Fingerprint;
import io.plateau.data.ShardReader;
import io.plateau.data.Source;
import io.plateau.data.SplitPlan;
import io.plateau.data.SyntheticSource;
import io.plateau.data.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The dataset that a configuration names: found, checked against its source, or prepared. */
final class Datasets {

    private Datasets() {}

    /** Where the dataset lies. */
    static Path path(DatasetConfig config) {
        return new Path(config.path());
    }

    /** What the dataset is made from; empty when it must be there already. */
    static Optional<Source> source(DatasetConfig config) {
        SourceConfig source = config.source();
        return switch (source.kind()) {
            case NONE -> Optional.empty();
            case CSV -> Optional.of(csv(source.csv()));
            case SYNTHETIC -> Optional.of(synthetic(source.synthetic()));
        };
    }

    /** How its rows are divided. */
    static SplitPlan plan(DatasetConfig config) {
        SplitConfig split = config.split();
        boolean grouped = config.source().kind() == SourceConfig.Kind.CSV
                && !config.source().csv().group().isEmpty();
        return new SplitPlan(
                split.train(),
                split.validation(),
                split.test(),
                split.seed(),
                grouped ? config.source().csv().group() : null);
    }

    /**
     * The dataset, when it is there.
     *
     * @return empty when it is not there but can be prepared
     * @throws DataProblem when it is neither, or was made from something else than the configuration says
     */
    static Optional<Dataset> find(DatasetConfig config, Configuration hadoop) {
        Path path = path(config);
        Optional<Source> source = source(config);
        if (!Dataset.exists(path, hadoop)) {
            if (source.isEmpty()) {
                throw new DataProblem("there is no dataset at " + path + ": prepare it with 'prepare', or name its"
                        + " source in dataset.source");
            }
            return Optional.empty();
        }
        Dataset dataset = Dataset.read(path, hadoop);
        ShardReader.requireFiles(path, dataset, hadoop);
        source.ifPresent(given -> requireSame(dataset, given, config, hadoop));
        return Optional.of(dataset);
    }

    /**
     * The dataset, which is prepared first when it is not there.
     *
     * @param messages told a sentence before and after a preparation
     */
    static Dataset findOrPrepare(DatasetConfig config, SparkSession spark, Consumer<String> messages) {
        return find(config, spark.sparkContext().hadoopConfiguration())
                .orElseGet(() -> prepare(config, spark, false, messages));
    }

    /** Prepares the dataset from the source that the configuration names. */
    static Dataset prepare(DatasetConfig config, SparkSession spark, boolean overwrite, Consumer<String> messages) {
        Source source =
                source(config).orElseThrow(() -> new DataProblem("dataset.source.kind is none: nothing to prepare"));
        messages.accept("preparing " + path(config) + " from the " + source.kind() + " source");
        Dataset dataset = DatasetWriter.standard()
                .withFiles(config.files())
                .withOverwrite(overwrite)
                .prepare(spark, source, plan(config), path(config));
        messages.accept("prepared " + summary(dataset));
        return dataset;
    }

    /** "5875 rows (4113 train, ...), 20 features, 2 tasks". */
    static String summary(Dataset dataset) {
        return dataset.rows().total() + " rows (" + dataset.rows().train() + " train, "
                + dataset.rows().validation() + " validation, " + dataset.rows().test() + " test), "
                + dataset.featureCount() + " features, " + dataset.tasks().size() + " tasks";
    }

    /** A dataset outlives its source file: without the file, it is taken as it is. */
    private static void requireSame(Dataset dataset, Source source, DatasetConfig config, Configuration hadoop) {
        if (source instanceof CsvSource csv && !exists(csv.file(), hadoop)) {
            return;
        }
        if (!Fingerprint.of(source, plan(config), hadoop).equals(dataset.fingerprint())) {
            throw new DataProblem("the dataset at " + path(config) + " was prepared from another source or with other"
                    + " settings than the configuration names: delete it, or set dataset.path to another place");
        }
    }

    private static boolean exists(Path file, Configuration hadoop) {
        try {
            return file.getFileSystem(hadoop).exists(file);
        } catch (java.io.IOException unreachable) {
            return false;
        }
    }

    private static CsvSource csv(CsvConfig csv) {
        List<Target> targets = new ArrayList<>();
        for (String column : csv.targets()) {
            boolean binary = csv.binary().contains(column);
            boolean classes = csv.classes().contains(column);
            targets.add(
                    binary ? Target.binary(column) : classes ? Target.multiclass(column) : Target.regression(column));
        }
        CsvFormat format = new CsvFormat(csv.delimiter(), csv.quote(), csv.header(), csv.columns(), csv.missing());
        return new CsvSource(
                new Path(csv.file()),
                format,
                targets,
                csv.categorical(),
                csv.ignore(),
                csv.missingFeatures(),
                csv.maxCategories());
    }

    private static SyntheticSource synthetic(SyntheticConfig config) {
        return new SyntheticSource(
                config.rows(),
                config.inputs(),
                config.outputs(),
                config.sigma(),
                config.inputScale(),
                config.noiseSeed());
    }
}
