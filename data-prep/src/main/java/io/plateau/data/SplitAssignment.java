package io.plateau.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The split of every row, as a stream in the order of the source that can be replayed from its start. Exactly the planned number of
 * rows goes to each split, and every such division is equally likely.
 *
 * <p>Single rows: row r goes to split s with probability (places left in s) / (rows left), which is a random permutation drawn one
 * element at a time (selection sampling: Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2 S), in constant memory.
 * Groups: in the order of a seeded permutation each group goes to the split that is relatively furthest from its planned rows. A file:
 * the rows that it names.
 */
final class SplitAssignment implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Split[] SPLITS = Split.values();

    private final long seed;
    private final long[] counts;
    private final HashMap<String, Integer> splitOfGroup;
    private final SplitFile file;

    private SplitAssignment(long seed, long[] counts, Map<String, Integer> splitOfGroup, SplitFile file) {
        this.seed = seed;
        this.counts = counts;
        this.splitOfGroup = splitOfGroup == null ? null : new HashMap<>(splitOfGroup);
        this.file = file;
    }

    /** Follows a file, all of whose rows are there; other rows belong to no split. */
    static SplitAssignment ofFile(SplitFile file) {
        RowCounts rows = file.counts();
        return new SplitAssignment(0, new long[] {rows.train(), rows.validation(), rows.test()}, null, file);
    }

    /** Divides single rows. */
    static SplitAssignment ofRows(SplitPlan plan, long rows, String where) {
        long validation = Math.round(rows * plan.validation());
        long test = Math.round(rows * plan.test());
        long[] counts = {rows - validation - test, validation, test};
        for (int s = 0; s < SPLITS.length; s++) {
            Split split = SPLITS[s];
            if (plan.fraction(split) > 0 && counts[s] < 1) {
                throw new DataProblem(
                        where + ": no row for the " + split.label() + " split, which takes " + plan.fraction(split)
                                + " of " + rows + " rows. Give more rows, or change the split fractions.");
            }
        }
        return new SplitAssignment(plan.seed(), counts, null, null);
    }

    /**
     * Divides rows that are added to others, so that all together are divided by the plan as nearly as the new ones allow.
     *
     * @param known the split of groups that are there already; null when single rows are divided
     * @param rowsOfGroup the new rows of each group
     */
    static SplitAssignment ofMore(
            SplitPlan plan, RowCounts before, long more, Map<String, Split> known, Map<String, Long> rowsOfGroup) {
        if (known != null) {
            return ofMoreGroups(plan, before, more, known, rowsOfGroup);
        }
        double all = before.total() + more;
        long validation = Math.max(0, Math.min(more, Math.round(all * plan.validation()) - before.validation()));
        long test = Math.max(0, Math.min(more - validation, Math.round(all * plan.test()) - before.test()));
        // Parts of one size must not be divided alike: a table that comes by the day may have an order.
        long seed = SeededStream.of(plan.seed(), before.total()).nextBelow(Long.MAX_VALUE);
        return new SplitAssignment(seed, new long[] {more - validation - test, validation, test}, null, null);
    }

    private static SplitAssignment ofMoreGroups(
            SplitPlan plan, RowCounts before, long more, Map<String, Split> known, Map<String, Long> rowsOfGroup) {
        long[] there = {before.train(), before.validation(), before.test()};
        long[] counts = there.clone();
        Map<String, Integer> splitOfGroup = new HashMap<>();
        rowsOfGroup.forEach((group, rows) -> {
            int split = known.containsKey(group)
                    ? List.of(SPLITS).indexOf(known.get(group))
                    : neediest(plan, counts, (double) before.total() + more);
            counts[split] += rows;
            splitOfGroup.put(group, split);
        });
        for (int s = 0; s < counts.length; s++) {
            counts[s] -= there[s];
        }
        return new SplitAssignment(plan.seed(), counts, splitOfGroup, null);
    }

    /** Divides whole groups, given the rows of each in the order of first appearance. */
    static SplitAssignment ofGroups(SplitPlan plan, Map<String, Long> rowsOfGroup, String where) {
        int needed = 0;
        for (Split split : SPLITS) {
            needed += plan.fraction(split) > 0 ? 1 : 0;
        }
        if (rowsOfGroup.size() < needed) {
            throw new DataProblem(where + ", column '" + plan.groupColumn() + "': " + rowsOfGroup.size()
                    + (rowsOfGroup.size() == 1 ? " group" : " groups") + " cannot fill " + needed
                    + " splits. Choose another group column, or set a split fraction to 0.");
        }
        List<String> order = new ArrayList<>(rowsOfGroup.keySet());
        SeededStream random = SeededStream.of(plan.seed(), -1);
        for (int i = order.size() - 1; i > 0; i--) {
            int j = (int) random.nextBelow(i + 1L);
            String swapped = order.get(i);
            order.set(i, order.get(j));
            order.set(j, swapped);
        }
        double rows = rowsOfGroup.values().stream().mapToLong(Long::longValue).sum();
        long[] counts = new long[SPLITS.length];
        Map<String, Integer> splitOfGroup = new HashMap<>();
        for (String group : order) {
            int split = neediest(plan, counts, rows);
            counts[split] += rowsOfGroup.get(group);
            splitOfGroup.put(group, split);
        }
        return new SplitAssignment(plan.seed(), counts, splitOfGroup, null);
    }

    private static int neediest(SplitPlan plan, long[] counts, double rows) {
        int best = 0;
        double bestFilled = Double.POSITIVE_INFINITY;
        for (int s = 0; s < SPLITS.length; s++) {
            double target = rows * plan.fraction(SPLITS[s]);
            double filled = target > 0 ? counts[s] / target : Double.POSITIVE_INFINITY;
            if (filled < bestFilled) {
                best = s;
                bestFilled = filled;
            }
        }
        return best;
    }

    RowCounts counts() {
        return new RowCounts(counts[0], counts[1], counts[2]);
    }

    Cursor start() {
        return new Cursor();
    }

    /** The position in the stream of splits. */
    final class Cursor {
        private final long[] seen = new long[SPLITS.length];
        private final SeededStream random = SeededStream.of(seed, 0);
        private long rank;

        /**
         * The split of the next row; null when it belongs to none, which only a file can say. The group matters when groups are
         * divided, the number when a file divides.
         */
        Split next(String group, long id) {
            if (file != null) {
                int listed = file.indexOf(id);
                rank = listed < 0 ? -1 : seen[listed]++;
                return listed < 0 ? null : SPLITS[listed];
            }
            Integer known = splitOfGroup == null ? Integer.valueOf(draw()) : splitOfGroup.get(group);
            if (known == null) {
                throw changed();
            }
            int split = known;
            rank = seen[split]++;
            return SPLITS[split];
        }

        /** How many rows of the same split came before the last row. */
        long rank() {
            return rank;
        }

        /** Rows or groups that the first pass over the source did not see. */
        private DataProblem changed() {
            return new DataProblem("the source changed while it was being read. Prepare the dataset again.");
        }

        private int draw() {
            long left = 0;
            for (int s = 0; s < seen.length; s++) {
                left += counts[s] - seen[s];
            }
            if (left == 0) {
                throw changed();
            }
            long place = random.nextBelow(left);
            int split = 0;
            while (place >= counts[split] - seen[split]) {
                place -= counts[split] - seen[split];
                split++;
            }
            return split;
        }
    }
}
