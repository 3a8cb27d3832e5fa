package io.plateau.model;

import io.plateau.model.kernel.Batch;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import io.plateau.model.layer.Trunk;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * All buffers of a {@link TaskGradients}. What only some modes need is allocated when it is first asked for; what depends on
 * the rows of a mini-batch grows with the largest one.
 */
final class StepBuffers implements AutoCloseable {
    private final ModelSpec model;
    private final Kernels kernels;
    private final RowBuffers source;
    private final ParameterLayout layout;
    private final int tasksAtOnce;
    private final Trunk trunk;

    private final Buffer theta;
    private final Buffer headGradients;
    private final Buffer perturbedHeads;
    private final Buffer lossHeads;
    private Buffer lossRows;
    private Buffer flatRows;
    private Buffer perturbedRows;
    private Buffer directions;
    private Buffer directionHeads;
    private Buffer spareRows;
    private Buffer spareHeads;
    private Buffer secondPoint;
    private Buffer secondHeads;

    private int capacity;
    private HeadRoom room;
    private Trunk.Pass atTheta;
    private Trunk.Pass atPerturbed;
    private Buffer representationCotangent;

    StepBuffers(ModelSpec model, Kernels kernels, RowBuffers source, int tasksAtOnce) {
        this.model = model;
        this.kernels = kernels;
        this.source = source;
        this.layout = model.layout();
        this.tasksAtOnce = tasksAtOnce;
        this.trunk = model.trunk(kernels);
        this.theta = kernels.allocate(layout.size());
        this.headGradients = kernels.allocate(layout.heads());
        this.perturbedHeads = kernels.allocate(layout.heads());
        this.lossHeads = kernels.allocate(layout.heads());
    }

    void requireParameters(int length) {
        if (length != layout.size()) {
            throw new IllegalArgumentException("the model has " + layout.size() + " parameters, not " + length);
        }
    }

    void load(MiniBatch batch) {
        if ((batch.molecules() != null) != model.readsMolecules()) {
            throw new IllegalArgumentException(
                    model.readsMolecules() ? "the model reads molecules" : "the model does not read molecules");
        }
        if (batch.x().length != (long) batch.examples() * model.inputs()
                || batch.y().length != (long) batch.rows() * model.targets()) {
            throw new IllegalArgumentException("a mini-batch of " + batch.rows() + " rows with "
                    + batch.x().length / batch.examples() + " features and " + batch.y().length / batch.rows()
                    + " target columns; the model has " + model.inputs() + " and " + model.targets());
        }
        if (batch.rows() > capacity) {
            closeRoom();
            capacity = batch.rows();
            room = new HeadRoom(model, kernels, capacity);
            atTheta = trunk.pass(1, capacity);
            representationCotangent = kernels.allocate((long) tasksAtOnce * capacity * trunk.width());
        }
        room.load(batch);
    }

    Buffer theta() {
        return theta;
    }

    HeadRoom room() {
        return room;
    }

    /** The shared parameters and activations at theta. */
    Point atTheta() {
        return new Point(Matrix.dense(theta, 0, 1, layout.shared()), theta, layout.shared(), atTheta);
    }

    /** {@code rows} rows of perturbed shared parameters, the perturbed heads, and room for activations there. */
    Point perturbed(int rows) {
        perturbedRows = rowsOr(perturbedRows, tasksAtOnce);
        return new Point(window(perturbedRows, rows), perturbedHeads, 0, passAtPerturbed());
    }

    /** A second point beside {@link #perturbed}, with the same room for activations. */
    Point secondPoint(int rows) {
        secondPoint = rowsOr(secondPoint, tasksAtOnce);
        secondHeads = headsOr(secondHeads);
        return new Point(window(secondPoint, rows), secondHeads, 0, passAtPerturbed());
    }

    /** The heads' gradients as the last backward passes left them. */
    Buffer headGradients() {
        return headGradients;
    }

    /** The heads' gradients at theta. */
    Buffer lossHeads() {
        return lossHeads;
    }

    Matrix lossRows(int rows) {
        lossRows = taken(lossRows);
        return window(lossRows, rows);
    }

    Matrix flatRows() {
        flatRows = taken(flatRows);
        return window(flatRows, model.tasks());
    }

    /** Forgets the buffers of the loss and flat rows. */
    void handOverRows() {
        lossRows = null;
        flatRows = null;
    }

    private Buffer taken(Buffer rows) {
        return rows != null ? rows : source.take(kernels, (long) model.tasks() * layout.shared());
    }

    /** Rows that came with a request: K x P. */
    Matrix directions() {
        directions = rowsOr(directions, model.tasks());
        return window(directions, model.tasks());
    }

    /** What came with them for the heads. */
    Buffer directionHeads() {
        directionHeads = headsOr(directionHeads);
        return directionHeads;
    }

    /** Room for rows of the tasks at hand. */
    Matrix spareRows(int rows) {
        spareRows = rowsOr(spareRows, tasksAtOnce);
        return window(spareRows, rows);
    }

    /** Room for a number per head parameter. */
    Buffer spareHeads() {
        spareHeads = headsOr(spareHeads);
        return spareHeads;
    }

    private Trunk.Pass passAtPerturbed() {
        if (atPerturbed == null) {
            atPerturbed = trunk.pass(tasksAtOnce, capacity);
        }
        return atPerturbed;
    }

    private Buffer rowsOr(Buffer rows, int count) {
        return rows != null ? rows : kernels.allocate((long) count * layout.shared());
    }

    private Buffer headsOr(Buffer heads) {
        return heads != null ? heads : kernels.allocate(layout.heads());
    }

    private Matrix window(Buffer rows, int count) {
        return Matrix.dense(rows, 0, count, layout.shared());
    }

    Batch representationCotangent(int members) {
        return Batch.dense(representationCotangent, 0, members, room.rows(), trunk.width());
    }

    private void closeRoom() {
        if (capacity > 0) {
            room.close();
            atTheta.close();
            representationCotangent.close();
        }
        if (atPerturbed != null) {
            atPerturbed.close();
            atPerturbed = null;
        }
    }

    @Override
    public void close() {
        closeRoom();
        capacity = 0;
        trunk.close();
        Stream.of(theta, headGradients, perturbedHeads, lossHeads, lossRows, flatRows, perturbedRows, directions)
                .filter(Objects::nonNull)
                .forEach(Buffer::close);
        Stream.of(directionHeads, spareRows, spareHeads, secondPoint, secondHeads)
                .filter(Objects::nonNull)
                .forEach(Buffer::close);
    }
}
