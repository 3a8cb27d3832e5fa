package io.plateau.job;

import io.plateau.checkpoint.RecordedRun;
import io.plateau.checkpoint.RunDirectory;
import io.plateau.checkpoint.SweepDirectory;
import io.plateau.report.ValidationLog;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** What the trials of a sweep have logged so far: the same wherever and whenever they were trained. */
final class TrialLogs {
    private TrialLogs() {}

    /**
     * Reads the validation of trials.
     *
     * @param withTime whether to read the steps, too, which tell the time
     * @return by name, in the order of the trials; an empty log for one that has not begun
     */
    static Map<String, ValidationLog> of(List<PlannedTrial> trials, SweepDirectory directory, boolean withTime)
            throws IOException {
        Map<String, ValidationLog> logs = new LinkedHashMap<>();
        for (PlannedTrial planned : trials) {
            ValidationLog log = new ValidationLog();
            Path path = directory.trial(planned.trial().name());
            if (RunDirectory.storedConfig(path, directory.hadoop()).isPresent()) {
                RecordedRun run = RecordedRun.open(path, directory.hadoop());
                run.lines("epochs", log::epoch);
                if (withTime) {
                    run.lines("steps", log::step);
                }
            }
            logs.put(planned.trial().name(), log);
        }
        return logs;
    }
}
