package io.plateau.model;

import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.Batch;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.LossTerm;
import io.plateau.model.kernel.Matrix;
import io.plateau.model.layer.Dense;
import java.util.List;

/** The linear heads of all tasks, group by group. */
final class Heads {
    private final Kernels kernels;
    private final int width;
    private final List<HeadGroup> groups;

    Heads(TrunkSpec model, Kernels kernels, int tasksAtOnce) {
        this.kernels = kernels;
        this.width = model.representation();
        this.groups = HeadGroup.of(model, tasksAtOnce);
    }

    List<HeadGroup> groups() {
        return groups;
    }

    /** The parameters (or gradients) of a group as rows, one per head. */
    static Matrix rows(Buffer buffer, long headsAt, HeadGroup group) {
        return Matrix.dense(buffer, headsAt + group.parameters(), group.count(), group.size());
    }

    /** Outputs of the group at a point, into the room. */
    void forward(HeadGroup group, Point point, Batch representation, HeadRoom room) {
        Batch outputs = room.outputs(group);
        layer(group).forward(kernels, point.heads(group), representation, outputs, outputs);
    }

    /** Losses of the group into {@code losses}; unweighted cotangents into the room. */
    void losses(HeadGroup group, HeadRoom room, double[] losses) {
        HeadSpec head = group.head();
        LossTerm term = LossTerm.unweighted(head.loss(), head.huberDelta(), group.count());
        double[] values = kernels.losses(term, room.outputs(group), room.targets(group), room.cotangents(group));
        System.arraycopy(values, 0, losses, group.first(), values.length);
    }

    /** The loss of one task on every row, from the outputs in the room; 0 where the label is missing. */
    double[] lossesByRow(HeadGroup task, HeadRoom room) {
        HeadSpec head = task.head();
        LossTerm term = LossTerm.unweighted(head.loss(), head.huberDelta(), 1);
        Matrix outputs = room.outputs(task).member(0);
        Matrix targets = room.targets(task).member(0);
        double[] losses = new double[outputs.rows()];
        for (int row = 0; row < losses.length; row++) {
            Batch output = outputs.rows(row, 1).alone();
            losses[row] = kernels.losses(term, output, targets.rows(row, 1).alone(), null)[0];
        }
        return losses;
    }

    /** Gradients of the group's heads from the cotangents in the room, into the part of the heads that starts the buffer. */
    void backward(HeadGroup group, Batch representation, HeadRoom room, Buffer gradients) {
        Batch cotangents = room.cotangents(group);
        layer(group).backward(kernels, representation, cotangents, cotangents, rows(gradients, 0, group));
    }

    /** Derivatives by the representation, one member per task of the group. */
    void representationCotangents(HeadGroup group, Point point, HeadRoom room, Batch result) {
        layer(group).inputCotangent(kernels, 1, point.heads(group), room.cotangents(group), 0, result);
    }

    /** The weighted sum over all tasks of the derivatives by the representation; {@code result} is one matrix. */
    void summedCotangent(Point point, HeadRoom room, double[] weights, Batch result) {
        for (HeadGroup group : groups) {
            for (int i = 0; i < group.count(); i++) {
                int task = group.first() + i;
                Batch cotangent = room.cotangents(group).member(i).alone();
                Matrix head = point.heads(group).rows(i, 1);
                layer(group).inputCotangent(kernels, weights[task], head, cotangent, task == 0 ? 0 : 1, result);
            }
        }
    }

    private Dense layer(HeadGroup group) {
        return new Dense(width, group.head().outputs(), Activation.IDENTITY, 0);
    }
}
