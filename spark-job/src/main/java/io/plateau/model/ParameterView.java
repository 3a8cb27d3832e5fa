package io.plateau.model;

import java.io.Serializable;
import java.util.Arrays;

/** A named, shaped part of the flat parameter vector, row-major. Immutable. */
public final class ParameterView implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final int offset;
    private final int[] shape;

    ParameterView(String name, int offset, int... shape) {
        this.name = name;
        this.offset = offset;
        this.shape = shape.clone();
    }

    /** For instance {@code dense1.weight} or {@code head.price.bias}. */
    public String name() {
        return name;
    }

    /** Position of the first element in the flat vector. */
    public int offset() {
        return offset;
    }

    /** Number of dimensions: 2 for weights (inputs x outputs), 1 for biases. */
    public int rank() {
        return shape.length;
    }

    /** Sizes of all dimensions, a copy. */
    public int[] shape() {
        return shape.clone();
    }

    /** Size of one dimension. */
    public int dimension(int axis) {
        return shape[axis];
    }

    /** Number of elements. */
    public int length() {
        return Math.toIntExact(Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b));
    }

    @Override
    public String toString() {
        return name + Arrays.toString(shape) + "@" + offset;
    }
}
