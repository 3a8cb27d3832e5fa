package io.plateau.model;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An {@link ImportedNetwork} between the buffers of a back end: parameters go to the host, gradients come back. Each task gets the rows
 * that are labelled for it and no others; one without such a row has loss 0 and gradients of zeros.
 */
final class HostNetwork implements Network {
    private final Kernels kernels;
    private final ImportedNetwork network;
    private final ParameterLayout layout;
    private final List<HeadGroup> groups;
    private final float[] shared;
    private final float[] gradient;
    private final float[][] heads;
    private final List<Optional<MiniBatch>> labelled = new ArrayList<>();
    private MiniBatch batch;

    HostNetwork(ImportedSpec model, Kernels kernels, ImportedNetwork network) {
        this.kernels = kernels;
        this.network = network;
        layout = model.layout();
        groups = HeadGroup.of(model, 1);
        shared = new float[layout.shared()];
        gradient = new float[layout.shared()];
        heads = new float[layout.tasks()][];
        Arrays.setAll(heads, task -> new float[layout.headSize(task)]);
    }

    @Override
    public List<HeadGroup> groups() {
        return groups;
    }

    @Override
    public void load(MiniBatch rows) {
        batch = rows;
        labelled.clear();
        groups.forEach(task -> labelled.add(labelled(task)));
    }

    private Optional<MiniBatch> labelled(HeadGroup task) {
        int[] rows = IntStream.range(0, batch.rows())
                .filter(row -> batch.isLabelled(task, row))
                .toArray();
        if (rows.length == 0) {
            return Optional.empty();
        }
        return Optional.of(rows.length == batch.rows() ? batch : batch.select(rows));
    }

    @Override
    public void forward(Point point, List<HeadGroup> tasks, double[] losses) {
        moveTo(point, tasks);
        List<Integer> together = new ArrayList<>();
        for (HeadGroup group : tasks) {
            int task = group.first();
            Optional<MiniBatch> rows = labelled.get(task);
            if (rows.isPresent() && rows.get() == batch) {
                together.add(task);
            } else {
                losses[task] = rows.map(some -> network.losses(new int[] {task}, some)[0])
                        .orElse(0.0);
            }
        }
        if (!together.isEmpty()) {
            int[] whole = together.stream().mapToInt(Integer::intValue).toArray();
            double[] values = network.losses(whole, batch);
            for (int i = 0; i < whole.length; i++) {
                losses[whole[i]] = values[i];
            }
        }
    }

    @Override
    public void outputs(Point point) {
        moveTo(point, groups);
    }

    @Override
    public void readOutputs(float[] out) {
        network.outputs(batch, out);
    }

    /** One forward pass for every row. */
    @Override
    public double[] lossesByRow(HeadGroup task) {
        int[] tasks = {task.first()};
        double[] losses = new double[batch.rows()];
        for (int row = 0; row < losses.length; row++) {
            if (batch.isLabelled(task, row)) {
                losses[row] = network.losses(tasks, batch.select(new int[] {row}))[0];
            }
        }
        return losses;
    }

    @Override
    public void backward(HeadGroup group, Point point, Matrix rows, Buffer headGradients) {
        differentiate(group, headGradients);
        kernels.write(gradient, 0, rows.buffer(), rows.offset(), gradient.length);
    }

    /** One pass for each task: the library differentiates one loss at a time. */
    @Override
    public void backwardSummed(Point point, double[] weights, Matrix row, Buffer headGradients) {
        double[] sum = new double[gradient.length];
        for (HeadGroup group : groups) {
            differentiate(group, headGradients);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weights[group.first()] * gradient[i];
            }
        }
        kernels.write(sum, 0, row.buffer(), row.offset(), sum.length);
    }

    /** The gradient of one task, by the shared parameters into the array, by its head's into their place. */
    private void differentiate(HeadGroup task, Buffer headGradients) {
        float[] head = heads[task.first()];
        Optional<MiniBatch> rows = labelled.get(task.first());
        if (rows.isPresent()) {
            network.gradient(task.first(), rows.get(), gradient, head);
        } else {
            Arrays.fill(gradient, 0);
            Arrays.fill(head, 0);
        }
        kernels.write(head, 0, headGradients, task.parameters(), head.length);
    }

    private void moveTo(Point point, List<HeadGroup> tasks) {
        read(point.shared(), shared);
        network.parameters(0, shared);
        for (HeadGroup task : tasks) {
            float[] head = heads[task.first()];
            read(point.heads(task), head);
            network.parameters(layout.shared() + task.parameters(), head);
        }
    }

    private void read(Matrix row, float[] values) {
        kernels.read(row.buffer(), row.offset(), values, 0, values.length);
    }

    @Override
    public void close() {
        network.close();
    }
}
