package io.plateau.model.kernel;

import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies between arrays of floats of ND4J and of Java, row-major. */
public final class FloatArrays {
    private FloatArrays() {}

    /** All elements of {@code from}, whatever their order in memory. */
    public static void read(INDArray from, float[] to, int at) {
        boolean asItLies = from.ordering() == 'c' && !from.isView();
        INDArray rowMajor = asItLies ? from : from.dup('c');
        indexer(rowMajor).get(rowMajor.offset(), to, at, Math.toIntExact(from.length()));
        if (!asItLies) {
            rowMajor.close();
        }
    }

    /** Fills {@code to}, which lies row-major and whole. */
    public static void write(float[] from, int at, INDArray to) {
        indexer(to).put(to.offset(), from, at, Math.toIntExact(to.length()));
    }

    private static FloatIndexer indexer(INDArray array) {
        return (FloatIndexer) array.data().indexer();
    }
}
