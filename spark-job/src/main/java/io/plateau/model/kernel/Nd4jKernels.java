package io.plateau.model.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;

import java.util.List;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Kernels in float by the operations of ND4J, on whatever its back end has: a CUDA device with nd4j-cuda on the class path, the processor
 * with nd4j-native. Numbers stay where ND4J keeps them. Losses and the softmax within segments go through the memory of the process, see
 * {@link Nd4jHost}, and so does what the caller reads and writes.
 *
 * <p>Norms, inner products and Gram matrices are products in double; all else, column sums too, is float. Operations are over when a call
 * returns: ND4J gives every thread a stream of its own, and rows go from thread to thread. Products are BLAS's or cuBLAS's: the same calls
 * give the same bits on the same kind of device with the same libraries, not the bits of {@link BlasKernels}. An activation of relu that is
 * infinite has a derivative that is not a number.
 *
 * <p>On a processor every operation costs some microseconds more than in {@link BlasKernels}, and more passes over memory.
 */
public final class Nd4jKernels implements Kernels {
    /** A device is filled by the tasks of a batch together; beyond, more only costs its memory. */
    private static final int MEMBERS = 16;

    private final Nd4jScratch scratch = new Nd4jScratch();
    private final Nd4jProducts products = new Nd4jProducts();
    private final Nd4jActivations activations = new Nd4jActivations(scratch);
    private final Nd4jRows rows = new Nd4jRows(scratch);
    private final Nd4jCells cells = new Nd4jCells(scratch);
    private final Nd4jHost host = new Nd4jHost();

    /** A back end for one task slot. The first instance of a process loads ND4J, and with it the driver of a device. */
    public Nd4jKernels() {
        OpenBlasCore.prepare();
        if (Nd4j.getEnvironment().isCPU()) {
            // Slots are the parallelism, and sums must not depend on the number of cores.
            Nd4j.getEnvironment().setMaxMasterThreads(1);
            Nd4j.getEnvironment().setMaxThreads(1);
            blas_set_num_threads(1);
        }
    }

    /** Waits for the device: another thread may read next, on a stream of its own. */
    private static void finish() {
        Nd4j.getExecutioner().commit();
    }

    /** Does what there is to do: ND4J has no empty windows. */
    private static void when(boolean there, Runnable operation) {
        if (there) {
            operation.run();
            finish();
        }
    }

    @Override
    public int preferredMembers() {
        return MEMBERS;
    }

    @Override
    public Buffer allocate(long length) {
        Nd4jBlock block = new Nd4jBlock(length);
        finish();
        return block;
    }

    @Override
    public void write(float[] from, int start, Buffer to, long at, int length) {
        Nd4jHost.write(from, start, to, at, length);
        finish();
    }

    @Override
    public void write(double[] from, int start, Buffer to, long at, int length) {
        write(Nd4jHost.narrow(from, start, length), 0, to, at, length);
    }

    @Override
    public void read(Buffer from, long at, float[] to, int start, int length) {
        Nd4jHost.read(from, at, to, start, length);
    }

    @Override
    public void read(Buffer from, long at, double[] to, int start, int length) {
        float[] narrow = new float[length];
        read(from, at, narrow, 0, length);
        for (int i = 0; i < length; i++) {
            to[start + i] = narrow[i];
        }
    }

    @Override
    public void copy(Matrix from, Matrix to) {
        Shapes.requireBroadcast(from, to);
        when(isThere(to), () -> rows.copy(from, to));
    }

    @Override
    public void fill(Matrix target, double value) {
        when(isThere(target), () -> Nd4jBlock.view(target).assign(value));
    }

    @Override
    public void gemm(double alpha, Batch a, Transpose ta, Batch b, Transpose tb, double beta, Batch c) {
        a.requireCount(c.count());
        b.requireCount(c.count());
        for (int i = 0; i < c.count(); i++) {
            products.gemm(alpha, a.member(i), ta, b.member(i), tb, beta, c.member(i));
        }
        finish();
    }

    @Override
    public void gemmGrouped(
            double alpha, List<Matrix> a, Transpose ta, List<Matrix> b, Transpose tb, double beta, List<Matrix> c) {
        Shapes.requireGroups(a, b, c);
        for (int i = 0; i < c.size(); i++) {
            products.gemm(alpha, a.get(i), ta, b.get(i), tb, beta, c.get(i));
        }
        finish();
    }

    @Override
    public void activate(Activation f, Batch bias, Batch values, Batch slope) {
        Shapes.requireActivation(bias, values, slope);
        when(isThere(values), () -> activations.forward(f, bias, values, slope));
    }

    @Override
    public void activateBackward(Activation f, Batch slope, Batch cotangent, Batch biasGradient) {
        Shapes.requireActivation(biasGradient, cotangent, slope);
        if (isThere(cotangent)) {
            activations.backward(f, slope, cotangent);
        }
        for (int i = 0; i < cotangent.count(); i++) {
            sum(cotangent.member(i), 0, biasGradient.member(i));
        }
        finish();
    }

    /** {@code out = beta * out + sum_i rows_i}: as a product, ND4J's own sum over rows takes twenty times as long on a processor. */
    private void sum(Matrix m, double beta, Matrix out) {
        Nd4jProducts.sum(scratch.ones(m.rows()), m, beta, out);
    }

    @Override
    public double[] squaredNorms(Matrix m) {
        return isThere(m) ? rows.sums(m, null, true) : new double[m.rows()];
    }

    @Override
    public double[] squaredNorms(Matrix m, Matrix scale) {
        Shapes.requireBroadcast(scale, m);
        return isThere(m) ? rows.sums(m, scale, true) : new double[m.rows()];
    }

    @Override
    public void perturb(Matrix origin, double[] factors, Matrix directions, Matrix out) {
        Shapes.requirePerturbation(origin, factors, directions, out);
        when(isThere(out), () -> rows.perturb(origin, factors, directions, out));
    }

    @Override
    public void perturbAdaptive(Matrix origin, double[] factors, Matrix directions, Matrix out) {
        Shapes.requirePerturbation(origin, factors, directions, out);
        when(isThere(out), () -> rows.perturbAdaptive(origin, factors, directions, out));
    }

    @Override
    public void subtract(Matrix a, Matrix b) {
        Shapes.requireSame(a, b);
        when(isThere(a), () -> Nd4jElements.subtract(Nd4jBlock.view(a), Nd4jBlock.view(b), Nd4jBlock.view(a)));
    }

    @Override
    public double[] gram(Matrix m) {
        return isThere(m) ? rows.gram(m) : new double[m.rows() * m.rows()];
    }

    @Override
    public double[] rowDots(Matrix a, Matrix b) {
        Shapes.requireSame(a, b);
        return isThere(a) ? rows.sums(a, b, false) : new double[a.rows()];
    }

    @Override
    public void gather(Matrix from, int[] index, Matrix to) {
        Shapes.requireRows(from, index, to);
        when(isThere(to), () -> rows.gather(from, index, to));
    }

    @Override
    public void scatterAdd(Matrix from, int[] index, Matrix to) {
        Shapes.requireRows(to, index, from);
        when(isThere(from), () -> rows.scatterAdd(from, index, to));
    }

    @Override
    public void columnSums(Matrix m, double beta, Matrix out) {
        Shapes.requireRow(out, m);
        sum(m, beta, out);
        finish();
    }

    @Override
    public void weightedSum(double[] weights, Matrix m, double beta, Matrix out) {
        Shapes.requireLength(weights, m.rows());
        Shapes.requireRow(out, m);
        Matrix row = scratch.window(0, 1, weights.length);
        write(weights, 0, row.buffer(), row.offset(), weights.length);
        Nd4jProducts.sum(row, m, beta, out);
        finish();
    }

    @Override
    public void accumulate(double[] factors, Matrix m, Matrix sum) {
        Shapes.requireSame(m, sum);
        Shapes.requireLength(factors, m.rows());
        when(isThere(m), () -> rows.accumulate(factors, m, sum));
    }

    @Override
    public double[] losses(LossTerm term, Batch outputs, Batch targets, Batch cotangents) {
        Shapes.requireLosses(term, outputs, targets, cotangents);
        double[] values = host.losses(term, outputs, targets, cotangents);
        finish();
        return values;
    }

    @Override
    public void gru(
            Matrix inputBias, Matrix stateBias, Matrix inputGates, Matrix stateGates, Matrix state, Matrix out) {
        Shapes.requireCell(3, state, List.of(inputBias, stateBias), List.of(inputGates, stateGates), List.of(out));
        when(isThere(state), () -> cells.gru(inputBias, stateBias, inputGates, stateGates, state, out));
    }

    @Override
    public void gruBackward(
            Matrix inputGates,
            Matrix stateGates,
            Matrix state,
            Matrix cotangent,
            Matrix inputCotangent,
            Matrix stateCotangent) {
        List<Matrix> gates = List.of(inputGates, stateGates, inputCotangent, stateCotangent);
        Shapes.requireCell(3, state, List.of(), gates, List.of(cotangent));
        when(
                isThere(state),
                () -> cells.gruBackward(inputGates, stateGates, state, cotangent, inputCotangent, stateCotangent));
    }

    @Override
    public void lstm(Matrix inputBias, Matrix stateBias, Matrix gates, Matrix cell, Matrix newCell, Matrix out) {
        Shapes.requireCell(4, cell, List.of(inputBias, stateBias), List.of(gates), List.of(newCell, out));
        when(isThere(cell), () -> cells.lstm(inputBias, stateBias, gates, cell, newCell, out));
    }

    @Override
    public void lstmBackward(
            Matrix gates, Matrix cell, Matrix newCell, Matrix cotangent, Matrix cellCotangent, Matrix gateCotangent) {
        List<Matrix> states = List.of(newCell, cotangent, cellCotangent);
        Shapes.requireCell(4, cell, List.of(), List.of(gates, gateCotangent), states);
        when(isThere(cell), () -> cells.lstmBackward(gates, cell, newCell, cotangent, cellCotangent, gateCotangent));
    }

    @Override
    public void segmentSoftmax(Matrix values, int[] starts) {
        Shapes.requireSegments(values, starts);
        when(isThere(values), () -> host.segmentSoftmax(values, starts));
    }

    @Override
    public void segmentSoftmaxBackward(Matrix probabilities, int[] starts, Matrix cotangent) {
        Shapes.requireSegments(probabilities, starts);
        Shapes.requireSame(probabilities, cotangent);
        when(isThere(cotangent), () -> host.segmentSoftmaxBackward(probabilities, starts, cotangent));
    }

    private static boolean isThere(Matrix m) {
        return m.rows() > 0 && m.columns() > 0;
    }

    private static boolean isThere(Batch b) {
        return b.count() > 0 && b.rows() > 0 && b.columns() > 0;
    }

    @Override
    public double productOperations() {
        return products.operations();
    }

    @Override
    public void close() {
        scratch.close();
    }
}
