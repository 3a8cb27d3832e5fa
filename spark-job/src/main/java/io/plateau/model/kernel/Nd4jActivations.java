package io.plateau.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Bias and activation over all members of a batch at once. */
final class Nd4jActivations {
    private final Nd4jScratch scratch;

    Nd4jActivations(Nd4jScratch scratch) {
        this.scratch = scratch;
    }

    void forward(Activation f, Batch bias, Batch values, Batch slope) {
        INDArray v = Nd4jBlock.view(values);
        Nd4jElements.add(v, Nd4jBlock.view(bias), v);
        switch (f) {
            case IDENTITY -> {}
            case RELU -> Nd4jElements.relu(v);
            case TANH -> Nd4jElements.tanh(v);
            case SIGMOID -> Nd4jElements.sigmoid(v);
            case GELU -> Nd4jElements.gelu(v, Nd4jBlock.view(slope), scratch.like(0, values));
            default -> throw new IllegalArgumentException("unknown activation " + f);
        }
    }

    void backward(Activation f, Batch slope, Batch cotangent) {
        if (f == Activation.IDENTITY) {
            return;
        }
        INDArray d = Nd4jBlock.view(cotangent);
        INDArray y = Nd4jBlock.view(slope);
        INDArray first = scratch.like(0, slope);
        switch (f) {
            case RELU -> Nd4jElements.reluBackward(d, y, first, scratch.like(1, slope));
            case TANH -> Nd4jElements.tanhBackward(d, y, first);
            case SIGMOID -> Nd4jElements.sigmoidBackward(d, y, first);
            case GELU -> Nd4jElements.multiply(d, y, d);
            default -> throw new IllegalArgumentException("unknown activation " + f);
        }
    }
}
