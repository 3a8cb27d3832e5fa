package io.plateau.observe;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import scala.collection.JavaConverters;

/** The tasks of a stage that runs. Not thread-safe. */
final class StageTasks {
    /** Executors that are named; of a thousand, a person wants to see the first. */
    private static final int NAMED = 4;

    private final int tasks;
    private final String unit;
    private final Set<Integer> done = new HashSet<>();
    private final Map<Long, TaskInfo> running = new HashMap<>();

    StageTasks(StageInfo stage) {
        tasks = stage.numTasks();
        unit = unit(JavaConverters.seqAsJavaList(stage.rddInfos()).stream()
                .map(rdd -> String.valueOf(rdd.name()))
                .collect(Collectors.toSet()));
    }

    /** What a partition is, by the names that the cluster gives its RDDs. */
    private static String unit(Set<String> rdds) {
        return List.of("slice", "shard").stream()
                .filter(unit -> rdds.stream().anyMatch(rdd -> rdd.endsWith(unit + "s")))
                .findFirst()
                .orElse("task");
    }

    void started(TaskInfo task) {
        running.put(task.taskId(), task);
    }

    void ended(TaskInfo task) {
        running.remove(task.taskId());
        if (task.successful()) {
            done.add(task.partitionId());
        }
    }

    int left() {
        return Math.max(0, tasks - done.size());
    }

    /** "3 of 16 shards for 40 s (executor 7 on x: shards 3, 5; not started: 1)". */
    String describe(String time, String nobody) {
        Map<String, Set<Integer>> places =
                new TreeMap<>(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
        for (TaskInfo task : running.values()) {
            if (!done.contains(task.partitionId())) {
                places.computeIfAbsent("executor " + task.executorId() + " on " + task.host(), none -> new TreeSet<>())
                        .add(task.partitionId());
            }
        }
        String where = places.entrySet().stream()
                .limit(NAMED)
                .map(place -> place.getKey() + ": " + unit + (place.getValue().size() > 1 ? "s " : " ")
                        + place.getValue().stream().map(String::valueOf).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        String more = places.size() > NAMED ? "; " + (places.size() - NAMED) + " more executors" : "";
        long started = places.values().stream().flatMap(Set::stream).distinct().count();
        String rest = left() > started ? (where.isEmpty() ? "" : "; ") + "not started: " + (left() - started) : "";
        String all = where + more + rest;
        return left() + " of " + tasks + " " + unit + "s" + time
                + (nobody.isEmpty() ? all.isEmpty() ? "" : " (" + all + ")" : nobody);
    }
}
