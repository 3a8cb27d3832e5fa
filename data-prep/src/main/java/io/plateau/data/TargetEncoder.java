package io.plateau.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/** The target cells of a row as floats: numbers, class indices, NaN where missing. */
final class TargetEncoder implements Serializable {

    private static final long serialVersionUID = 1L;

    private final CellReader cells;
    private final int[] columns;
    private final String[][] labels;
    private final HashMap<String, Integer>[] indices;

    /** Class labels may be empty: then any label is accepted, at index NaN. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    TargetEncoder(CellReader cells, List<int[]> targets, List<List<String>> labelsOfTarget, List<Target> specs) {
        this.cells = cells;
        this.columns = targets.stream().flatMapToInt(Arrays::stream).toArray();
        this.labels = new String[columns.length][];
        this.indices = new HashMap[columns.length];
        int at = 0;
        for (int t = 0; t < specs.size(); t++) {
            for (int i = 0; i < targets.get(t).length; i++, at++) {
                if (specs.get(t).type() != TaskType.REGRESSION) {
                    labels[at] = labelsOfTarget.get(t).toArray(String[]::new);
                    indices[at] = new HashMap<>();
                    for (String label : labels[at]) {
                        indices[at].put(label, indices[at].size());
                    }
                }
            }
        }
    }

    int width() {
        return columns.length;
    }

    float[] encode(CsvRow row) {
        float[] out = new float[columns.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = indices[i] == null ? cells.target(row, columns[i]) : classIndex(row, i);
        }
        return out;
    }

    private float classIndex(CsvRow row, int target) {
        int column = columns[target];
        if (cells.isMissing(row, column)) {
            return Float.NaN;
        }
        Integer index = indices[target].get(row.cell(column));
        if (index == null) {
            throw cells.problem(
                    row,
                    column,
                    "class " + Problems.show(row.cell(column)) + " is not in the label list "
                            + String.join(", ", labels[target]) + ". Correct the cell or add the label.");
        }
        return index;
    }
}
