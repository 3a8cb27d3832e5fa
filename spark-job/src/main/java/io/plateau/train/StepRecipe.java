package io.plateau.train;

import io.plateau.cluster.Cluster;
import io.plateau.cluster.EpochDivision;
import io.plateau.conf.ConfigLoader;
import io.plateau.conf.JobConfig;
import io.plateau.model.HeadSpec;
import io.plateau.model.ModelSpec;
import io.plateau.sharpness.SharpnessPolicies;
import java.io.Serializable;
import java.util.Optional;

/**
 * Makes the {@link TrainingStep} of a run in whatever process it finds itself. It travels to the executors, so it is a plain class that
 * holds the configuration as text. Safe for threads.
 */
final class StepRecipe implements Serializable {
    private static final long serialVersionUID = 1;

    /** The configuration that this process has read last: all tasks of a run read the same. */
    private static volatile Optional<JobConfig> last = Optional.empty();

    private final String configuration;
    private final ModelSpec model;
    private final EpochDivision division;
    private final boolean labelsComplete;
    private final int epochs;

    /** Null where the recipe has travelled. */
    private final transient JobConfig given;

    /**
     * The steps of a run.
     *
     * @param config its settings
     * @param model the network; its heads are the tasks
     * @param division of an epoch into steps
     * @param labelsComplete whether every training row of every shard is labelled for every task
     * @param epochs at most
     */
    StepRecipe(JobConfig config, ModelSpec model, EpochDivision division, boolean labelsComplete, int epochs) {
        configuration = config.text();
        this.model = model;
        this.division = division;
        this.labelsComplete = labelsComplete;
        this.epochs = epochs;
        given = config;
    }

    private JobConfig config() {
        if (given != null) {
            return given;
        }
        Optional<JobConfig> known = last.filter(config -> config.text().equals(configuration));
        if (known.isEmpty()) {
            known = Optional.of(ConfigLoader.ofText(configuration, "the configuration of the run")
                    .job());
            last = known;
        }
        return known.get();
    }

    StepSettings settings() {
        return StepSettings.of(
                config(),
                division,
                labelsComplete,
                model.heads().stream().map(HeadSpec::task).toList());
    }

    Schedule schedule() {
        JobConfig config = config();
        return new Schedule(config.schedule(), config.optimizer().learningRate(), epochs);
    }

    /** The optimizer of the steps, to be closed after the last of them. */
    Optimizer optimizer() {
        return new Optimizer(config().optimizer(), model.layout().size());
    }

    /** The steps on a cluster. */
    TrainingStep on(Cluster cluster, Optimizer optimizer) {
        JobConfig config = config();
        return new TrainingStep(
                cluster,
                Bargainers.of(config),
                SharpnessPolicies.of(
                        config.sharpness(),
                        model.layout(),
                        (long) division.batches() * epochs,
                        config.run().seed()),
                optimizer,
                schedule(),
                model.layout(),
                settings());
    }

    /**
     * What the run repeats: single steps or, where {@code cluster.sync} says so, rounds of local ones.
     *
     * @param step the same steps on the whole cluster
     * @param lastStep after which the run ends at the latest
     */
    Round round(Cluster cluster, TrainingStep step, long lastStep) {
        JobConfig config = config();
        return config.cluster().hasRounds()
                ? new LocalSteps(cluster, this, config.cluster().localSteps(), division.batches(), lastStep)
                : Round.of(step);
    }
}
