package io.plateau.job;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.plateau.conf.ConfigProblem;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a run may go on with a configuration: only with settings that leave the bits of its steps as they are. */
final class ResumedConfig {
    /** Where it ends, how often it saves, where it computes, what it tells about itself. */
    private static final Set<String> FREE = Set.of(
            "training.max-steps",
            "training.early-stopping-patience",
            "cluster.",
            "checkpoint.",
            "publish.",
            "analysis.",
            "bench.");

    /** Of these, what may differ when there is nothing left to do. */
    private static final Set<String> FREE_OF_A_FINISHED_RUN = Set.of("cluster.", "checkpoint.", "analysis.", "bench.");

    private ResumedConfig() {}

    /** Whether a stored configuration is that of a run with this {@code run.name}. */
    static boolean isNamed(String stored, String name) {
        try {
            return name.equals(ConfigFactory.parseString(stored).getString("run.name"));
        } catch (ConfigException damaged) {
            return false;
        }
    }

    /** Whether a finished run is the one that is asked for, so that there is nothing to do. */
    static boolean asksForNothingMore(String stored, String now) {
        return ConfigTexts.differences(stored, now, FREE_OF_A_FINISHED_RUN).isEmpty();
    }

    /** Compares the stored configuration of a run with the one it is to go on with. */
    static void requireSame(String stored, String now, String run) {
        Set<String> changed = ConfigTexts.differences(stored, now, FREE);
        if (!changed.isEmpty()) {
            String keys = changed.stream().limit(5).collect(Collectors.joining(", "));
            throw new ConfigProblem("run " + run + " was started with other settings of " + keys
                    + ": go on with those it was started with (" + run
                    + "/config.resolved.conf), name another run with --run-id, or start a new one with --resume never");
        }
    }
}
