package io.plateau.conf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Section {@code dataset}.
 *
 * @param path directory of the prepared dataset, a Hadoop path
 * @param existing what a dataset that is there must be
 * @param files number of Parquet files to write, at least 1
 * @param scaleTargets whether regression targets are standardised for training
 * @param tasks names, or numbers from 1, of the tasks to train; empty: all
 * @param since train only on rows of parts that were added after this moment; empty: on all
 * @param source what the dataset is made from when it is not there yet
 * @param split fractions and seed of the split
 */
public record DatasetConfig(
        String path,
        Existing existing,
        int files,
        boolean scaleTargets,
        List<String> tasks,
        Optional<Instant> since,
        SourceConfig source,
        SplitConfig split) {

    /** Demands on a dataset that is there already. */
    public enum Existing {
        /** It was prepared from the source with the settings of the configuration. */
        SAME,
        /** It is taken as it is; the source only makes a missing one. */
        ANY
    }

    static DatasetConfig from(Section dataset) {
        return new DatasetConfig(
                dataset.filled("path"),
                dataset.choice("existing", Existing.class),
                dataset.whole("files", 1, 100_000),
                dataset.flag("scale-targets"),
                dataset.names("tasks", "task"),
                since(dataset),
                SourceConfig.from(dataset.section("source")),
                SplitConfig.from(dataset.section("split")));
    }

    private static Optional<Instant> since(Section dataset) {
        String text = dataset.text("since");
        Optional<Instant> moment = Moment.parse(text);
        dataset.require(
                text.isEmpty() || moment.isPresent(), "since", "must be " + Moment.FORM + ", is '" + text + "'");
        return moment;
    }
}
