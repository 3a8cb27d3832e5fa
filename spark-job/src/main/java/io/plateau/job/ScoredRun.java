package io.plateau.job;

import io.plateau.checkpoint.FinishedRun;
import io.plateau.checkpoint.RunProblem;
import io.plateau.conf.ConfigLoader;
import io.plateau.conf.JobConfig;
import io.plateau.data.Dataset;
import io.plateau.data.TaskSchema;
import io.plateau.report.RunCost;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A finished run with what it scored.
 *
 * @param location where it lies, for messages
 * @param config its configuration
 * @param text the same as text, every key with its value
 * @param dataset what it was trained on, with the tasks it trained
 * @param test the metric of every task on the test split, in the metric's unit
 * @param cost what its steps cost
 * @param baseline the single-task values that it was scored against; may be empty
 */
record ScoredRun(
        String location,
        JobConfig config,
        String text,
        Dataset dataset,
        Map<String, Double> test,
        RunCost cost,
        Map<String, Double> baseline) {

    /**
     * Reads a run.
     *
     * @throws RunProblem when it has not finished, or has no test scores
     * @throws IOException when its model is damaged
     */
    static ScoredRun read(String directory, Configuration hadoop) throws IOException {
        FinishedRun run = FinishedRun.open(new Path(directory), hadoop);
        RunCost.Sum cost = new RunCost.Sum();
        run.steps(cost::add);
        return of(run, cost.cost(), hadoop);
    }

    private static ScoredRun of(FinishedRun run, RunCost cost, Configuration hadoop) throws IOException {
        String text = run.config()
                .orElseThrow(
                        () -> new RunProblem(
                                "run " + run.location()
                                        + " has no config.resolved.conf: it is a variant of another run, which its table compares already"));
        return of(run.location(), text, TrainedModel.read(run.path(), hadoop), cost);
    }

    /**
     * A run whose parts have been read.
     *
     * @throws RunProblem when it has no test scores
     */
    static ScoredRun of(String location, String text, TrainedModel model, RunCost cost) {
        Map<String, Double> test = model.testMetrics();
        if (!test.keySet().containsAll(names(model.dataset()))) {
            throw new RunProblem("run " + location + " has no test scores: its dataset has no test split, or"
                    + " an earlier version of Plateau made it");
        }
        JobConfig config = ConfigLoader.ofText(text, location).job();
        return new ScoredRun(location, config, text, model.dataset(), test, cost, model.baseline());
    }

    private static List<String> names(Dataset dataset) {
        return dataset.tasks().stream().map(TaskSchema::name).toList();
    }

    /** The names of the tasks that it trained. */
    List<String> tasks() {
        return names(dataset);
    }

    /** Whether the two were trained on the same rows, divided alike. */
    boolean hasDatasetOf(ScoredRun other) {
        return dataset.fingerprint().equals(other.dataset.fingerprint());
    }
}
