package io.plateau.model.samediff;

import java.io.Serializable;
import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How some columns of a mini-batch become the array of a placeholder: rows x columns in the shape that the placeholder asks for, as
 * class numbers where it holds integers, and one-hot where it has one column per class.
 */
final class Feed implements Serializable {
    private static final long serialVersionUID = 1;

    private final String placeholder;
    private final String type;
    private final long[] rest;
    private final int columns;
    private final boolean oneHot;

    private Feed(String placeholder, DataType type, long[] rest, int columns, boolean oneHot) {
        this.placeholder = placeholder;
        this.type = type.name();
        this.rest = rest;
        this.columns = columns;
        this.oneHot = oneHot;
    }

    /**
     * A feed.
     *
     * @param columns numbers of a row
     * @param classes of a classification, else 0
     * @throws IllegalArgumentException when the placeholder does not take so many columns
     */
    static Feed of(SDVariable placeholder, int columns, int classes) {
        long[] shape = placeholder.placeholderShape();
        DataType type = placeholder.dataType();
        if (shape == null || shape.length == 0) {
            return new Feed(placeholder.name(), type, new long[] {columns}, columns, false);
        }
        long[] rest = Arrays.copyOfRange(shape, 1, shape.length);
        if (rest.length == 1 && rest[0] < 0) {
            rest[0] = columns;
        }
        long taken = Arrays.stream(rest).reduce(1, (a, b) -> a * b);
        boolean oneHot = classes > 1 && taken == classes;
        if (shape[0] >= 0 || (taken != columns && !oneHot)) {
            throw new IllegalArgumentException("the placeholder " + placeholder.name() + " of shape "
                    + Arrays.toString(shape) + " does not take any number of rows of " + columns
                    + (columns == 1 ? " column" : " columns") + (classes > 1 ? " (or " + classes + " one-hot)" : ""));
        }
        return new Feed(placeholder.name(), type, rest, columns, oneHot);
    }

    int columns() {
        return columns;
    }

    String placeholder() {
        return placeholder;
    }

    /**
     * The array, owned by the caller.
     *
     * @param values rows of {@code width} numbers
     * @param from the first column that is fed
     */
    INDArray array(float[] values, int rows, int width, int from) {
        int taken = (int) Arrays.stream(rest).reduce(1, (a, b) -> a * b);
        float[] fed = new float[rows * taken];
        for (int row = 0; row < rows; row++) {
            int at = row * width + from;
            if (oneHot) {
                fed[row * taken + (int) values[at]] = 1;
            } else {
                System.arraycopy(values, at, fed, row * taken, columns);
            }
        }
        long[] shape = new long[rest.length + 1];
        shape[0] = rows;
        System.arraycopy(rest, 0, shape, 1, rest.length);
        INDArray floats = Nd4j.create(fed, shape, 'c');
        DataType wanted = DataType.valueOf(type);
        if (wanted == DataType.FLOAT) {
            return floats;
        }
        INDArray cast = floats.castTo(wanted);
        floats.close();
        return cast;
    }
}
