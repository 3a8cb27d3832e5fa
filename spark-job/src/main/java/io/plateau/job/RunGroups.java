package io.plateau.job;

import io.plateau.checkpoint.RunProblem;
import io.plateau.conf.JobConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs that differ in nothing but their seeds, put together. */
final class RunGroups {

    /** What makes a group. */
    enum By {
        /** Method and sharpness mode: "flat nash-mtl". */
        method,
        /** The setting {@code run.name}. */
        name
    }

    /** What may differ within a group: seeds, places, what only costs time. The dataset's identity is compared apart. */
    private static final Set<String> FREE = Set.of(
            "run.",
            "model.seed",
            "dataset.path",
            "dataset.files",
            "dataset.source.",
            "dataset.tasks",
            "training.compare",
            "analysis.",
            "evaluation.splits",
            "evaluation.baseline-runs",
            "cluster.",
            "checkpoint.",
            "observe.",
            "limits.",
            "bench.");

    private RunGroups() {}

    /** The runs by label, in the order of their first runs. */
    static List<Members> of(List<ScoredRun> runs, By by) {
        Map<String, List<ScoredRun>> groups = new LinkedHashMap<>();
        runs.forEach(run -> groups.computeIfAbsent(label(run, by), none -> new ArrayList<>())
                .add(run));
        List<Members> all = new ArrayList<>();
        groups.forEach((label, members) -> {
            requireOneKind(label, members, by);
            all.add(new Members(label, members));
        });
        return all;
    }

    private static String label(ScoredRun run, By by) {
        return by == By.name ? run.config().run().name() : Trial.label(run.config());
    }

    /**
     * Whether runs are repetitions of each other.
     *
     * @throws RunProblem naming two that differ in more than their seeds, or in nothing
     */
    static void requireOneKind(String label, List<ScoredRun> runs, By by) {
        Map<String, ScoredRun> bySeed = new TreeMap<>();
        for (ScoredRun run : runs) {
            Set<String> changed = ConfigTexts.differences(runs.get(0).text(), run.text(), FREE);
            if (!changed.isEmpty()) {
                throw new RunProblem("runs " + runs.get(0).location() + " and " + run.location() + " would both be '"
                        + label + "', but differ in "
                        + changed.stream().limit(5).collect(Collectors.joining(", ")) + ": "
                        + (by == By.method ? "group them by run.name with --by name" : "give them different run.name")
                        + ", or leave one out");
            }
            JobConfig config = run.config();
            String key = config.run().seed() + "/" + config.model().seed() + "/" + run.tasks();
            ScoredRun same = bySeed.putIfAbsent(key, run);
            if (same != null) {
                throw new RunProblem("runs " + same.location() + " and " + run.location()
                        + " are one and the same: method, tasks, settings and seed "
                        + config.run().seed() + " are equal. Leave one out, or repeat it with another run.seed");
            }
        }
    }

    /** The runs of one label. */
    record Members(String label, List<ScoredRun> runs) {}
}
