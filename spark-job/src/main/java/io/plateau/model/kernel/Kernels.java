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
 * <p>Not thread-safe: one instance per task slot. A buffer is used by one instance at a time; it may be handed over to another of the
 * same back end in the same process.
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

    /** {@code a_i . b_i} for each row i of two windows of equal shape, products and sums in double. */
    double[] rowDots(Matrix a, Matrix b);

    /** {@code to_i = from_{rows[i]}}; rows may repeat. */
    void gather(Matrix from, int[] rows, Matrix to);

    /** {@code to_{rows[i]} += from_i}, in the order of i; rows may repeat. */
    void scatterAdd(Matrix from, int[] rows, Matrix to);

    /** {@code out = beta * out + sum_i rows_i}; {@code out} has one row. With beta = 0 it is not read. */
    void columnSums(Matrix rows, double beta, Matrix out);

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

    /**
     * A gated recurrent unit (arXiv 1406.1078, with the reset gate after the product with the state) of width w, for n rows. With
     * a = inputGates + inputBias = [a_r | a_z | a_n] and c = stateGates + stateBias = [c_r | c_z | c_n]:
     *
     * <pre>
     * r = sigmoid(a_r + c_r), z = sigmoid(a_z + c_z), m = tanh(a_n + r c_n), out = (1 - z) m + z state
     * </pre>
     *
     * @param inputBias 1 x 3w
     * @param stateBias 1 x 3w
     * @param inputGates n x 3w, products without bias on entry; [r | z | m] on return
     * @param stateGates n x 3w, products without bias on entry; on return its third part is c_n, the rest undefined
     * @param state n x w
     * @param out n x w
     */
    void gru(Matrix inputBias, Matrix stateBias, Matrix inputGates, Matrix stateGates, Matrix state, Matrix out);

    /**
     * The derivatives of {@link #gru}.
     *
     * @param inputGates as {@code gru} left them
     * @param stateGates as {@code gru} left them
     * @param state as given to {@code gru}
     * @param cotangent n x w, derivative by {@code out} on entry; its direct share for {@code state}, z * cotangent, on return
     * @param inputCotangent n x 3w, receives the derivative by a
     * @param stateCotangent n x 3w, receives the derivative by c
     */
    void gruBackward(
            Matrix inputGates,
            Matrix stateGates,
            Matrix state,
            Matrix cotangent,
            Matrix inputCotangent,
            Matrix stateCotangent);

    /**
     * A long short-term memory cell (doi 10.1162/neco.1997.9.8.1735, with a forget gate) of width w, for n rows. With
     * gates + inputBias + stateBias = [i | f | g | o] before the activations sigmoid, sigmoid, tanh, sigmoid:
     *
     * <pre>
     * newCell = f cell + i g, out = o tanh(newCell)
     * </pre>
     *
     * @param inputBias 1 x 4w
     * @param stateBias 1 x 4w
     * @param gates n x 4w, products of input and state added up, without bias, on entry; activations on return
     * @param cell n x w
     * @param newCell n x w
     * @param out n x w
     */
    void lstm(Matrix inputBias, Matrix stateBias, Matrix gates, Matrix cell, Matrix newCell, Matrix out);

    /**
     * The derivatives of {@link #lstm}.
     *
     * @param gates as {@code lstm} left them
     * @param cell as given to {@code lstm}
     * @param newCell as {@code lstm} left it
     * @param cotangent n x w, derivative by {@code out}
     * @param cellCotangent n x w, what comes from later steps by {@code newCell} on entry, the derivative by {@code cell} on return
     * @param gateCotangent n x 4w, receives the derivative by the gates before their activations
     */
    void lstmBackward(
            Matrix gates, Matrix cell, Matrix newCell, Matrix cotangent, Matrix cellCotangent, Matrix gateCotangent);

    /**
     * In place, within each segment: {@code p_i = exp(v_i) / sum_j exp(v_j)}, without overflow.
     *
     * @param values n x 1
     * @param starts first row of each segment, then n
     */
    void segmentSoftmax(Matrix values, int[] starts);

    /**
     * In place, within each segment: {@code c_i = p_i (c_i - sum_j p_j c_j)}.
     *
     * @param probabilities n x 1, as {@link #segmentSoftmax} left them
     * @param starts as given to {@code segmentSoftmax}
     * @param cotangent n x 1
     */
    void segmentSoftmaxBackward(Matrix probabilities, int[] starts, Matrix cotangent);

    /** Floating-point operations (multiplications and additions) of all products so far: {@link #gemm} and {@link #gemmGrouped}. */
    double productOperations();

    /** Frees what the back end itself holds; buffers are closed by their owners. */
    @Override
    void close();
}
