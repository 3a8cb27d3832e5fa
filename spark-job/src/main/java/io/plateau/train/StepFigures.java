package io.plateau.train;

import io.plateau.math.weighting.Outcome;
import io.plateau.observe.RunMetrics;
import io.plateau.observe.RunMetrics.Figure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Shows steps and evaluations as figures of the process; spark-job/docs/observability.md says what each means. */
final class StepFigures implements TrainingListener {
    private static final List<String> OF_TASKS = List.of("loss.", "perturbed_loss.", "alpha.", "flat_alpha.");
    private static final String PHASES = "seconds.";

    private final RunMetrics metrics;
    private final List<Figure> losses;
    private final List<Figure> perturbed;
    private final List<Figure> alphas;
    private final List<Figure> flatAlphas;
    private volatile long stepAt = System.nanoTime();

    /**
     * The figures of a run, which take the place of an earlier one's.
     *
     * @param tasks their names
     * @param done completed steps
     * @param last steps at the end
     */
    StepFigures(RunMetrics metrics, List<String> tasks, long done, long last) {
        this.metrics = metrics;
        OF_TASKS.forEach(metrics::remove);
        losses = figures(OF_TASKS.get(0), tasks);
        perturbed = figures(OF_TASKS.get(1), tasks);
        alphas = figures(OF_TASKS.get(2), tasks);
        flatAlphas = figures(OF_TASKS.get(3), tasks);
        metrics.set("step", done);
        metrics.set("last_step", last);
        metrics.figure("non_finite").add(0);
        metrics.figure("unsettled").add(0);
        metrics.gauge("idle_seconds", () -> (System.nanoTime() - stepAt) * 1e-9);
    }

    /** One for each task; of names that Spark would make the same, all but the first get their number. */
    private List<Figure> figures(String prefix, List<String> tasks) {
        List<String> shown =
                tasks.stream().map(task -> task.replaceAll("[^a-zA-Z0-9]", "_")).toList();
        return IntStream.range(0, tasks.size())
                .mapToObj(i ->
                        metrics.figure(prefix + shown.get(i) + (shown.indexOf(shown.get(i)) < i ? "_" + (i + 1) : "")))
                .toList();
    }

    @Override
    public void onStep(StepResult result) {
        stepAt = System.nanoTime();
        metrics.set("step", result.step() + 1);
        metrics.set("epoch", result.epoch() + 1);
        set(losses, result.losses());
        set(perturbed, result.perturbedLosses());
        set(alphas, result.lossWeights());
        set(flatAlphas, result.flatWeights());
        residual("residual", result.lossOutcome());
        residual("flat_residual", result.flatOutcome());
        metrics.set("learning_rate", result.learningRate());
        metrics.set("direction_norm", result.directionNorm());
        metrics.figure("non_finite").add(result.broken().isPresent() ? 1 : 0);
        metrics.figure("unsettled")
                .add(
                        result.lossOutcome()
                                        .filter(found -> !(found instanceof Outcome.Agreement))
                                        .isPresent()
                                ? 1
                                : 0);
        metrics.figure("forward_passes").add(result.cost().forwardPasses());
        metrics.figure("backward_passes").add(result.cost().backwardPasses());
        metrics.figure("bytes_sent").add((double) result.cost().bytesSent());
        metrics.figure("bytes_received").add((double) result.cost().bytesReceived());
        double all = 0;
        for (Map.Entry<String, Double> phase : result.seconds().entrySet()) {
            metrics.figure(PHASES + phase.getKey()).add(phase.getValue());
            all += phase.getValue();
        }
        metrics.set("step_seconds", all);
    }

    /** Modes without such numbers leave the figures as they are. */
    private static void set(List<Figure> figures, double[] values) {
        for (int i = 0; i < values.length; i++) {
            figures.get(i).set(values[i]);
        }
    }

    private void residual(String name, Optional<Outcome> outcome) {
        outcome.ifPresent(found -> metrics.set(name, found.residual()));
    }

    @Override
    public void onEpoch(EpochResult result) {
        metrics.set("validation_score", result.validation().score());
        result.validation().deltaM().ifPresent(deltaM -> metrics.set("validation_delta_m", deltaM));
        metrics.figure("evaluation_seconds").add(result.seconds());
        if (result.best()) {
            metrics.set("best_step", result.steps());
        }
    }
}
