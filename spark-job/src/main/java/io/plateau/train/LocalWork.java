package io.plateau.train;

import io.plateau.cluster.Cluster;
import io.plateau.cluster.ShardWork;
import io.plateau.data.Shard;
import java.util.ArrayList;
import java.util.List;

/** The round of one shard: whole training steps on the cluster of this shard alone. */
final class LocalWork implements ShardWork<LocalReport> {
    private static final long serialVersionUID = 1;

    private final StepRecipe recipe;
    private final PackedState start;
    private final long steps;

    /**
     * A round.
     *
     * @param start the state before it, whose floats are what the driver shares
     * @param steps how many
     */
    LocalWork(StepRecipe recipe, PackedState start, long steps) {
        this.recipe = recipe;
        this.start = start;
        this.steps = steps;
    }

    @Override
    public LocalReport on(Cluster alone, Shard shard, float[] shared) {
        TrainingState state = start.open(shared);
        List<LocalStep> made = new ArrayList<>();
        try (Optimizer optimizer = recipe.optimizer()) {
            TrainingStep step = recipe.on(alone, optimizer);
            for (long i = 0; i < steps; i++) {
                TrainingStep.Advance advance = step.run(state);
                made.add(LocalStep.of(advance.result()));
                state = advance.state();
            }
        } catch (TrainingFailure failure) {
            // Thrown in a task it would be tried again, and come to the driver as an error of Spark's.
            return LocalReport.failed(shard.rows(), state.step(), failure.getMessage());
        }
        return LocalReport.of(shard.rows(), made, PackedState.of(state));
    }
}
