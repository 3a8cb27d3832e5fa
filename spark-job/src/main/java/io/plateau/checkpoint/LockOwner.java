package io.plateau.checkpoint;

import io.plateau.data.OwnerProcess;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The process that a lock file names.
 *
 * @param process which one; of the host "unknown" when the file could not be read
 * @param since when it took the lock
 */
record LockOwner(OwnerProcess process, String since) {

    private static final long NO_PID = -1;

    static LockOwner self() {
        return new LockOwner(OwnerProcess.self(), Instant.now().toString());
    }

    /** A file that is empty or damaged yields an owner that is never taken for gone. */
    static LockOwner parse(byte[] json) {
        try {
            Map<String, Object> values = Json.object(json);
            OwnerProcess process = new OwnerProcess(
                    values.get("host").toString(),
                    ((Number) values.get("pid")).longValue(),
                    ((Number) values.get("processStart")).longValue());
            return new LockOwner(process, (String) values.get("since"));
        } catch (IOException | ClassCastException | NullPointerException unreadable) {
            return new LockOwner(new OwnerProcess("unknown", NO_PID, 0), "unknown");
        }
    }

    byte[] json() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("host", process.host());
        values.put("pid", process.pid());
        values.put("processStart", process.started());
        values.put("since", since);
        return Json.bytes(values);
    }

    String describe() {
        return process.pid() == NO_PID
                ? "an unknown process (its lock file cannot be read)"
                : "process " + process.pid() + " on " + process.host() + " since " + since;
    }
}
