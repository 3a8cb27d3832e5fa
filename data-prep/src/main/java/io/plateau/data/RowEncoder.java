package io.plateau.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Turns a row of the original columns into the feature vector of a dataset, with the statistics and categories that the dataset
 * learnt from its training split. Columns are found by name; columns that the dataset does not use are ignored. Immutable,
 * serializable and thread-safe.
 *
 * <p>A category that did not occur in training becomes zeros and is counted. A missing number follows the policy of the dataset.
 */
public final class RowEncoder implements Serializable {

    private static final long serialVersionUID = 1L;

    private final CellReader cells;
    private final String[] names;
    private final int[] columns;
    private final int[] offsets;
    private final float[] means;
    private final HashMap<String, Integer>[] categories;
    private final Scaling scaling;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private RowEncoder(List<FeatureSchema> features, CellReader cells, List<String> available, String where) {
        this.cells = cells;
        this.scaling = Scaling.ofFeatures(features);
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            if (i == 0 || !features.get(i).column().equals(features.get(i - 1).column())) {
                starts.add(i);
            }
        }
        int n = starts.size();
        names = new String[n];
        columns = new int[n];
        offsets = new int[n];
        means = new float[n];
        categories = new HashMap[n];
        for (int c = 0; c < n; c++) {
            offsets[c] = starts.get(c);
            FeatureSchema first = features.get(offsets[c]);
            names[c] = first.column();
            columns[c] = available.indexOf(first.column());
            if (columns[c] < 0) {
                throw new DataProblem(where + ": there is no column '" + first.column() + "', which the model needs. "
                        + NearMatches.hint(first.column(), available));
            }
            if (first.kind() == FeatureSchema.Kind.NUMERIC) {
                means[c] = (float) first.mean();
            } else {
                int end = c + 1 < n ? starts.get(c + 1) : features.size();
                categories[c] = new HashMap<>();
                for (FeatureSchema feature : features.subList(offsets[c], end)) {
                    categories[c].put(feature.category(), categories[c].size());
                }
            }
        }
    }

    /**
     * An encoder for rows with the given columns.
     *
     * @param dataset the dataset whose feature vector is wanted
     * @param columns names of the columns of the rows to come, in their order
     * @param where what the rows come from, for messages
     * @return the encoder
     * @throws DataProblem when a column that the dataset needs is absent
     */
    public static RowEncoder of(Dataset dataset, List<String> columns, String where) {
        CellReader cells = new CellReader(where, columns, dataset.format().missing(), dataset.missingFeatures());
        return new RowEncoder(dataset.features(), cells, columns, where);
    }

    /** The encoder with which a dataset is written. */
    static RowEncoder of(List<FeatureSchema> features, List<String> columns, CellReader cells, String where) {
        return new RowEncoder(features, cells, columns, where);
    }

    /**
     * Length of a feature vector.
     *
     * @return number of components
     */
    public int width() {
        return scaling.width();
    }

    /**
     * The standardised feature vector of one record: the same bits as in a {@link Shard}.
     *
     * @param row the record
     * @param unseen takes the count of unknown categories
     * @return a new array of {@link #width()} values, never NaN
     * @throws DataProblem for a cell that is not a number, or missing where that is not allowed
     */
    public float[] encode(CsvRow row, UnseenCategories unseen) {
        float[] out = raw(row, unseen);
        scaling.apply(out, 0);
        return out;
    }

    /**
     * The standardised feature vector of one row of a DataFrame whose columns are those of this encoder. Null and NaN are missing;
     * in a categorical column whole numbers match the category written without a decimal point.
     *
     * @param row the row
     * @param number number of the row, for messages
     * @param unseen takes the count of unknown categories
     * @return a new array of {@link #width()} values, never NaN
     * @throws DataProblem for a cell that is not a number, or missing where that is not allowed
     */
    public float[] encode(Row row, long number, UnseenCategories unseen) {
        String[] text = new String[row.size()];
        for (int column : columns) {
            text[column] = text(row.get(column));
        }
        return encode(new CsvRow(number, text), unseen);
    }

    /** The vector in original units, missing numbers replaced. */
    float[] raw(CsvRow row, UnseenCategories unseen) {
        float[] out = new float[width()];
        for (int c = 0; c < columns.length; c++) {
            if (categories[c] == null) {
                float value = cells.feature(row, columns[c]);
                out[offsets[c]] = Float.isNaN(value) ? means[c] : value;
            } else {
                Integer hot = categories[c].get(cells.category(row, columns[c]));
                if (hot == null) {
                    unseen.add(names[c]);
                } else {
                    out[offsets[c] + hot] = 1f;
                }
            }
        }
        return out;
    }

    private static String text(Object value) {
        if (value == null || (value instanceof Number number && Double.isNaN(number.doubleValue()))) {
            return null;
        }
        String text = value.toString().strip();
        return value instanceof Number && text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
