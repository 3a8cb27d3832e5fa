package io.plateau.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Sketches the rows of a shard, and cuts the sketches at the bounds of their columns' owners. */
final class SketchCut implements Exchange.Cut<ShardResult, SketchBlock> {
    private static final long serialVersionUID = 1;

    /** Of a part: with the usual 4,096 columns and any number of shards, more owners would not be faster. */
    private static final int LEAST_COLUMNS = 256;

    private final int columns;
    private final long seed;
    private final int[] bounds;

    /**
     * A cut.
     *
     * @param columns C
     * @param seed of the sketches
     * @param bounds the first column of every part, then their number
     */
    SketchCut(int columns, long seed, int[] bounds) {
        this.columns = columns;
        this.seed = seed;
        this.bounds = bounds;
    }

    /** Divides C columns among at most so many owners. */
    static int[] bounds(int columns, int owners) {
        int parts = Math.max(1, Math.min(owners, columns / LEAST_COLUMNS));
        return IntStream.rangeClosed(0, parts)
                .map(part -> (int) ((long) part * columns / parts))
                .toArray();
    }

    @Override
    public List<SketchBlock> of(ShardResult rows) {
        CountSketch sketch = new CountSketch(columns, seed);
        ShardRows.Sent lossRows = (ShardRows.Sent) rows.lossRows();
        ShardRows.Sent flatRows = (ShardRows.Sent) rows.flatRows();
        float[] loss = sketch.of(lossRows.values(), lossRows.tasks().length);
        int[] flatTasks = flatRows == null ? null : flatRows.tasks();
        float[] flat = flatRows == null ? null : sketch.of(flatRows.values(), flatTasks.length);
        List<SketchBlock> blocks = new ArrayList<>();
        for (int i = 0; i + 1 < bounds.length; i++) {
            WireFloats lossPart = part(loss, bounds[i], bounds[i + 1]);
            WireFloats flatPart = flat == null ? null : part(flat, bounds[i], bounds[i + 1]);
            blocks.add(new SketchBlock(rows.facts(), bounds[i + 1] - bounds[i], lossPart, flatPart, flatTasks));
        }
        return blocks;
    }

    private WireFloats part(float[] sketch, int from, int to) {
        int rows = sketch.length / columns;
        float[] part = new float[rows * (to - from)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(sketch, row * columns + from, part, row * (to - from), to - from);
        }
        return new WireFloats(part);
    }
}
