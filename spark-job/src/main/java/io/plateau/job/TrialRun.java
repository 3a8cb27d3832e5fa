package io.plateau.job;

import io.plateau.checkpoint.Provenance;
import io.plateau.checkpoint.Redaction;
import io.plateau.checkpoint.RunDirectory;
import io.plateau.checkpoint.RunProblem;
import io.plateau.checkpoint.SweepDirectory;
import io.plateau.conf.ConfigLoader;
import io.plateau.data.Dataset;
import io.plateau.observe.ProgressLine;
import io.plateau.observe.RunMetrics;
import io.plateau.train.TrainingInterrupted;
import io.plateau.train.TrainingRun;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A stretch of one trial in its directory, in whatever process it finds itself: from the first step or the last checkpoint to the end of
 * the training, or to a step where the sweep waits for the others.
 */
final class TrialRun implements Serializable {
    private static final long serialVersionUID = 1;

    /** The last step of a stretch that goes to the end. */
    static final long TO_THE_END = Long.MAX_VALUE;

    /** How long executors of a driver that is gone may take to notice it. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long PAUSE_MILLIS = 500;

    private final String name;
    private final String sweep;
    private final String config;
    private final ArrayList<String> commandLine;
    private final long lastStep;

    /**
     * A stretch.
     *
     * @param name of the trial, and of its directory
     * @param sweep directory of the sweep
     * @param config its configuration, as text
     * @param commandLine for its provenance
     * @param lastStep the step after which it pauses, in which an epoch ends; {@link #TO_THE_END} for none
     */
    TrialRun(String name, Path sweep, String config, List<String> commandLine, long lastStep) {
        this.name = name;
        this.sweep = sweep.toString();
        this.config = config;
        this.commandLine = new ArrayList<>(commandLine);
        this.lastStep = lastStep;
    }

    /**
     * What a trial finds where it runs.
     *
     * @param hadoop for the file systems
     * @param stored the dataset with all its tasks
     * @param clusters what computes the steps
     * @param metrics show its figures
     * @param progress told how far it has come
     * @param interrupted asked after every step; true ends the stretch there
     */
    record Site(
            Configuration hadoop,
            Dataset stored,
            Clusters clusters,
            RunMetrics metrics,
            TrainingRun.ProgressOpener progress,
            BooleanSupplier interrupted) {}

    String name() {
        return name;
    }

    /** Trains. */
    TrialEnd on(Site site) {
        Redaction.learn(config);
        List<String> notices = Collections.synchronizedList(new ArrayList<>());
        AtomicLong made = new AtomicLong();
        BooleanSupplier leave =
                () -> made.get() >= lastStep || site.interrupted().getAsBoolean();
        try (RunDirectory run = open(site, notices)) {
            run.config(config);
            run.provenance(Provenance.ofThisProcess(commandLine));
            Trial.Result result = new Trial(
                            site.stored(), site.clusters(), site.metrics(), notices::add, leave, Optional.empty())
                    .settled(
                            name,
                            ConfigLoader.ofText(config, "trial " + name),
                            run,
                            (done, total) -> counting(site.progress().open(done, total), made));
            return result.shortfall().isEmpty()
                    ? new TrialEnd(TrialState.FINISHED, "", notices)
                    : new TrialEnd(TrialState.FAILED, result.shortfall(), notices);
        } catch (TrainingInterrupted left) {
            boolean paused = left.step() >= lastStep;
            if (!paused) {
                notices.add("stopped after step " + left.step() + ", which is saved");
            }
            return new TrialEnd(paused ? TrialState.PAUSED : TrialState.LEFT, left.getMessage(), notices);
        } catch (Exception failure) { // Spark throws checked exceptions undeclared
            // Spark and the file systems may be going down already: then nothing says that the trial is at fault.
            TrialState state = site.interrupted().getAsBoolean() ? TrialState.LEFT : TrialState.FAILED;
            return new TrialEnd(state, Failures.message(failure), notices);
        }
    }

    private RunDirectory open(Site site, List<String> notices) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                return SweepDirectory.run(new Path(sweep), name, site.hadoop(), notices::add);
            } catch (RunProblem taken) {
                if (System.nanoTime() > deadline || site.interrupted().getAsBoolean()) {
                    throw taken;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static ProgressLine counting(ProgressLine line, AtomicLong made) {
        return new ProgressLine() {
            @Override
            public void step(long step, double loss) {
                made.set(step);
                line.step(step, loss);
            }

            @Override
            public void epoch(int epochs, double score) {
                line.epoch(epochs, score);
            }

            @Override
            public void close() {
                line.close();
            }
        };
    }
}
