package io.plateau.conf;

/**
 * Section {@code optimizer}.
 *
 * @param type the update rule
 * @param learningRate greater than 0
 * @param momentum in [0, 1), for {@link Type#MOMENTUM}
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, greater than 0
 * @param weightDecay at least 0; a term of the gradient, decoupled for {@link Type#ADAMW}
 */
public record OptimizerConfig(
        Type type,
        double learningRate,
        double momentum,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay) {

    /** The known update rules. */
    public enum Type {
        /** theta - lr d. */
        SGD,
        /** With momentum. */
        MOMENTUM,
        /** Adam, arXiv 1412.6980. */
        ADAM,
        /** Adam with decoupled weight decay, arXiv 1711.05101. */
        ADAMW
    }

    static OptimizerConfig from(Section optimizer) {
        return new OptimizerConfig(
                optimizer.choice("type", Type.class),
                optimizer.number("learning-rate", Range.POSITIVE),
                optimizer.number("momentum", Range.DECAY),
                optimizer.number("beta1", Range.DECAY),
                optimizer.number("beta2", Range.DECAY),
                optimizer.number("epsilon", Range.POSITIVE),
                optimizer.number("weight-decay", Range.NON_NEGATIVE));
    }
}
