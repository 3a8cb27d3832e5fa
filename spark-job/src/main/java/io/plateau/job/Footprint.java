package io.plateau.job;

import io.plateau.conf.JobConfig;
import io.plateau.math.sharpness.SharpnessMode;
import io.plateau.model.ParameterLayout;

/**
 * What a step costs in memory and traffic, estimated from the shapes alone; 4 bytes per number. P shared parameters, H head
 * parameters, K tasks, b rows of a shard's part of the batch, U units of all shared layers.
 *
 * @param sharedParameters P
 * @param headParameters H
 * @param slotBytes on each task slot: parameters, K gradient rows (3 K with a second pass: gradients, flatness, perturbed
 *     parameters), and activations with their cotangents, 2 b U once and K times more in the second pass
 * @param stepBytes sent to the driver in a step: for every shard K rows of P (2 K with a second pass) and H; 0 in one process
 */
record Footprint(long sharedParameters, long headParameters, long slotBytes, long stepBytes) {

    static Footprint of(JobConfig job, ParameterLayout layout) {
        long tasks = layout.tasks();
        long shared = layout.shared();
        long heads = layout.heads();
        SharpnessMode mode = job.sharpness().mode();
        boolean second = mode == SharpnessMode.DECOMPOSED || mode == SharpnessMode.DIRECT;
        long shards = job.training().shards();
        long rows = (job.training().batchSize() + shards - 1) / shards;
        long units = job.model().hidden().stream().mapToLong(Integer::longValue).sum();
        long activations = 2 * rows * units * (second ? 1 + tasks : 1);
        long slot = shared + 3 * heads + (second ? 3 : 1) * tasks * shared + activations;
        long step = shards * ((second ? 2 : 1) * tasks * shared + heads);
        return new Footprint(shared, heads, Float.BYTES * slot, Float.BYTES * step);
    }
}
