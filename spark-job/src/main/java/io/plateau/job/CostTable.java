package io.plateau.job;

import io.plateau.math.sharpness.SharpnessMode;
import io.plateau.report.RunCost;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a step of every way to train costs beside plain training: the table of {@code bench --costs}, {@code compare} and {@code report}. */
final class CostTable {
    /** The columns after the label. */
    static final List<String> COLUMNS = List.of(
            "forward passes",
            "backward passes",
            "times plain",
            "ms per step",
            "times plain",
            "MB moved",
            "times plain");

    /** What the columns mean. */
    static final String CAPTION =
            "passes and bytes are means over the steps, milliseconds the median; times plain: beside plain"
                    + " training, without second gradients, by the same method where a run has that, else by the first one";

    private static final String NONE = "-";

    private final List<List<String>> rows = new ArrayList<>();

    /** The groups whose cost is known. */
    static CostTable of(Comparison comparison) {
        CostTable table = new CostTable();
        Map<String, String> counterparts = Counterparts.of(comparison);
        for (Comparison.Group group : comparison.groups()) {
            RunCost cost = GroupCost.mean(group.runs());
            if (Double.isNaN(cost.millis())) {
                continue;
            }
            RunCost against = comparison.groups().stream()
                    .filter(other -> other.label().equals(counterparts.get(group.label())))
                    .filter(CostTable::isPlain)
                    .findFirst()
                    .map(other -> GroupCost.mean(other.runs()))
                    .orElse(null);
            // By whatever method: plain training is what others are set against.
            table.row(group.label(), cost, isPlain(group) ? cost : against);
        }
        return table;
    }

    private static boolean isPlain(Comparison.Group group) {
        return group.runs().get(0).config().sharpness().mode() == SharpnessMode.NONE;
    }

    /**
     * Adds a line.
     *
     * @param plain what plain training costs; null when that is not known
     */
    void row(String label, RunCost cost, RunCost plain) {
        Optional<RunCost> known = Optional.ofNullable(plain);
        rows.add(List.of(
                label,
                decimals(1, cost.forwardPasses()),
                decimals(1, cost.backwardPasses()),
                known.map(to -> times(passes(cost), passes(to))).orElse(NONE),
                decimals(2, cost.millis()),
                known.map(to -> times(cost.millis(), to.millis())).orElse(NONE),
                decimals(2, cost.bytes() / 1e6),
                known.map(to -> times(cost.bytes(), to.bytes())).orElse(NONE)));
    }

    private static double passes(RunCost cost) {
        return cost.forwardPasses() + cost.backwardPasses();
    }

    /** Lines of a label and a cell per column. */
    List<List<String>> rows() {
        return List.copyOf(rows);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Prints it, its first column under a name. */
    void print(String labels, PrintWriter out) {
        TextTable table = new TextTable();
        List<String> header = new ArrayList<>(List.of(labels));
        header.addAll(COLUMNS);
        table.row(header);
        rows.forEach(table::row);
        table.print(out);
    }

    private static String times(double value, double plain) {
        return plain > 0 ? decimals(2, value / plain) : NONE;
    }

    private static String decimals(int count, double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%." + count + "f", value);
    }
}
