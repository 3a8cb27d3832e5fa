package io.plateau.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the steps and evaluations of a run have cost in all, those of earlier attempts by its logs. Not thread-safe. */
final class TotalCost implements TrainingListener {
    private static final ObjectMapper JSON = new ObjectMapper();

    private long steps;
    private double stepSeconds;
    private double evaluationSeconds;
    private double forwardPasses;
    private double backwardPasses;
    private long bytes;

    /**
     * What the logs of a run account for.
     *
     * @param stepLines lines of {@code steps.jsonl}
     * @param epochLines lines of {@code epochs.jsonl}
     */
    static TotalCost ofLogs(List<String> stepLines, List<String> epochLines) {
        TotalCost cost = new TotalCost();
        stepLines.forEach(line -> cost.addStep(parsed(line)));
        epochLines.forEach(
                line -> cost.evaluationSeconds += parsed(line).path("seconds").asDouble());
        return cost;
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException torn) {
            // Of a step after the checkpoint, which is made again.
            return JSON.createObjectNode();
        }
    }

    private void addStep(JsonNode line) {
        if (!line.has("step")) {
            return;
        }
        steps++;
        for (JsonNode phase : line.path("seconds")) {
            stepSeconds += phase.asDouble();
        }
        forwardPasses += line.path("forward-passes").asDouble();
        backwardPasses += line.path("backward-passes").asDouble();
        bytes += line.path("bytes-sent").asLong() + line.path("bytes-received").asLong();
    }

    @Override
    public void onStep(StepResult result) {
        steps++;
        stepSeconds += result.seconds().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        forwardPasses += result.cost().forwardPasses();
        backwardPasses += result.cost().backwardPasses();
        bytes += result.cost().bytesSent() + result.cost().bytesReceived();
    }

    @Override
    public void onEpoch(EpochResult result) {
        evaluationSeconds += result.seconds();
    }

    /** The sums by name: seconds of wall time, passes as {@link io.plateau.cluster.StepCost} counts them, bytes to and from the driver. */
    Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("steps", steps);
        report.put("step-seconds", stepSeconds);
        report.put("evaluation-seconds", evaluationSeconds);
        report.put("forward-passes", forwardPasses);
        report.put("backward-passes", backwardPasses);
        report.put("driver-bytes", bytes);
        return report;
    }
}
