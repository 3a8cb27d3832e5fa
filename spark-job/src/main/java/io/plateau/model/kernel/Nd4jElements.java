package io.plateau.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's element-wise operations, written into arrays that are there; a dimension of length 1 on the right is repeated. */
final class Nd4jElements {
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double INVERSE_SQRT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

    private Nd4jElements() {}

    /** {@code out = a + b}. */
    static void add(INDArray a, INDArray b, INDArray out) {
        Nd4j.exec(new AddOp(a, b, out));
    }

    /** {@code out = a - b}. */
    static void subtract(INDArray a, INDArray b, INDArray out) {
        Nd4j.exec(new SubOp(a, b, out));
    }

    /** {@code out = a b}. */
    static void multiply(INDArray a, INDArray b, INDArray out) {
        Nd4j.exec(new MulOp(a, b, out));
    }

    /** {@code d = d y (1 - y)}. */
    static void sigmoidBackward(INDArray d, INDArray y, INDArray scratch) {
        scratch.assign(y);
        scratch.rsubi(1);
        multiply(d, y, d);
        multiply(d, scratch, d);
    }

    /** {@code d = d (1 - y^2)}. */
    static void tanhBackward(INDArray d, INDArray y, INDArray scratch) {
        multiply(y, y, scratch);
        scratch.rsubi(1);
        multiply(d, scratch, d);
    }

    /** {@code d = d} where y is positive, NaN where it is NaN, else 0. ND4J's own comparison takes NaN for 0. */
    static void reluBackward(INDArray d, INDArray y, INDArray step, INDArray scratch) {
        Nd4j.exec(new Step(y, step, 0.0));
        scratch.assign(y);
        scratch.muli(0);
        add(step, scratch, step);
        multiply(d, step, d);
    }

    static void relu(INDArray v) {
        Nd4j.exec(new RectifiedLinear(v, v, 0.0));
    }

    static void tanh(INDArray v) {
        Nd4j.exec(new Tanh(v, v));
    }

    static void sigmoid(INDArray v) {
        Nd4j.exec(new Sigmoid(v, v));
    }

    /** {@code v = v Phi(v)}, {@code slope = Phi(v) + v phi(v)}. */
    static void gelu(INDArray v, INDArray slope, INDArray scratch) {
        multiply(v, v, scratch);
        scratch.muli(-0.5);
        Nd4j.exec(new Exp(scratch, scratch));
        scratch.muli(INVERSE_SQRT_TWO_PI);
        multiply(scratch, v, scratch);
        slope.assign(v);
        slope.muli(SQRT_HALF);
        Nd4j.exec(new Erf(slope, slope));
        slope.addi(1);
        slope.muli(0.5);
        multiply(v, slope, v);
        add(slope, scratch, slope);
    }
}
