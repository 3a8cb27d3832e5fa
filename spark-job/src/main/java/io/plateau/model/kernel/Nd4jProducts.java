package io.plateau.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Products of float matrices, one by one: ND4J hands each to BLAS or cuBLAS; its batched form is a plain loop on a GPU. */
final class Nd4jProducts {
    private double operations;

    /** Multiplications and additions so far. */
    double operations() {
        return operations;
    }

    void gemm(double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
        Shapes.requireProduct(a, ta, b, tb, c);
        operations += 2.0 * c.rows() * c.columns() * (ta == Transpose.NO ? a.columns() : a.rows());
        multiply(alpha, a, ta, b, tb, beta, c);
    }

    /** {@code row = weights rows + beta row}: not counted, like every other sum. */
    static void sum(Matrix weights, Matrix rows, double beta, Matrix row) {
        multiply(1, weights, Transpose.NO, rows, Transpose.NO, beta, row);
    }

    private static void multiply(double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
        if (c.rows() == 0 || c.columns() == 0) {
            return;
        }
        int inner = ta == Transpose.NO ? a.columns() : a.rows();
        INDArray result = Nd4jBlock.view(c);
        if (beta == 0 && (c.rows() == 1 || c.columns() == 1)) {
            // 0 * NaN of the old content must not survive; a product with a vector may be ND4J's own, or BLAS's that
            // scales.
            result.assign(0);
        }
        if (inner == 0) {
            result.muli(beta);
            return;
        }
        multiply(alpha, Nd4jBlock.view(a), ta, Nd4jBlock.view(b), tb, beta, result);
    }

    /** {@code c = alpha op(a) op(b) + beta c}, in whatever type the three have. */
    static void multiply(double alpha, INDArray a, Transpose ta, INDArray b, Transpose tb, double beta, INDArray c) {
        DynamicCustomOp product = DynamicCustomOp.builder("matmul")
                .addInputs(a, b)
                .addOutputs(c)
                .addIntegerArguments(flag(ta), flag(tb), 0)
                .addFloatingPointArguments(alpha, beta)
                .build();
        Nd4j.exec(product);
    }

    private static int flag(Transpose t) {
        return t == Transpose.YES ? 1 : 0;
    }
}
