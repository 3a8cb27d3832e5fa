package io.plateau.model;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The buffers of a {@link TaskGradients} that hold parameters and gradients. What only some modes need is allocated when it is first
 * asked for.
 */
final class StepBuffers implements AutoCloseable {
    private final ModelSpec model;
    private final Kernels kernels;
    private final RowBuffers source;
    private final ParameterLayout layout;
    private final int tasksAtOnce;

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

    StepBuffers(ModelSpec model, Kernels kernels, RowBuffers source, int tasksAtOnce) {
        this.model = model;
        this.kernels = kernels;
        this.source = source;
        this.layout = model.layout();
        this.tasksAtOnce = tasksAtOnce;
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

    Buffer theta() {
        return theta;
    }

    /** The parameters at theta. */
    Point atTheta() {
        return new Point(Matrix.dense(theta, 0, 1, layout.shared()), theta, layout.shared(), false);
    }

    /** {@code rows} rows of perturbed shared parameters, and the perturbed heads. */
    Point perturbed(int rows) {
        perturbedRows = rowsOr(perturbedRows, tasksAtOnce);
        return new Point(window(perturbedRows, rows), perturbedHeads, 0, true);
    }

    /** A second point beside {@link #perturbed}. */
    Point secondPoint(int rows) {
        secondPoint = rowsOr(secondPoint, tasksAtOnce);
        secondHeads = headsOr(secondHeads);
        return new Point(window(secondPoint, rows), secondHeads, 0, true);
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

    private Buffer rowsOr(Buffer rows, int count) {
        return rows != null ? rows : kernels.allocate((long) count * layout.shared());
    }

    private Buffer headsOr(Buffer heads) {
        return heads != null ? heads : kernels.allocate(layout.heads());
    }

    private Matrix window(Buffer rows, int count) {
        return Matrix.dense(rows, 0, count, layout.shared());
    }

    @Override
    public void close() {
        Stream.of(theta, headGradients, perturbedHeads, lossHeads, lossRows, flatRows, perturbedRows, directions)
                .filter(Objects::nonNull)
                .forEach(Buffer::close);
        Stream.of(directionHeads, spareRows, spareHeads, secondPoint, secondHeads)
                .filter(Objects::nonNull)
                .forEach(Buffer::close);
    }
}
