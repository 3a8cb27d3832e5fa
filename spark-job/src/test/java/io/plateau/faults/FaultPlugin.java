package io.plateau.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/** Holds executors at given moments until the test has done to their processes what it is about. */
public final class FaultPlugin implements SparkPlugin {
    /** Settings of Spark: the moments, with semicolons between, and the directory of their files. */
    static final String MOMENTS = "spark.fault.moments";

    static final String DIRECTORY = "spark.fault.directory";

    /** By how much tasks of a slow executor come late: far more than any takes. */
    private static final Duration LATE = Duration.ofMinutes(1);

    @Override
    public DriverPlugin driverPlugin() {
        return new AtDriver();
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new AtExecutor();
    }

    /** Passes the settings on. */
    private static final class AtDriver implements DriverPlugin {
        @Override
        public Map<String, String> init(SparkContext context, PluginContext plugin) {
            SparkConf conf = plugin.conf();
            return Map.of(MOMENTS, conf.get(MOMENTS), DIRECTORY, conf.get(DIRECTORY));
        }
    }

    /** Watches the tasks of an executor. */
    private static final class AtExecutor implements ExecutorPlugin {
        private List<Moment> moments;
        private MomentFiles files;
        private volatile boolean slow;

        @Override
        public void init(PluginContext plugin, Map<String, String> settings) {
            moments = Stream.of(settings.get(MOMENTS).split(";"))
                    .filter(line -> !line.isEmpty())
                    .map(Moment::parse)
                    .toList();
            files = new MomentFiles(Path.of(settings.get(DIRECTORY)));
        }

        @Override
        public void onTaskStart() {
            TaskContext task = TaskContext.get();
            String job = String.valueOf(task.getLocalProperty("spark.job.description"));
            try {
                for (int i = 0; i < moments.size(); i++) {
                    if (isNow(i, job, task.numPartitions()) && files.claim(i)) {
                        come(i);
                    }
                }
                if (slow && job.startsWith("step ")) {
                    beLate();
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private boolean isNow(int i, String job, int tasks) {
            Moment moment = moments.get(i);
            boolean follows = i == 0 || (moment.together() ? files.isClaimed(i - 1) : files.isOver(i - 1));
            return follows && moment.job().equals(job) && (moment.tasks() == 0 || moment.tasks() == tasks);
        }

        private void come(int i) throws IOException {
            int pieces = moments.get(i).pieces();
            if (pieces > 0) {
                BroadcastPieces.holdAt(pieces, there -> hold(i, there));
            } else {
                hold(i, 0);
            }
            slow |= moments.get(i).slows();
        }

        /** Spark interrupts a task whose copy elsewhere has come first. */
        private void beLate() throws IOException {
            try {
                Thread.sleep(LATE.toMillis());
                files.slowTask("came in");
            } catch (InterruptedException beaten) {
                Thread.currentThread().interrupt();
                files.slowTask("was beaten");
            }
        }

        private void hold(int i, int pieces) {
            try {
                files.arrived(i, pieces);
                while (!files.isOver(i)) {
                    Thread.sleep(5);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException killed) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
