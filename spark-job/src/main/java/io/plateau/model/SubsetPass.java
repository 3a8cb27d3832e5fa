package io.plateau.model;

import io.plateau.model.kernel.Buffer;
import io.plateau.model.kernel.Kernels;
import io.plateau.model.kernel.Matrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * ESAM (arXiv 2110.03141): a random part of the perturbation, and the second gradient of a task on those of its samples whose loss
 * rises most.
 *
 * <p>With n labelled samples {@code ceil(gamma n)} stay, in their order; equal rises go to the earlier sample. s_k is the gradient of
 * their mean loss; the perturbed loss is still that of all samples. Costs a forward pass on all and both passes on those that stay.
 */
final class SubsetPass implements PerturbedPass {
    private final Kernels kernels;
    private final Passes passes;
    private final StepBuffers buffers;
    private final Perturbing perturbing;
    private final SecondPass.Subset part;
    private final MiniBatch batch;
    private final double[][] before;

    /**
     * A pass.
     *
     * @param batch the whole mini-batch
     * @param before per task the loss at theta of every row
     */
    SubsetPass(
            Kernels kernels,
            Passes passes,
            StepBuffers buffers,
            Perturbing perturbing,
            SecondPass.Subset part,
            MiniBatch batch,
            double[][] before) {
        this.kernels = kernels;
        this.passes = passes;
        this.buffers = buffers;
        this.perturbing = perturbing;
        this.part = part;
        this.batch = batch;
        this.before = before;
    }

    @Override
    public void compute(HeadGroup group, Matrix rows, Buffer headRows, Matrix s, double[] losses) {
        for (int i = 0; i < group.count(); i++) {
            ofTask(group.alone(i), rows.rows(i, 1), headRows, s.rows(i, 1), losses);
        }
    }

    private void ofTask(HeadGroup task, Matrix row, Buffer headRows, Matrix s, double[] losses) {
        passes.load(batch);
        Point perturbed = buffers.perturbed(1);
        perturb(task, row, headRows, perturbed);
        passes.forward(perturbed, List.of(task), losses);
        int[] labelled = IntStream.range(0, batch.rows())
                .filter(sample -> batch.isLabelled(task, sample))
                .toArray();
        int count = (int) Math.ceil(part.samples() * labelled.length);
        if (count < labelled.length) {
            passes.load(batch.select(steepest(task, labelled, count)));
            passes.forward(perturbed, List.of(task), new double[losses.length]);
        }
        passes.backward(task, perturbed, s);
    }

    private void perturb(HeadGroup task, Matrix row, Buffer headRows, Point perturbed) {
        if (part.coordinates() == 1) {
            perturbing.perTask(task, buffers.atTheta(), row, headRows, perturbed);
            return;
        }
        SplittableRandom random = new SplittableRandom(part.seed() + task.first());
        Matrix masked = buffers.spareRows(1);
        mask(row, masked, random);
        Buffer maskedHeads = buffers.spareHeads();
        mask(Heads.rows(headRows, 0, task), Heads.rows(maskedHeads, 0, task), random);
        perturbing.perTask(task, buffers.atTheta(), row, headRows, masked, maskedHeads, perturbed);
    }

    /** {@code masked = m row / beta}. */
    private void mask(Matrix row, Matrix masked, SplittableRandom random) {
        double[] values = new double[row.columns()];
        kernels.read(row.buffer(), row.offset(), values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() < part.coordinates() ? values[i] / part.coordinates() : 0;
        }
        kernels.write(values, 0, masked.buffer(), masked.offset(), values.length);
    }

    /** The rows whose loss rises most, in ascending order. */
    private int[] steepest(HeadGroup task, int[] labelled, int count) {
        double[] at = before[task.first()];
        double[] after = passes.lossesByRow(task);
        return Arrays.stream(labelled)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> at[row] - after[row]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
