package io.plateau.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A part of the table of docs/faults.md. */
final class FaultTable {
    private final Map<Variant, Double> undisturbed = new EnumMap<>(Variant.class);
    private final List<String> lines = new ArrayList<>();

    /** What the rest of a run takes without a fault. */
    void undisturbed(Variant variant, double seconds) {
        undisturbed.put(variant, seconds);
    }

    /** A run that has ended with the right bits. */
    void add(String fault, Variant variant, String happened, double seconds) {
        double lost = seconds - undisturbed.get(variant);
        lines.add(
                String.format(Locale.ROOT, "| %s | %s | %s | %.1f | yes |", fault, variant.inTable(), happened, lost));
    }

    void write(Path file) throws IOException {
        List<String> table = new ArrayList<>();
        table.add("| fault | reduction | what happened | seconds lost | bits equal |");
        table.add("|---|---|---|---|---|");
        lines.stream().sorted().forEach(table::add);
        table.add("");
        undisturbed.forEach((variant, seconds) -> table.add(String.format(
                Locale.ROOT, "Undisturbed, %s: %.1f s from the same moment to the end.", variant.inTable(), seconds)));
        Files.createDirectories(file.getParent());
        Files.write(file, table);
    }
}
