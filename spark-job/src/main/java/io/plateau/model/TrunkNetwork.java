package io.plateau.model;

import io.plateau.model.kernel.Batch;
import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import io.plateau.model.layer.Trunk;
import java.util.List;

/** A trunk with linear heads on one back end. Its buffers grow with the largest mini-batch. */
final class TrunkNetwork implements Network {
    private final TrunkSpec model;
    private final Kernels kernels;
    private final int tasksAtOnce;
    private final Trunk trunk;
    private final Heads heads;

    private int capacity;
    private HeadRoom room;
    private Trunk.Pass atTheta;
    private Trunk.Pass atPerturbed;
    private Batch representation;
    private Buffer representationCotangent;

    TrunkNetwork(TrunkSpec model, Kernels kernels, int tasksAtOnce) {
        this.model = model;
        this.kernels = kernels;
        this.tasksAtOnce = tasksAtOnce;
        trunk = model.trunk(kernels);
        heads = new Heads(model, kernels, tasksAtOnce);
    }

    @Override
    public List<HeadGroup> groups() {
        return heads.groups();
    }

    @Override
    public void load(MiniBatch batch) {
        if (batch.rows() > capacity) {
            closeRoom();
            capacity = batch.rows();
            room = new HeadRoom(model, kernels, capacity);
            atTheta = trunk.pass(1, capacity);
            representationCotangent = kernels.allocate((long) tasksAtOnce * capacity * trunk.width());
        }
        room.load(batch);
    }

    @Override
    public void forward(Point point, List<HeadGroup> groups, double[] losses) {
        outputs(point, groups);
        for (HeadGroup group : groups) {
            heads.losses(group, room, losses);
        }
    }

    @Override
    public void outputs(Point point) {
        outputs(point, groups());
    }

    private void outputs(Point point, List<HeadGroup> groups) {
        representation = pass(point).forward(point.shared(), room.inputs());
        for (HeadGroup group : groups) {
            heads.forward(group, point, representation, room);
        }
    }

    @Override
    public void readOutputs(float[] out) {
        room.readOutputs(out);
    }

    @Override
    public double[] lossesByRow(HeadGroup task) {
        return heads.lossesByRow(task, room);
    }

    @Override
    public void backward(HeadGroup group, Point point, Matrix rows, Buffer headGradients) {
        Batch cotangent = representationCotangent(group.count());
        heads.backward(group, representation, room, headGradients);
        heads.representationCotangents(group, point, room, cotangent);
        pass(point).backward(point.shared(), cotangent, rows);
    }

    @Override
    public void backwardSummed(Point point, double[] weights, Matrix row, Buffer headGradients) {
        Batch cotangent = representationCotangent(1);
        for (HeadGroup group : groups()) {
            heads.backward(group, representation, room, headGradients);
        }
        heads.summedCotangent(point, room, weights, cotangent);
        pass(point).backward(point.shared(), cotangent, row);
    }

    private Batch representationCotangent(int members) {
        return Batch.dense(representationCotangent, 0, members, room.rows(), trunk.width());
    }

    /** Room for the activations at a point; that for perturbed ones is made when there is one. */
    private Trunk.Pass pass(Point point) {
        if (!point.perturbed()) {
            return atTheta;
        }
        if (atPerturbed == null) {
            atPerturbed = trunk.pass(tasksAtOnce, capacity);
        }
        return atPerturbed;
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
    }
}
