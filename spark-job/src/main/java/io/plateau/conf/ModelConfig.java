package io.plateau.conf;

import java.util.List;
import java.util.Optional;

/**
 * Section {@code model}.
 *
 * @param type the family
 * @param hidden units of the shared layers, from the input on; at least one layer
 * @param activation after every shared layer
 * @param regressionLoss loss of every regression task
 * @param huberDelta residual at which Huber's loss turns linear, greater than 0
 * @param seed draws the initial parameters
 * @param mpnn sizes of the family mpnn
 * @param samediff the graph of the family samediff
 * @param dl4j the graph of the family dl4j
 */
public record ModelConfig(
        Type type,
        List<Integer> hidden,
        Activation activation,
        RegressionLoss regressionLoss,
        double huberDelta,
        long seed,
        MpnnConfig mpnn,
        SameDiffConfig samediff,
        Dl4jConfig dl4j) {

    /** The known families. */
    public enum Type {
        /** Dense shared layers, one linear head per task. */
        MLP,
        /** Message passing over molecules, one linear head per task. */
        MPNN,
        /** A graph that the user brings as a file of SameDiff. */
        SAMEDIFF,
        /** A graph of layers that the user brings as a file of Deeplearning4j. */
        DL4J
    }

    /** The known activations. */
    public enum Activation {
        /** max(x, 0). */
        RELU,
        /** Hyperbolic tangent. */
        TANH,
        /** 1 / (1 + exp(-x)). */
        SIGMOID,
        /** x times the Gaussian distribution function of x. */
        GELU
    }

    /** The known losses of regression tasks. */
    public enum RegressionLoss {
        /** Mean squared error. */
        MSE,
        /** Mean absolute error. */
        L1,
        /** Quadratic up to huber-delta, linear beyond. */
        HUBER
    }

    /** The file of a network that the user brings, an empty text for that of {@code start.model}; none for the families of this program. */
    public Optional<String> networkFile() {
        return switch (type) {
            case MLP, MPNN -> Optional.empty();
            case SAMEDIFF -> Optional.of(samediff.file());
            case DL4J -> Optional.of(dl4j.file());
        };
    }

    static ModelConfig from(Section model) {
        return new ModelConfig(
                model.choice("type", Type.class),
                model.wholes("hidden", 1, 1_000_000),
                model.choice("activation", Activation.class),
                model.choice("regression-loss", RegressionLoss.class),
                model.number("huber-delta", Range.POSITIVE),
                model.integer("seed"),
                MpnnConfig.from(model.section("mpnn")),
                SameDiffConfig.from(model.section("samediff")),
                Dl4jConfig.from(model.section("dl4j")));
    }
}
