package io.plateau.checkpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The process that a lock file names.
 *
 * @param host its machine; "unknown" when the file could not be read
 * @param pid its process id
 * @param processStart when that process started, to tell it from a later one with the same id; may be empty
 * @param since when it took the lock
 */
record LockOwner(String host, long pid, String processStart, String since) {

    static LockOwner self() {
        ProcessHandle self = ProcessHandle.current();
        return new LockOwner(localHost(), self.pid(), start(self), Instant.now().toString());
    }

    /** A file that is empty or damaged yields an owner that is never taken for gone. */
    static LockOwner parse(byte[] json) {
        try {
            Map<String, Object> values = Json.object(json);
            return new LockOwner(
                    (String) values.get("host"),
                    ((Number) values.get("pid")).longValue(),
                    (String) values.get("processStart"),
                    (String) values.get("since"));
        } catch (IOException | ClassCastException | NullPointerException unreadable) {
            return new LockOwner("unknown", -1, "", "unknown");
        }
    }

    byte[] json() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("host", host);
        values.put("pid", pid);
        values.put("processStart", processStart);
        values.put("since", since);
        return Json.bytes(values);
    }

    boolean isLocal() {
        return localHost().equals(host);
    }

    /** Whether the process certainly no longer runs: only known of this host. */
    boolean isGone() {
        if (!isLocal()) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return process.isEmpty() || !start(process.get()).equals(processStart);
    }

    String describe() {
        return pid < 0
                ? "an unknown process (its lock file cannot be read)"
                : "process " + pid + " on " + host + " since " + since;
    }

    private static String start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
