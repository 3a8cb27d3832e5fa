package io.plateau.data;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** One column of a table on its way into feature vectors. Not thread-safe. */
interface VectorColumn {

    /**
     * Writes the components of the column into the feature vectors.
     *
     * @param vector the cells
     * @param rows how many
     * @param first number of the first row, for messages
     * @param x rows x width
     * @param unseen takes the count of unknown categories
     */
    void encode(ColumnVector vector, int rows, long first, float[] x, UnseenCategories unseen);

    /** What the features of a column ask for, from cells of some type. */
    static VectorColumn of(Dataset dataset, List<FeatureSchema> features, DataType type, VectorPlace place) {
        VectorCells cells = VectorCells.of(type, place, dataset.format().missing());
        return features.get(0).kind() == FeatureSchema.Kind.NUMERIC
                ? new VectorNumbers(features.get(0), dataset.missingFeatures(), cells, place)
                : new VectorCategories(features, cells, place);
    }
}
