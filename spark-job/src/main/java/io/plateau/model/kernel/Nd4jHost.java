package io.plateau.model.kernel;

import java.nio.FloatBuffer;
import java.util.Objects;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What goes through the memory of the process: transfers, and the operations for which ND4J has no good one. Losses are a few numbers
 * per row, masked and summed in double; ND4J's softmax over segments takes a hundred times as long as a loop.
 */
final class Nd4jHost {
    private final FloatLosses losses = new FloatLosses();
    private final FloatSegments segments = new FloatSegments();

    /** Copies out a part of a buffer, not the whole of it: of a device's array ND4J would bring all. */
    static void read(Buffer from, long at, float[] to, int start, int length) {
        Nd4jBlock block = within(from, at, length);
        if (length > 0) {
            read(block.row(at, length), FloatBuffer.wrap(to, start, length));
        }
    }

    private static void read(INDArray from, FloatBuffer to) {
        try (INDArray copy = from.dup('c')) {
            to.put(copy.data().asNioFloat().slice(0, to.remaining()));
        }
    }

    /** Copies into a part of a buffer. */
    static void write(float[] from, int start, Buffer to, long at, int length) {
        Nd4jBlock block = within(to, at, length);
        if (length > 0) {
            write(FloatBuffer.wrap(from, start, length), block.row(at, length));
        }
    }

    private static Nd4jBlock within(Buffer buffer, long at, int length) {
        Nd4jBlock block = Nd4jBlock.of(buffer);
        Objects.checkFromIndexSize(at, length, block.length());
        return block;
    }

    /** Doubles as floats. */
    static float[] narrow(double[] from, int start, int length) {
        float[] narrow = new float[length];
        for (int i = 0; i < length; i++) {
            narrow[i] = (float) from[start + i];
        }
        return narrow;
    }

    private static void write(FloatBuffer from, INDArray to) {
        try (INDArray copy = Nd4j.createUninitialized(to.dataType(), to.shape(), 'c')) {
            copy.data().asNioFloat().put(from);
            // A device has an older copy of it.
            Nd4j.getAffinityManager().tagLocation(copy, AffinityManager.Location.HOST);
            to.assign(copy);
        }
    }

    double[] losses(LossTerm term, Batch outputs, Batch targets, Batch cotangents) {
        double[] values = new double[term.heads()];
        try (FloatBlock output = host(outputs);
                FloatBlock target = host(targets);
                FloatBlock cotangent = cotangents == null ? null : new FloatBlock(length(cotangents))) {
            Batch o = dense(output, outputs);
            Batch y = dense(target, targets);
            Batch d = cotangents == null ? null : dense(cotangent, cotangents);
            for (int k = 0; k < values.length; k++) {
                values[k] = losses.loss(term, k, o.member(k), y.member(k), d == null ? null : d.member(k));
            }
            if (d != null && length(d) > 0) {
                write(cotangent.view().duplicate(), Nd4jBlock.view(cotangents));
            }
        }
        return values;
    }

    void segmentSoftmax(Matrix values, int[] starts) {
        try (FloatBlock v = host(values.alone())) {
            segments.softmax(dense(v, values), starts);
            write(v.view().duplicate(), Nd4jBlock.view(values));
        }
    }

    void segmentSoftmaxBackward(Matrix probabilities, int[] starts, Matrix cotangent) {
        try (FloatBlock p = host(probabilities.alone());
                FloatBlock c = host(cotangent.alone())) {
            segments.softmaxBackward(dense(p, probabilities), starts, dense(c, cotangent));
            write(c.view().duplicate(), Nd4jBlock.view(cotangent));
        }
    }

    private static FloatBlock host(Batch b) {
        FloatBlock block = new FloatBlock(length(b));
        if (block.length() > 0) {
            read(Nd4jBlock.view(b), block.view().duplicate());
        }
        return block;
    }

    private static Matrix dense(FloatBlock block, Matrix like) {
        return Matrix.dense(block, 0, like.rows(), like.columns());
    }

    private static Batch dense(FloatBlock block, Batch like) {
        return Batch.dense(block, 0, members(like), like.rows(), like.columns());
    }

    private static long length(Batch b) {
        return (long) members(b) * b.rows() * b.columns();
    }

    /** Members that are all the same count as one. */
    private static int members(Batch b) {
        return b.step() == 0 ? Math.min(b.count(), 1) : b.count();
    }
}
