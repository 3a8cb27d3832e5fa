package io.plateau.model.kernel;

import java.util.List;

/**
 * The numeric operations that training needs, over buffers whose place and precision only the back end knows.
 *
 * <p>Operations may be asynchronous; they take effect in the order of the calls. Those that return host values
 * ({@code read}, {@link #squaredNorms}, {@link #gram}, {@link #losses}) wait for what they need. Unless said otherwise,
 * windows that are written must not overlap windows that are read, operands are finite or propagate NaN and infinity as IEEE
 * arithmetic does, and an empty window is left alone. Shapes that do not fit are an {@link IllegalArgumentException}.
 *
 * <p>The same calls on the same values give the same bits, whatever else the process does.
 *
 * <p>Not thread-safe: one instance per task slot. Buffers of one instance cannot be used with another.
 */
public interface Kernels extends AutoCloseable {

    /**
     * How many members of a batch (tasks) are best handed over at once: few where caches should keep one member's activations,
     * many where an operation has to fill a device. At least 1; any number gives the same bits.
     */
    int preferredMembers();

    /** A new buffer of zeros. */
    Buffer allocate(long length);

    /** {@code to[at + i] = from[start + i]} for i below {@code length}. */
    void write(float[] from, int start, Buffer to, long at, int length);

    /** {@code to[at + i] = from[start + i]}, rounded to the precision of the buffer. */
    void write(double[] from, int start, Buffer to, long at, int length);

    /** {@code to[start + i] = from[at + i]}, rounded to float; waits for the buffer. */
    void read(Buffer from, long at, float[] to, int start, int length);

    /** {@code to[start + i] = from[at + i]}; waits for the buffer. */
    void read(Buffer from, long at, double[] to, int start, int length);

    /** {@code to = from}; equal shapes, or {@code from} of one row, which is repeated. */
    void copy(Matrix from, Matrix to);

    /** Every element becomes {@code value}. */
    void fill(Matrix target, double value);

    /**
     * {@code c_i = alpha op(a_i) op(b_i) + beta c_i} for every member i. With {@code beta} = 0 the old content of c is not read
     * (it may be NaN). The members of c must not overlap.
     */
    void gemm(double alpha, Batch a, Transpose ta, Batch b, Transpose tb, double beta, Batch c);

    /** As {@link #gemm}, with members of different sizes: the products of graphs or sequences of different lengths. */
    void gemmGrouped(
            double alpha, List<Matrix> a, Transpose ta, List<Matrix> b, Transpose tb, double beta, List<Matrix> c);

    /**
     * {@code v = f(v + bias)} in place, for every row of every member.
     *
     * @param f the activation
     * @param bias members of one row
     * @param values pre-activations without bias on entry, outputs on return
     * @param slope receives f'(z) unless {@link Activation#slopeFromOutput()}; then it is not touched and may be
     *     {@code values} itself
     */
    void activate(Activation f, Batch bias, Batch values, Batch slope);

    /**
     * {@code d = d * f'(z)} in place and {@code biasGradient_j = sum_i d_ij} of the result, for every member.
     *
     * @param f the activation
     * @param slope the outputs f(z), or f'(z) where {@link Activation#slopeFromOutput()} is false; one member serves all
     * @param cotangent derivative of the loss by the outputs on entry, by the pre-activations on return
     * @param biasGradient members of one row, overwritten
     */
    void activateBackward(Activation f, Batch slope, Batch cotangent, Batch biasGradient);

    /** Sum of squares of each row, accumulated in double, at least over blocks: relative error 1e-8 at most. */
    double[] squaredNorms(Matrix rows);

    /** {@code sum_j (scale_ij rows_ij)^2} for each row i, accumulated in double; {@code scale} has as many rows, or one for all. */
    double[] squaredNorms(Matrix rows, Matrix scale);

    /**
     * {@code out_i = origin_i + factors[i] * directions_i}; {@code origin} has as many rows, or one for all. A factor 0 gives
     * origin exactly.
     */
    void perturb(Matrix origin, double[] factors, Matrix directions, Matrix out);

    /** {@code out_i = origin_i + factors[i] * origin_i^2 * directions_i}, element by element; otherwise as {@link #perturb}. */
    void perturbAdaptive(Matrix origin, double[] factors, Matrix directions, Matrix out);

    /** {@code a = a - b}. */
    void subtract(Matrix a, Matrix b);

    /** {@code rows rows'} (n x n, row-major, exactly symmetric), products and sums in double. */
    double[] gram(Matrix rows);

    /** {@code out = beta * out + sum_i weights[i] * rows_i}; {@code out} has one row. With beta = 0 it is not read. */
    void weightedSum(double[] weights, Matrix rows, double beta, Matrix out);

    /** {@code sum_i = sum_i + factors[i] * rows_i}. */
    void accumulate(double[] factors, Matrix rows, Matrix sum);

    /**
     * Losses of equally shaped heads and, optionally, their derivatives. A row with a NaN in any target column of a head is
     * not labelled for it: it counts for nothing and its cotangent is 0. A head without a labelled row has loss 0.
     *
     * @param term which loss, and how the cotangents are scaled
     * @param outputs per head: rows x outputs
     * @param targets per head: rows x target columns
     * @param cotangents per head: rows x outputs, receives {@code term.weights[k] * d(loss)/d(outputs)}; {@code null} if not
     *     wanted
     * @return the (unweighted) loss of each head
     */
    double[] losses(LossTerm term, Batch outputs, Batch targets, Batch cotangents);

    /** Frees what the back end itself holds; buffers are closed by their owners. */
    @Override
    void close();
}
