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
import io.plateau.data.ShardReader;
import io.plateau.data.Source;
import io.plateau.data.SplitFile;
import io.plateau.data.SplitPlan;
import io.plateau.data.SplitView;
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
            case QM9 -> Optional.of(Qm9Sources.of(source.qm9()));
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

    /** The file that divides the rows instead of the plan. */
    static Optional<SplitFile> splitFile(DatasetConfig config, Configuration hadoop) {
        String file = config.split().file();
        return file.isEmpty() ? Optional.empty() : Optional.of(SplitFile.read(new Path(file), hadoop));
    }

    /**
     * The dataset, when it is there.
     *
     * @return empty when it is not there but can be prepared
     * @throws DataProblem when it is neither, or was made from something else than the configuration says
     */
    static Optional<Opened> find(DatasetConfig config, Configuration hadoop) {
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
        Optional<SplitFile> file = splitFile(config, hadoop);
        if (source.isPresent() && config.existing() == DatasetConfig.Existing.SAME) {
            SameDataset.require(dataset, source.get(), plan(config), file.map(SplitFile::info), path, hadoop);
        }
        return Optional.of(config.since()
                .map(moment -> Opened.of(SplitView.since(path, dataset, moment)))
                .orElseGet(() -> Opened.of(path, dataset, file, hadoop)));
    }

    /**
     * The dataset, which is prepared first when it is not there.
     *
     * @param messages told what a preparation does
     */
    static Opened findOrPrepare(DatasetConfig config, SparkSession spark, Consumer<String> messages) {
        Optional<Opened> found = find(config, spark.sparkContext().hadoopConfiguration());
        if (found.isEmpty() && config.since().isPresent()) {
            throw new DataProblem("there is no dataset at " + path(config)
                    + " whose newer rows --since (dataset.since) could pick: leave it out of the first run");
        }
        return found.orElseGet(() -> new Opened(prepare(config, spark, false, messages), Optional.empty()));
    }

    /** Prepares the dataset from the source that the configuration names. */
    static Dataset prepare(DatasetConfig config, SparkSession spark, boolean overwrite, Consumer<String> messages) {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Source source =
                source(config).orElseThrow(() -> new DataProblem("dataset.source.kind is none: nothing to prepare"));
        Optional<SplitFile> file = splitFile(config, hadoop);
        if (config.source().kind() == SourceConfig.Kind.QM9) {
            Qm9Sources.fetch(config.source().qm9(), messages);
        }
        messages.accept("preparing " + path(config) + " from the " + source.kind() + " source");
        DatasetWriter writer = DatasetWriter.standard()
                .withFiles(config.files())
                .withOverwrite(overwrite)
                .withSplitFile(file.orElse(null))
                .withProgress(messages);
        // PLATEAU_CORES holds for every thread of a local session.
        DatasetWriter sized = spark.sparkContext().isLocal()
                ? writer.withWorkers(spark.sparkContext().defaultParallelism())
                : writer;
        Dataset dataset = sized.prepare(spark, source, plan(config), path(config));
        DatasetSummary.omissions(dataset, path(config)).forEach(messages);
        messages.accept("prepared " + DatasetSummary.of(dataset));
        return dataset;
    }

    /** What preparing the dataset would give, without writing it. */
    static Dataset inspect(DatasetConfig config, Configuration hadoop) {
        return DatasetWriter.standard()
                .withSplitFile(splitFile(config, hadoop).orElse(null))
                .inspect(hadoop, source(config).orElseThrow(), plan(config));
    }

    /**
     * A dataset to read from.
     *
     * @param dataset its description, divided as the configuration says
     * @param view the division, where it is not the stored one
     */
    record Opened(Dataset dataset, Optional<SplitView> view) {

        /** Follows a file; a dataset that was prepared with it is so divided already. */
        static Opened of(Path path, Dataset stored, Optional<SplitFile> file, Configuration hadoop) {
            if (file.isEmpty() || file.get().isOf(stored)) {
                return new Opened(stored, Optional.empty());
            }
            return of(SplitView.of(path, stored, file.get(), hadoop));
        }

        private static Opened of(SplitView view) {
            return new Opened(view.dataset(), Optional.of(view));
        }

        /** The same rows scaled and labelled as another description says. */
        Opened as(Dataset seen) {
            return new Opened(seen, view);
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
