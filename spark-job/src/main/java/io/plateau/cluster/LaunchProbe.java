package io.plateau.cluster;

import com.sun.management.OperatingSystemMXBean;
import io.plateau.math.metric.Spread;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;

/** Measures what tasks and blocks cost that hold nothing. */
public final class LaunchProbe {
    private static final int FEW = 2;
    private static final int MANY = 96;

    /** Tasks on each side of the large shuffle. */
    private static final int SIDE = 32;

    private static final Integer NOTHING = 0;

    private final Jobs jobs;
    private final JavaSparkContext context;
    private final int repeats;

    private LaunchProbe(JavaSparkContext context, int repeats) {
        this.context = context;
        this.repeats = repeats;
        jobs = new Jobs(context, UUID.randomUUID().toString());
        jobs.describe("probe");
    }

    /**
     * What one more task or block costs, from the difference between jobs with few and with many.
     *
     * @param driver seconds of processor time of the driver's process for a task
     * @param executor seconds that a task occupies its executor beyond that: of what a job with one more task takes longer, times the
     *     executors
     * @param block seconds that an executor needs for a block of a shuffle, written and read
     */
    public record Launch(double driver, double executor, double block) {}

    /**
     * Measures; some seconds.
     *
     * @param executors number of task slots of all executors together
     * @param warmup rounds before those that count
     * @param repeats of every job, of which the median counts
     */
    public static Launch measure(JavaSparkContext context, int executors, int warmup, int repeats) {
        LaunchProbe probe = new LaunchProbe(context, repeats);
        for (int i = 0; i < warmup; i++) {
            probe.tasks(MANY);
            probe.shuffle(SIDE);
        }
        Cost few = probe.median(() -> probe.tasks(FEW));
        Cost many = probe.median(() -> probe.tasks(MANY));
        Cost small = probe.median(() -> probe.shuffle(FEW));
        Cost large = probe.median(() -> probe.shuffle(SIDE));
        return of(few, many, small, large, executors);
    }

    static Launch of(Cost few, Cost many, Cost small, Cost large, int executors) {
        int more = MANY - FEW;
        double task = Math.max(0, many.wall - few.wall) / more;
        double driver = Math.min(task, Math.max(0, many.cpu - few.cpu) / more);
        double tasks = task * 2 * (SIDE - FEW);
        double blocks = (double) SIDE * SIDE - FEW * FEW;
        double block = Math.max(0, large.wall - small.wall - tasks) * executors / blocks;
        return new Launch(driver, (task - driver) * executors, block);
    }

    private void tasks(int count) {
        jobs.run(elements(count), new Fetch<>(jobs.run()));
    }

    private void shuffle(int side) {
        Drained drained = new Drained(Exchange.of(new Exchange.Blocks<>(elements(side), new Pieces(side)), side));
        try {
            jobs.run(drained, new Fetch<>(jobs.run()));
        } finally {
            drained.cleanShuffleDependencies(false);
        }
    }

    private RDD<Integer> elements(int count) {
        return context.parallelize(IntStream.range(0, count).boxed().toList(), count)
                .rdd();
    }

    private Cost median(Runnable job) {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        double[] wall = new double[repeats];
        long cpuStart = process.getProcessCpuTime();
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            job.run();
            wall[i] = (System.nanoTime() - start) * 1e-9;
        }
        // The process's clock is too coarse for a single job.
        return new Cost(Spread.median(wall), (process.getProcessCpuTime() - cpuStart) * 1e-9 / repeats);
    }

    /** Seconds of a job, and of processor time in the driver's process meanwhile. */
    record Cost(double wall, double cpu) {}

    /** As many empty blocks for each element as there are owners. */
    private static final class Pieces implements Exchange.Cut<Integer, Integer> {
        private static final long serialVersionUID = 1;

        private final int count;

        Pieces(int count) {
            this.count = count;
        }

        @Override
        public List<Integer> of(Integer element) {
            return Collections.nCopies(count, NOTHING);
        }
    }

    /** Reads all blocks of a partition. */
    private static final class Drained extends Mapped<Tuple2<Integer, Integer>, Integer> {
        private static final long serialVersionUID = 1;

        Drained(RDD<Tuple2<Integer, Integer>> blocks) {
            super(blocks, Integer.class);
        }

        @Override
        List<Integer> of(int partition, Iterator<Tuple2<Integer, Integer>> blocks) {
            int sum = 0;
            while (blocks.hasNext()) {
                sum += blocks.next()._2();
            }
            return List.of(sum);
        }
    }
}
