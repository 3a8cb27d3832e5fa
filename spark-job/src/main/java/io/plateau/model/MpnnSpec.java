package io.plateau.model;

import io.plateau.model.kernel.Kernels;
import io.plateau.model.layer.MpnnTrunk;
import io.plateau.model.layer.Trunk;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The message passing network of the QM9 benchmarks (arXiv 1704.01212; in the form of arXiv 2202.01017) with linear heads: dense
 * layer on the atoms, S steps of edge-conditioned convolution (mean over all other atoms, root weight and bias) with a gated
 * recurrent unit, Set2Set with T steps, dense layer. 616,960 shared parameters with 11 features, width 64 and 128 hidden units of
 * the edge network.
 */
public final class MpnnSpec extends TrunkSpec {
    private static final long serialVersionUID = 1L;

    private final int nodeFeatures;
    private final int width;
    private final int edgeHidden;
    private final int messageSteps;
    private final int readoutSteps;
    private final HeadSpec[] heads;

    /**
     * A network.
     *
     * @param nodeFeatures length of the features of an atom
     * @param width of the atoms' states and of the representation
     * @param edgeHidden hidden units of the edge network
     * @param messageSteps S
     * @param readoutSteps T
     * @param heads one per task, at least one
     */
    public MpnnSpec(int nodeFeatures, int width, int edgeHidden, int messageSteps, int readoutSteps, HeadSpec[] heads) {
        if (nodeFeatures < 1
                || width < 1
                || edgeHidden < 1
                || messageSteps < 1
                || readoutSteps < 1
                || heads.length == 0) {
            throw new IllegalArgumentException("a message passing network needs features, sizes, steps and a head");
        }
        this.nodeFeatures = nodeFeatures;
        this.width = width;
        this.edgeHidden = edgeHidden;
        this.messageSteps = messageSteps;
        this.readoutSteps = readoutSteps;
        this.heads = heads.clone();
    }

    @Override
    public int inputs() {
        return nodeFeatures;
    }

    @Override
    public int representation() {
        return width;
    }

    @Override
    public boolean readsMolecules() {
        return true;
    }

    @Override
    public List<HeadSpec> heads() {
        return List.of(heads);
    }

    /** Hidden units of the edge network. */
    public int edgeHidden() {
        return edgeHidden;
    }

    /** S, the number of message steps. */
    public int messageSteps() {
        return messageSteps;
    }

    /** T, the number of steps of Set2Set. */
    public int readoutSteps() {
        return readoutSteps;
    }

    @Override
    public ParameterLayout layout() {
        ParameterLayout.Builder layout = new ParameterLayout.Builder();
        affine(layout, "node", nodeFeatures, width);
        affine(layout, "edge1", MpnnTrunk.edgeFeatures(), edgeHidden);
        affine(layout, "edge2", edgeHidden, Math.multiplyExact(width, width));
        affine(layout, "root", width, width);
        affine(layout, "gru.input", width, 3 * width);
        affine(layout, "gru.state", width, 3 * width);
        affine(layout, "set2set.input", 2 * width, 4 * width);
        affine(layout, "set2set.state", width, 4 * width);
        affine(layout, "output", 2 * width, width);
        for (HeadSpec head : heads) {
            layout.head(head.task(), width, head.outputs());
        }
        return layout.build();
    }

    private static void affine(ParameterLayout.Builder layout, String name, int inputs, int outputs) {
        layout.shared(name + ".weight", inputs, outputs);
        layout.shared(name + ".bias", outputs);
    }

    /** As for every model; but the bound of the recurrent cells is 1 / sqrt(width), and root.bias starts at 0. */
    @Override
    public float[] initialParameters(long seed) {
        ParameterLayout layout = layout();
        float[] values = new float[layout.size()];
        SplittableRandom random = new SplittableRandom(seed);
        int fanIn = nodeFeatures;
        for (ParameterView view : layout.views()) {
            fanIn = view.rank() == 2 ? view.dimension(0) : fanIn;
            boolean cell = view.name().startsWith("gru.") || view.name().startsWith("set2set.");
            double bound = view.name().equals("root.bias") ? 0 : 1 / Math.sqrt(cell ? width : fanIn);
            for (int i = 0; i < view.length(); i++) {
                values[view.offset() + i] = (float) (bound * (2 * random.nextDouble() - 1));
            }
        }
        return values;
    }

    /** For molecules of 18 atoms whose neighbours lie in ten regions of the edge network, as in QM9. */
    @Override
    public long activationsPerRow() {
        long atoms = 18;
        long pairedRows = 10 * 2;
        long states = 2;
        long gates = 6;
        long passing = atoms * width * (1 + (states + gates + pairedRows) * messageSteps);
        long cotangents = atoms * width * (1 + (1 + gates) * messageSteps + 2 * pairedRows);
        return passing + cotangents + 16L * width * readoutSteps;
    }

    @Override
    Trunk trunk(Kernels kernels) {
        return new MpnnTrunk(kernels, nodeFeatures, width, edgeHidden, messageSteps, readoutSteps);
    }
}
