package io.plateau.job;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.plateau.checkpoint.Redaction;
import io.plateau.conf.ConfigProblem;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a run may go on with a configuration: only with settings that leave the bits of its steps as they are. */
final class ResumedConfig {
    /** Where it ends, and what becomes of its model. */
    private static final Set<String> END =
            Set.of("training.max-steps", "training.early-stopping-patience", "publish.champion", "publish.margin");

    /** Where it ends, how often it saves, where it computes, what it tells about itself. */
    private static final Set<String> FREE = Set.of(
            "training.max-steps",
            "training.early-stopping-patience",
            "cluster.",
            "checkpoint.",
            "publish.",
            "analysis.",
            "observe.",
            "limits.",
            "bench.");

    private ResumedConfig() {}

    /** Whether a stored configuration is that of a run with this {@code run.name}. */
    static boolean isNamed(String stored, String name) {
        try {
            return name.equals(ConfigFactory.parseString(stored).getString("run.name"));
        } catch (ConfigException damaged) {
            return false;
        }
    }

    /** Whether a run that has come to the end of one configuration is also at the end of the other. */
    static boolean isSameEnd(String stored, String now) {
        return Collections.disjoint(ConfigTexts.differences(stored, Redaction.of(now), Set.of()), END);
    }

    /** Compares the stored configuration of a run with the one it is to go on with. */
    static void requireSame(String stored, String now, String run) {
        Set<String> changed;
        try {
            changed = ConfigTexts.differences(stored, Redaction.of(now), FREE);
        } catch (ConfigException damaged) {
            throw new ConfigProblem(
                    run + "/config.resolved.conf is damaged: restore it, name another run with --run-id, or"
                            + " start a new one with --resume never");
        }
        if (!changed.isEmpty()) {
            String keys = changed.stream().limit(5).collect(Collectors.joining(", "));
            throw new ConfigProblem("run " + run + " was started with other settings of " + keys
                    + ": go on with those it was started with (" + run
                    + "/config.resolved.conf), name another run with --run-id, or start a new one with --resume never");
        }
    }
}
