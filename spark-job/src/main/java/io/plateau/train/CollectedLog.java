package io.plateau.train;

import io.plateau.observe.LogLines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells steps and evaluations to those who collect logs: what they plot and search for, by the names of the tasks. */
final class CollectedLog implements TrainingListener {
    private final LogLines lines;
    private final List<String> tasks;

    CollectedLog(LogLines lines, List<String> tasks) {
        this.lines = lines;
        this.tasks = tasks;
    }

    @Override
    public void onStep(StepResult result) {
        long step = result.step() + 1;
        if (!lines.isDue(step)) {
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("step", step);
        fields.put("epoch", result.epoch() + 1);
        fields.put("losses", byTask(result.losses()));
        fields.put("weights", byTask(result.lossWeights()));
        result.lossOutcome().ifPresent(outcome -> fields.put("outcome", RunLog.describe(outcome)));
        result.broken()
                .ifPresent(broken -> fields.put(
                        "not-finite",
                        Map.of("shard", broken.shard(), "task", tasks.get(broken.task()), "what", broken.what())));
        fields.put("seconds", result.seconds());
        lines.write("step", fields);
    }

    private Map<String, Double> byTask(double[] values) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int task = 0; task < values.length; task++) {
            named.put(tasks.get(task), values[task]);
        }
        return named;
    }

    @Override
    public void onEpoch(EpochResult result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("epoch", result.epoch() + 1);
        fields.put("step", result.steps());
        fields.put("score", result.validation().score());
        result.validation().deltaM().ifPresent(deltaM -> fields.put("delta-m", deltaM));
        fields.put("best", result.best());
        fields.put("seconds", result.seconds());
        lines.write("epoch", fields);
    }
}
