package io.plateau.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of docs/faults.md. */
final class FaultTable {
    private final Map<String, Double> undisturbed = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    /** What the rest of a run takes without a fault. */
    void undisturbed(String reduction, double seconds) {
        undisturbed.put(reduction, seconds);
    }

    /** A run that has ended with the right bits. */
    void add(String fault, String reduction, String happened, double seconds) {
        double lost = seconds - undisturbed.get(reduction);
        lines.add(String.format(Locale.ROOT, "| %s | `%s` | %s | %.1f | yes |", fault, reduction, happened, lost));
    }

    void write(Path file) throws IOException {
        List<String> table = new ArrayList<>();
        table.add("| fault | reduction | what happened | seconds lost | bits equal |");
        table.add("|---|---|---|---|---|");
        lines.stream().sorted().forEach(table::add);
        table.add("");
        undisturbed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> table.add(String.format(
                        Locale.ROOT,
                        "Undisturbed, `%s`: %.1f s from the same moment to the end.",
                        entry.getKey(),
                        entry.getValue())));
        Files.createDirectories(file.getParent());
        Files.write(file, table);
    }
}
