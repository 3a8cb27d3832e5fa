package io.plateau.job;

import io.plateau.math.metric.Spread;
import io.plateau.report.RunCost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a step of some runs costs. */
final class GroupCost {

    private GroupCost() {}

    /** The spread of every figure over runs, of those that have it. */
    static Map<String, Spread> spreads(List<ScoredRun> runs) {
        Map<String, Spread> spreads = new LinkedHashMap<>();
        for (String name : runs.get(0).cost().figures().keySet()) {
            spreads.put(
                    name,
                    Spread.of(runs.stream()
                            .mapToDouble(run -> run.cost().figures().get(name))
                            .filter(value -> !Double.isNaN(value))
                            .toArray()));
        }
        return spreads;
    }

    /** The means of the figures. */
    static RunCost mean(List<ScoredRun> runs) {
        Map<String, Spread> spreads = spreads(runs);
        return new RunCost(
                spreads.get("step-ms").mean(),
                spreads.get("forward-passes").mean(),
                spreads.get("backward-passes").mean(),
                spreads.get("bytes").mean());
    }
}
