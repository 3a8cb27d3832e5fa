package io.plateau.job;

import io.plateau.checkpoint.Champion;
import io.plateau.checkpoint.ChampionDirectory;
import io.plateau.checkpoint.RunDirectory;
import io.plateau.conf.ConfigProblem;
import io.plateau.conf.JobConfig;
import io.plateau.data.Dataset;
import io.plateau.data.Split;
import io.plateau.data.TaskSchema;
import io.plateau.train.Evaluation;
import io.plateau.train.TaskScore;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Publishes a run's model when it is better than the champion: when its Delta_m against the champion, both scored on the validation rows
 * of the run's dataset, is below minus {@code publish.margin} percent. The first model has nothing to be held against.
 */
final class Gate {
    private final JobConfig config;
    private final ChampionDirectory champions;
    private final SparkSession spark;
    private final Datasets.Opened opened;

    private Gate(JobConfig config, ChampionDirectory champions, SparkSession spark, Datasets.Opened opened) {
        this.config = config;
        this.champions = champions;
        this.spark = spark;
        this.opened = opened;
    }

    /**
     * The gate that a configuration asks for.
     *
     * @param opened the dataset with all its tasks
     * @return empty when nothing is to be published
     * @throws ConfigProblem when there are no validation rows to decide by, or the champion has other tasks
     */
    static Optional<Gate> of(JobConfig config, SparkSession spark, Datasets.Opened opened) throws IOException {
        if (config.publish().champion().isEmpty()) {
            return Optional.empty();
        }
        if (opened.dataset().rows(Split.VALIDATION) == 0) {
            throw new ConfigProblem(
                    "publish.champion: the dataset " + config.dataset().path()
                            + " has no validation rows to compare with the champion on: set dataset.split.validation");
        }
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        ChampionDirectory champions =
                ChampionDirectory.at(new Path(config.publish().champion()), hadoop);
        Gate gate = new Gate(config, champions, spark, opened);
        if (champions.current().isPresent()) {
            gate.requireComparable(gate.model(champions.current().get()).dataset());
        }
        return Optional.of(gate);
    }

    private void requireComparable(Dataset champion) {
        List<String> there = names(champion);
        List<String> here = names(TaskSelection.of(config.dataset().tasks(), opened.dataset()));
        if (!there.equals(here)) {
            throw new ConfigProblem("publish.champion: the champion in " + champions.location() + " has the tasks "
                    + String.join(", ", there) + ", this run trains " + String.join(", ", here)
                    + ": name another directory for these");
        }
        ModelColumns.require(champion, opened.dataset(), config.dataset().path());
    }

    private static List<String> names(Dataset dataset) {
        return dataset.tasks().stream().map(TaskSchema::name).toList();
    }

    /**
     * Decides, and publishes what it decides for. A run that has been published before is not published again. When another process
     * publishes meanwhile, decides anew, against its model.
     */
    Verdict decide(RunDirectory run) throws IOException {
        TrainedModel model = TrainedModel.read(run.model(), run.hadoop());
        ModelScores mine = null;
        while (true) {
            Optional<Champion> before = champions.publishedBy(run.path());
            if (before.isPresent()) {
                return published(before.get());
            }
            Optional<Champion> current = champions.current();
            String why = "the first champion";
            if (current.isPresent()) {
                requireComparable(model(current.get()).dataset());
                mine = mine == null ? scores(model) : mine;
                Evaluation champion = scores(model(current.get())).against(Map.of());
                double change = mine.against(values(champion)).deltaM().orElse(Double.NaN);
                why = reason(change, current.get(), champion);
                if (!(change < -config.publish().margin())) {
                    return new Verdict(false, why);
                }
            }
            Optional<Champion> next = champions.publish(current, run.model(), run.path(), why);
            if (next.isPresent()) {
                return published(next.get());
            }
        }
    }

    private Verdict published(Champion champion) {
        return new Verdict(
                true,
                "published as generation " + champion.generation() + " of " + champions.location() + ": "
                        + champion.why());
    }

    private String reason(double change, Champion champion, Evaluation scores) {
        String against = " against generation " + champion.generation() + " (" + new Path(champion.run()).getName()
                + ") on the validation rows";
        if (!Double.isFinite(change)) {
            return "there is no Delta_m" + against + ": "
                    + scores.tasks().stream()
                            .filter(score -> !Double.isFinite(score.value()) || score.value() == 0)
                            .findFirst()
                            .map(score -> score.metric() + " of task '" + score.task() + "' is " + score.value()
                                    + " for the champion")
                            .orElse("a metric of the new model is not finite");
        }
        return String.format(
                Locale.ROOT,
                "Delta_m %+.4g %%%s, publish.margin asks for less than %+.4g %%",
                change,
                against,
                0 - config.publish().margin());
    }

    private TrainedModel model(Champion champion) throws IOException {
        return TrainedModel.read(champion.model(), spark.sparkContext().hadoopConfiguration());
    }

    private ModelScores scores(TrainedModel model) {
        return ModelScores.of(model, spark, config.dataset().path(), opened, Split.VALIDATION);
    }

    private static Map<String, Double> values(Evaluation evaluation) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (TaskScore score : evaluation.tasks()) {
            values.put(score.task(), score.value());
        }
        return values;
    }

    /**
     * What became of the model.
     *
     * @param published whether it is, or was, the champion
     * @param reason why, in a sentence
     */
    record Verdict(boolean published, String reason) {}
}
