package io.plateau.model;

import io.plateau.data.Graphs;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.Batch;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.GrowingBuffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import io.plateau.model.layer.Dense;
import io.plateau.model.layer.Inputs;
import io.plateau.model.layer.MoleculePairs;
import io.plateau.model.layer.Trunk;

/**
 * A trunk and the heads of all tasks as one product.
 *
 * <p>The number of rows is fixed, because products of other sizes may add up in another order: a row of a table gets the same bits
 * wherever it stands among the rows of a call, and whatever the other rows are. A molecule gets the same bits among the same molecules.
 */
final class TrunkScorer implements Scorer {
    private final TrunkSpec model;
    private final Kernels kernels;
    private final ParameterLayout layout;
    private final int rows;
    private final Trunk trunk;
    private final Trunk.Pass pass;
    private final Dense head;
    private final Buffer shared;
    private final Buffer heads;
    private final Buffer outputs;
    private final GrowingBuffer features;

    TrunkScorer(TrunkSpec model, Kernels kernels, int rows) {
        this.model = model;
        this.kernels = kernels;
        this.rows = rows;
        layout = model.layout();
        trunk = model.trunk(kernels);
        pass = trunk.pass(1, rows);
        head = new Dense(model.representation(), model.outputs(), Activation.IDENTITY, 0);
        shared = kernels.allocate(layout.shared());
        heads = kernels.allocate(head.parameters());
        outputs = kernels.allocate((long) rows * model.outputs());
        features = new GrowingBuffer(kernels);
    }

    @Override
    public void load(float[] parameters) {
        if (parameters.length != layout.size()) {
            throw new IllegalArgumentException(
                    "the model has " + layout.size() + " parameters, not " + parameters.length);
        }
        kernels.write(parameters, 0, shared, 0, layout.shared());
        float[] side = sideBySide(parameters);
        kernels.write(side, 0, heads, 0, side.length);
    }

    /** All heads as one layer: their weights as columns, then their biases. */
    private float[] sideBySide(float[] parameters) {
        int width = model.representation();
        int all = model.outputs();
        float[] side = new float[head.parameters()];
        int column = 0;
        for (int task = 0; task < model.tasks(); task++) {
            int own = model.heads().get(task).outputs();
            int at = layout.shared() + layout.headOffset(task);
            // The bias is the last row of a head's block.
            for (int row = 0; row <= width; row++) {
                System.arraycopy(parameters, at + row * own, side, row * all + column, own);
            }
            column += own;
        }
        return side;
    }

    @Override
    public void score(float[] x, float[] out) {
        score(x, rows, null, out);
    }

    @Override
    public void score(float[] x, Graphs graphs, float[] out) {
        score(x, graphs.nodes(), new MoleculePairs(graphs), out);
    }

    private void score(float[] x, int examples, MoleculePairs molecules, float[] out) {
        int count = molecules == null ? rows : molecules.molecules();
        if (count < 1 || count > rows || (molecules != null) != model.readsMolecules()) {
            throw new IllegalArgumentException(count + (molecules == null ? " rows" : " molecules") + " for a model of "
                    + rows + (model.readsMolecules() ? " molecules" : " rows"));
        }
        Matrix input = features.matrix(examples, model.inputs());
        kernels.write(x, 0, input.buffer(), 0, examples * model.inputs());
        Batch representation = pass.forward(Matrix.dense(shared, 0, 1, layout.shared()), new Inputs(input, molecules));
        Batch result = Batch.dense(outputs, 0, 1, count, model.outputs());
        head.forward(kernels, Matrix.dense(heads, 0, 1, head.parameters()), representation, result, result);
        kernels.read(outputs, 0, out, 0, count * model.outputs());
    }

    @Override
    public void close() {
        pass.close();
        trunk.close();
        shared.close();
        heads.close();
        outputs.close();
        features.close();
    }
}
