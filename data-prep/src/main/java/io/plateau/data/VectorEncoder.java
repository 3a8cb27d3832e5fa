package io.plateau.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Turns columns of a table into feature vectors, many rows at a time and without an object per number: what {@link RowEncoder} does for
 * a row of text, with the same bits. Columns are found by name. Not thread-safe.
 */
public final class VectorEncoder {

    /** The column of a prepared dataset that numbers its rows as they are in the source, from 0. */
    public static final String NUMBER = Columns.ROW;

    private final List<VectorColumn> parts;
    private final StructType columns;
    private final Scaling scaling;
    private final int width;

    private VectorEncoder(List<VectorColumn> parts, StructType columns, Scaling scaling, int width) {
        this.parts = parts;
        this.columns = columns;
        this.scaling = scaling;
        this.width = width;
    }

    /**
     * An encoder for a table with the original columns.
     *
     * @param dataset the dataset whose feature vector is wanted
     * @param table the columns of the table
     * @param where what to call the table in messages
     * @return the encoder
     * @throws DataProblem when a column that the dataset needs is absent, or holds neither numbers nor text
     */
    public static VectorEncoder of(Dataset dataset, StructType table, String where) {
        List<String> names = List.of(table.fieldNames());
        List<VectorColumn> parts = new ArrayList<>();
        StructType columns = new StructType();
        List<FeatureSchema> features = dataset.features();
        for (int from = 0, to; from < features.size(); from = to) {
            String name = features.get(from).column();
            to = from + 1;
            while (to < features.size() && features.get(to).column().equals(name)) {
                to++;
            }
            if (!names.contains(name)) {
                throw new DataProblem(where + ": there is no column '" + name + "', which the model needs. "
                        + NearMatches.hint(name, names));
            }
            StructField field = table.fields()[names.indexOf(name)];
            columns = columns.add(field);
            VectorPlace place = new VectorPlace(where, name, from, features.size());
            parts.add(VectorColumn.of(dataset, features.subList(from, to), field.dataType(), place));
        }
        return new VectorEncoder(parts, columns, null, features.size());
    }

    /**
     * An encoder for the rows of a prepared dataset, which hold whole feature vectors in original units.
     *
     * @param dataset the dataset whose feature vector is wanted, a table
     * @param given the dataset whose rows are to come
     * @param where what to call it in messages
     * @return the encoder
     * @throws DataProblem when the features are others
     */
    public static VectorEncoder ofDataset(Dataset dataset, Dataset given, String where) {
        List<String> wanted =
                dataset.features().stream().map(FeatureSchema::name).toList();
        List<String> there = given.features().stream().map(FeatureSchema::name).toList();
        if (given.graph() != null || !wanted.equals(there)) {
            throw new DataProblem(where + " holds other features than the model was trained on: "
                    + (given.graph() == null ? there : "molecules") + " there, " + wanted
                    + " in the model. Predict from the table itself, or prepare it as the model's.");
        }
        StructType columns = new StructType().add(Columns.SCHEMA.apply(Columns.FEATURES));
        return new VectorEncoder(List.of(), columns, Scaling.ofFeatures(dataset.features()), dataset.featureCount());
    }

    /**
     * The columns to read.
     *
     * @return names and types, in the order of the vectors that {@link #encode} takes
     */
    public StructType columns() {
        return columns;
    }

    /**
     * Length of a feature vector.
     *
     * @return number of components
     */
    public int width() {
        return width;
    }

    /**
     * The standardised feature vectors of some rows.
     *
     * @param vectors the columns
     * @param rows how many
     * @param first number of the first row, for messages
     * @param x receives rows x {@link #width()}, row-major; never NaN
     * @param unseen takes the count of unknown categories
     * @throws DataProblem for a cell that is not a number, or missing where that is not allowed
     */
    public void encode(ColumnVector[] vectors, int rows, long first, float[] x, UnseenCategories unseen) {
        if (scaling != null) {
            encodeWhole((WritableColumnVector) vectors[0], rows, x);
            return;
        }
        for (int part = 0; part < parts.size(); part++) {
            parts.get(part).encode(vectors[part], rows, first, x, unseen);
        }
    }

    private void encodeWhole(WritableColumnVector vector, int rows, float[] x) {
        for (int row = 0; row < rows; row++) {
            if (vector.isNullAt(row) || vector.getArrayLength(row) != width) {
                throw new DataProblem("a row of the dataset has no feature vector of " + width
                        + " numbers. Prepare the dataset again.");
            }
            float[] values = vector.getChild(0).getFloats(vector.getArrayOffset(row), width);
            scaling.apply(values, 0);
            System.arraycopy(values, 0, x, row * width, width);
        }
    }
}
