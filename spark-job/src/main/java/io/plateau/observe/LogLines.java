package io.plateau.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One JSON object per line for whoever collects the output of a process: {@code {"event":"step","time":...,"run":...,...}}. Numbers that
 * are not finite appear as texts, as in {@link StepLog}. Thread-safe.
 */
public final class LogLines {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final PrintStream out;
    private final String run;
    private final int every;

    /**
     * Lines of a run.
     *
     * @param run its id
     * @param every steps between two lines; 0: no lines at all
     */
    public LogLines(PrintStream out, String run, int every) {
        this.out = out;
        this.run = run;
        this.every = every;
    }

    /** Whether a step gets a line: those whose number is a multiple. */
    public boolean isDue(long step) {
        return every > 0 && step % every == 0;
    }

    /**
     * Writes a line at once.
     *
     * @param event what has happened
     * @param fields plain values, arrays or maps, in this order
     */
    public void write(String event, Map<String, ?> fields) {
        if (every == 0) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", event);
        line.put("time", Instant.now().toString());
        line.put("run", run);
        line.putAll(fields);
        try {
            // In one call, so that no other line of the process comes between.
            out.print(MAPPER.writeValueAsString(line) + "\n");
            out.flush();
        } catch (JsonProcessingException notPlain) {
            throw new IllegalArgumentException("not plain values: " + fields.keySet(), notPlain);
        }
    }
}
