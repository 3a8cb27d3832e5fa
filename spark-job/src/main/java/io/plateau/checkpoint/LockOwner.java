package io.plateau.checkpoint;

import io.plateau.data.OwnerProcess;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that a lock file names.
 *
 * @param process which one; of the host "unknown" when the file could not be read
 * @param since when it took the lock
 * @param job what a cluster runs at most once at a time and starts again, perhaps on another host; empty outside of clusters
 */
record LockOwner(OwnerProcess process, String since, String job) {

    /** Names the job; whoever sets it vouches that it runs at most once at a time. */
    static final String JOB_VARIABLE = "PLATEAU_LOCK_OWNER";

    /** YARN names the container by its application, the attempt and a number. */
    private static final Pattern CONTAINER = Pattern.compile("container_(?:e\\d+_)?(\\d+_\\d+)_\\d+_\\d+");

    private static final long NO_PID = -1;

    static LockOwner self() {
        return selfFor(job(System.getenv()));
    }

    /** This process on behalf of a job; whoever names it vouches that it runs at most once at a time. */
    static LockOwner selfFor(String job) {
        return new LockOwner(OwnerProcess.self(), Instant.now().toString(), job);
    }

    /** The job that an environment tells of: the variable, else the application that YARN runs this process for. */
    static String job(Map<String, String> environment) {
        String named = environment.getOrDefault(JOB_VARIABLE, "");
        if (!named.isEmpty()) {
            return named;
        }
        Matcher container = CONTAINER.matcher(environment.getOrDefault("CONTAINER_ID", ""));
        return container.matches() ? "application_" + container.group(1) : "";
    }

    /**
     * Whether a process of this job may take the lock over: the process is gone, or it was an earlier attempt of the same job on another
     * host, which its cluster ended before it started this one. A process that is seen to live keeps its lock.
     */
    boolean yieldsTo(LockOwner next) {
        return process.isGone()
                || (!job.isEmpty() && job.equals(next.job) && !process.isLocal() && !process.equals(next.process));
    }

    /** A file that is empty or damaged yields an owner that is never taken for gone. */
    static LockOwner parse(byte[] json) {
        try {
            Map<String, Object> values = Json.object(json);
            OwnerProcess process = new OwnerProcess(
                    values.get("host").toString(),
                    ((Number) values.get("pid")).longValue(),
                    ((Number) values.get("processStart")).longValue());
            return new LockOwner(process, (String) values.get("since"), String.valueOf(values.getOrDefault("job", "")));
        } catch (IOException | ClassCastException | NullPointerException unreadable) {
            return new LockOwner(new OwnerProcess("unknown", NO_PID, 0), "unknown", "");
        }
    }

    byte[] json() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("host", process.host());
        values.put("pid", process.pid());
        values.put("processStart", process.started());
        values.put("since", since);
        if (!job.isEmpty()) {
            values.put("job", job);
        }
        return Json.bytes(values);
    }

    String describe() {
        return process.pid() == NO_PID
                ? "an unknown process (its lock file cannot be read)"
                : "process " + process.pid() + " on " + process.host() + " since " + since;
    }
}
