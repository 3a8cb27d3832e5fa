package io.plateau.observe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.collection.JavaConverters;

/** Which jobs of Spark run, and which of their tasks where. Told by Spark on a thread of its own. Thread-safe. */
final class JobBoard extends SparkListener {
    private final LongSupplier nanos;
    private final Map<Integer, Job> jobs = new LinkedHashMap<>();
    private final Map<Integer, StageTasks> stages = new LinkedHashMap<>();
    private final Set<String> executors = new TreeSet<>();
    private boolean hadExecutors;

    JobBoard(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * A job of which nothing was heard for some time.
     *
     * @param what its description
     * @param waiting what it waits for, with the description
     */
    record Silent(int id, String what, String waiting) {}

    /** What the oldest job waits for: "step 12: gradients, waiting for 3 of 16 shards for 40 s (executor 7 on x: 3, 5; ...)". */
    synchronized Optional<String> waiting() {
        return jobs.values().stream().findFirst().map(this::describe);
    }

    /** A job of which no task has ended for so long. */
    synchronized Optional<Silent> silentFor(long seconds) {
        return jobs.entrySet().stream()
                .filter(job -> silence(job.getValue()) >= seconds)
                .findFirst()
                .map(job -> new Silent(job.getKey(), job.getValue().what, describe(job.getValue())));
    }

    synchronized boolean neverHadExecutors() {
        return !hadExecutors;
    }

    synchronized double executors() {
        return executors.size();
    }

    /** Tasks that the oldest job waits for; 0 where none runs. */
    synchronized double tasksLeft() {
        return jobs.values().stream()
                .findFirst()
                .flatMap(this::stage)
                .map(StageTasks::left)
                .orElse(0);
    }

    /** How long the oldest job has been without the end of a task; 0 where none runs. */
    synchronized double silentSeconds() {
        return jobs.values().stream()
                .findFirst()
                .map(this::silence)
                .map(Long::doubleValue)
                .orElse(0.0);
    }

    private long silence(Job job) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - job.heard);
    }

    private Optional<StageTasks> stage(Job job) {
        return job.stages.stream().filter(stages::containsKey).map(stages::get).findFirst();
    }

    private String describe(Job job) {
        String time = " for " + Pace.duration(silence(job));
        String nobody = executors.isEmpty() ? " (no executor is registered)" : "";
        return job.what
                + stage(job)
                        .map(stage -> ", waiting for " + stage.describe(time, nobody))
                        .orElse(", waiting to be scheduled" + time + nobody);
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart event) {
        Properties properties = event.properties();
        String what = properties == null ? null : properties.getProperty("spark.job.description");
        Set<Integer> ids = JavaConverters.seqAsJavaList(event.stageIds()).stream()
                .map(Integer.class::cast)
                .collect(Collectors.toCollection(TreeSet::new));
        jobs.put(event.jobId(), new Job(what == null ? "job " + event.jobId() : what, ids, nanos.getAsLong()));
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd event) {
        Job ended = jobs.remove(event.jobId());
        if (ended != null) {
            stages.keySet().removeAll(ended.stages);
        }
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
        stages.put(event.stageInfo().stageId(), new StageTasks(event.stageInfo()));
        heard(event.stageInfo().stageId());
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
        stages.remove(event.stageInfo().stageId());
        heard(event.stageInfo().stageId());
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart event) {
        StageTasks stage = stages.get(event.stageId());
        if (stage != null) {
            stage.started(event.taskInfo());
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        StageTasks stage = stages.get(event.stageId());
        if (stage != null) {
            stage.ended(event.taskInfo());
        }
        heard(event.stageId());
    }

    /** A task of some job has given a sign of life. */
    synchronized void heard() {
        jobs.values().forEach(job -> job.heard = nanos.getAsLong());
    }

    private void heard(int stage) {
        jobs.values().stream().filter(job -> job.stages.contains(stage)).forEach(job -> job.heard = nanos.getAsLong());
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded event) {
        executors.add(event.executorId());
        hadExecutors = true;
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        executors.remove(event.executorId());
    }

    /** A running job. */
    private static final class Job {
        private final String what;
        private final Set<Integer> stages;
        private long heard;

        Job(String what, Set<Integer> stages, long now) {
            this.what = what;
            this.stages = stages;
            heard = now;
        }
    }
}
