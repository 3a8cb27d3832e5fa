package io.plateau.observe;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * Watches what the driver waits for, and ends what has been silent for too long: the start of Spark by interrupting the thread that
 * waits for it, a job by cancelling it.
 *
 * <p>One for each Spark context, of which a process has one at a time. Thread-safe.
 */
public final class SparkWatch {
    /** How long Spark may take to start, and then to get its first executor, in seconds; a setting of Spark. */
    public static final String START_LIMIT = "spark.plateau.limits.start";

    /** How long a job may go without the end of a task, in seconds; a setting of Spark. */
    public static final String JOB_LIMIT = "spark.plateau.limits.job";

    private static final long REPEAT_SECONDS = 10;

    private static volatile SparkWatch here;
    private static volatile String silentStart = "";

    private final SparkContext spark;
    private final JobBoard jobs = new JobBoard(System::nanoTime);
    private final long startLimit;
    private final long jobLimit;
    private final Thread starter = Thread.currentThread();
    private final long since = System.nanoTime();
    private boolean starting = true;

    private SparkWatch(SparkContext spark) {
        this.spark = spark;
        SparkConf conf = spark.conf();
        startLimit = conf.getLong(START_LIMIT, 0);
        jobLimit = conf.getLong(JOB_LIMIT, 0);
    }

    /** A watch over a context that is being made by this thread. */
    static SparkWatch over(SparkContext spark) {
        silentStart = "";
        here = new SparkWatch(spark);
        return here;
    }

    static void end(SparkWatch watch) {
        if (here == watch) {
            here = null;
        }
    }

    /** What the oldest job of Spark in this process waits for; empty where none runs. */
    public static Optional<String> waiting() {
        SparkWatch watch = here;
        return watch == null ? Optional.empty() : watch.jobs.waiting();
    }

    /**
     * A trial that is trained within a task has told of itself: the tasks of no job are silent. Those that wait for a core wait for it, too.
     */
    static void heard() {
        SparkWatch watch = here;
        if (watch != null) {
            watch.jobs.heard();
        }
    }

    /** Where the pages of Spark's driver are; empty where it has none. */
    public static Optional<String> pages() {
        SparkWatch watch = here;
        return watch == null || watch.spark.uiWebUrl().isEmpty()
                ? Optional.empty()
                : Optional.of(watch.spark.uiWebUrl().get());
    }

    /**
     * What to throw instead of a failure that comes of a limit of this watch.
     *
     * @param failure thrown by Spark
     * @return empty for every other failure
     */
    public static Optional<Unanswered> explain(Exception failure) {
        Optional<String> said = Unanswered.in(failure);
        if (said.isEmpty() && !silentStart.isEmpty()) {
            said = Optional.of(silentStart);
            silentStart = "";
            Thread.interrupted(); // of the watch, and answered by this
        }
        return said.map(message -> new Unanswered(message, failure));
    }

    JobBoard jobs() {
        return jobs;
    }

    /** Spark has started, if late: then nothing is the matter any more. Called by the thread that starts it. */
    synchronized void started() {
        starting = false;
        if (!silentStart.isEmpty()) {
            silentStart = "";
            Thread.interrupted();
        }
    }

    void measure(RunMetrics metrics) {
        metrics.gauge("executors", jobs::executors);
        metrics.gauge("waiting_tasks", jobs::tasksLeft);
        metrics.gauge("waiting_seconds", jobs::silentSeconds);
    }

    /** Ends what has been silent for too long. */
    void check() {
        checkStart();
        if (startLimit > 0 && jobs.neverHadExecutors()) {
            jobs.silentFor(startLimit).ifPresent(job -> cancel(job, noExecutor(job)));
        } else if (jobLimit > 0) {
            jobs.silentFor(jobLimit)
                    .ifPresent(job -> cancel(
                            job,
                            job.waiting() + ": no task has ended within limits.job-seconds = " + jobLimit
                                    + ". Look at the named executors, or raise the limit"));
        }
    }

    /** Interrupts the start once the limit is reached, and again from time to time: Spark may pass over an interruption. */
    private synchronized void checkStart() {
        long late = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since) - startLimit;
        if (starting && startLimit > 0 && late >= 0 && late % REPEAT_SECONDS == 0) {
            silentStart = "Spark has not started within limits.start-seconds = " + startLimit + ": " + master()
                    + " does not answer or grants nothing. Look at its pages and its queue, or raise the limit";
            starter.interrupt();
        }
    }

    private String noExecutor(JobBoard.Silent job) {
        SparkConf conf = spark.conf();
        String asked = conf.get("spark.executor.instances", "as many executors as it gets");
        String memory = conf.get("spark.executor.memory", "1g");
        return job.what() + ": no executor registered within limits.start-seconds = " + startLimit + ". Asked of "
                + master() + ": " + asked + ", each with " + conf.get("spark.executor.cores", "all free")
                + " cores and " + memory + " of heap"
                + (conf.contains("spark.executor.memoryOverhead")
                        ? " and " + conf.get("spark.executor.memoryOverhead") + " beside it"
                        : "")
                + ". Look whether it has room for that (YARN's queue, pending pods), ask for less, or raise the limit";
    }

    private String master() {
        return spark.conf().get("spark.master", "the master");
    }

    private void cancel(JobBoard.Silent job, String why) {
        spark.cancelJob(job.id(), Unanswered.marked(why));
    }
}
