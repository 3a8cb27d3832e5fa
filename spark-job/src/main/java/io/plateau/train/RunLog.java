package io.plateau.train;

import io.plateau.math.weighting.Outcome;
import io.plateau.observe.ProgressLine;
import io.plateau.observe.StepLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes steps and epochs into the logs of the run and onto the progress line. */
final class RunLog implements TrainingListener {
    private final StepLog steps;
    private final StepLog epochs;
    private final EpochLosses losses;
    private final AnalysisLog analysis;
    private final ProgressLine progress;

    RunLog(StepLog steps, StepLog epochs, EpochLosses losses, AnalysisLog analysis, ProgressLine progress) {
        this.steps = steps;
        this.losses = losses;
        this.epochs = epochs;
        this.analysis = analysis;
        this.progress = progress;
    }

    @Override
    public void onStep(StepResult result) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("epoch", result.epoch() + 1);
        line.put("losses", result.losses());
        if (result.perturbedLosses().length > 0) {
            line.put("perturbed-losses", result.perturbedLosses());
        }
        line.put("weights", result.lossWeights());
        line.put("flat-weights", result.flatWeights());
        result.lossOutcome().ifPresent(outcome -> line.put("outcome", describe(outcome)));
        result.flatOutcome().ifPresent(outcome -> line.put("flat-outcome", describe(outcome)));
        line.put("learning-rate", result.learningRate());
        line.put("direction-norm", result.directionNorm());
        result.broken()
                .ifPresent(broken -> line.put(
                        "not-finite", Map.of("shard", broken.shard(), "task", broken.task(), "what", broken.what())));
        line.put("forward-passes", result.cost().forwardPasses());
        line.put("backward-passes", result.cost().backwardPasses());
        line.put("bytes-sent", result.cost().bytesSent());
        line.put("bytes-received", result.cost().bytesReceived());
        line.put("bytes-exchanged", result.cost().bytesExchanged());
        if (!result.errors().isEmpty()) {
            line.put("errors", result.errors());
        }
        line.put("seconds", result.seconds());
        write(steps, result.step() + 1, line);
        tried(() -> analysis.add(result));
        if (result.broken().isEmpty()) {
            losses.add(result.epoch(), result.losses());
        }
        progress.step(result.step() + 1, result.totalLoss() / result.losses().length);
    }

    /** The outcome of a solver as logs hold it. */
    static Map<String, Object> describe(Outcome outcome) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (outcome instanceof Outcome.Agreement agreement) {
            fields.put("type", "agreement");
            fields.put("residual", agreement.residual());
            fields.put("iterations", agreement.iterations());
        } else if (outcome instanceof Outcome.ParetoStationary stationary) {
            fields.put("type", "pareto-stationary");
            fields.put("residual", stationary.residual());
            fields.put("certificate", stationary.certificate());
        } else if (outcome instanceof Outcome.NotConverged last) {
            fields.put("type", "not-converged");
            fields.put("residual", last.residual());
            fields.put("iterations", last.iterations());
        }
        return fields;
    }

    @Override
    public void onEpoch(EpochResult result) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", result.steps());
        line.put("score", result.validation().score());
        result.validation().deltaM().ifPresent(deltaM -> line.put("delta-m", deltaM));
        line.put("best", result.best());
        line.put("learning-rate", result.learningRate());
        line.put("losses", losses.means());
        Map<String, Object> means = analysis.means(result.epoch());
        if (!means.isEmpty()) {
            line.put("analysis", means);
        }
        line.put("validation", result.validation().report());
        result.further().forEach((split, scores) -> {
            scores.deltaM().ifPresent(deltaM -> line.put(split.label() + "-delta-m", deltaM));
            line.put(split.label(), scores.report());
        });
        line.put("seconds", result.seconds());
        write(epochs, result.epoch() + 1L, line);
        progress.epoch(result.epoch() + 1, result.validation().score());
    }

    @Override
    public void beforeCheckpoint() {
        tried(steps::sync);
        tried(epochs::sync);
        tried(analysis::sync);
    }

    private static void write(StepLog log, long number, Map<String, Object> line) {
        tried(() -> log.write(number, line));
    }

    private static void tried(Writing writing) {
        try {
            writing.run();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Something that ends up in a file. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }
}
