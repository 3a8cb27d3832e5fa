package io.plateau.model;

import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.layer.Dense;
import io.plateau.model.layer.DenseTrunk;
import io.plateau.model.layer.Trunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** A multi-layer perceptron: dense layers with one activation function, shared by all tasks, and linear heads. */
public final class MlpSpec extends TrunkSpec {
    private static final long serialVersionUID = 1L;

    private final int inputs;
    private final int[] hidden;
    private final Activation activation;
    private final HeadSpec[] heads;

    /**
     * A perceptron.
     *
     * @param inputs length of a feature vector
     * @param hidden outputs of each shared layer, at least one layer
     * @param activation after every shared layer
     * @param heads one per task, at least one
     */
    public MlpSpec(int inputs, int[] hidden, Activation activation, HeadSpec[] heads) {
        if (inputs < 1 || hidden.length == 0 || heads.length == 0) {
            throw new IllegalArgumentException("a perceptron needs inputs, a hidden layer and a head");
        }
        for (int units : hidden) {
            if (units < 1) {
                throw new IllegalArgumentException("a hidden layer of " + units + " units");
            }
        }
        this.inputs = inputs;
        this.hidden = hidden.clone();
        this.activation = Objects.requireNonNull(activation, "activation");
        this.heads = heads.clone();
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int representation() {
        return hidden[hidden.length - 1];
    }

    @Override
    public List<HeadSpec> heads() {
        return List.of(heads);
    }

    /** Number of shared layers. */
    public int layers() {
        return hidden.length;
    }

    /** The activation after every shared layer. */
    public Activation activation() {
        return activation;
    }

    @Override
    public ParameterLayout layout() {
        ParameterLayout.Builder layout = new ParameterLayout.Builder();
        int from = inputs;
        for (int layer = 0; layer < hidden.length; layer++) {
            layout.shared("dense" + (layer + 1) + ".weight", from, hidden[layer]);
            layout.shared("dense" + (layer + 1) + ".bias", hidden[layer]);
            from = hidden[layer];
        }
        for (HeadSpec head : heads) {
            layout.head(head.task(), from, head.outputs());
        }
        return layout.build();
    }

    @Override
    public float[] initialParameters(long seed) {
        ParameterLayout layout = layout();
        float[] values = new float[layout.size()];
        SplittableRandom random = new SplittableRandom(seed);
        int fanIn = inputs;
        for (ParameterView view : layout.views()) {
            // A bias follows its weight and shares its bound.
            fanIn = view.rank() == 2 ? view.dimension(0) : fanIn;
            double bound = 1 / Math.sqrt(fanIn);
            for (int i = 0; i < view.length(); i++) {
                values[view.offset() + i] = (float) (bound * (2 * random.nextDouble() - 1));
            }
        }
        return values;
    }

    @Override
    public long activationsPerRow() {
        return 2 * Arrays.stream(hidden).asLongStream().sum();
    }

    @Override
    Trunk trunk(Kernels kernels) {
        List<Dense> layers = new ArrayList<>();
        int from = inputs;
        int offset = 0;
        for (int units : hidden) {
            Dense layer = new Dense(from, units, activation, offset);
            layers.add(layer);
            offset += layer.parameters();
            from = units;
        }
        return new DenseTrunk(kernels, layers);
    }
}
