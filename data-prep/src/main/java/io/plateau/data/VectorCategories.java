package io.plateau.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A column of categories: one component each, 1 where the cell holds it. A missing cell is the category of empty text. */
final class VectorCategories implements VectorColumn {
    private final Map<String, Integer> categories = new HashMap<>();
    /** A category whose deviation is 0 gives 0, as {@link Scaling} says. */
    private final float[] hot;

    private final VectorCells cells;
    private final VectorPlace place;

    VectorCategories(List<FeatureSchema> features, VectorCells cells, VectorPlace place) {
        this.cells = cells;
        this.place = place;
        hot = new float[features.size()];
        for (int i = 0; i < hot.length; i++) {
            categories.put(features.get(i).category(), i);
            hot[i] = features.get(i).std() == 0 ? 0 : 1;
        }
    }

    @Override
    public void encode(ColumnVector vector, int rows, long first, float[] x, UnseenCategories unseen) {
        for (int row = 0; row < rows; row++) {
            int at = row * place.width() + place.offset();
            Arrays.fill(x, at, at + hot.length, 0);
            Integer category = categories.get(cells.isMissing(vector, row) ? "" : cells.text(vector, row));
            if (category == null) {
                unseen.add(place.column());
            } else {
                x[at + category] = hot[category];
            }
        }
    }
}
