package io.plateau.train;

import io.plateau.cluster.ShardReport;
import io.plateau.cluster.StepCost;
import java.util.Arrays;
import java.util.List;

/** What one shard made of a round: its state and an account of every step, or why it could not go on. */
final class LocalReport implements ShardReport {
    private static final long serialVersionUID = 1;

    private final long rows;
    private final LocalStep[] steps;
    private final PackedState end;
    private final long failedStep;
    private final String failure;

    private LocalReport(long rows, List<LocalStep> steps, PackedState end, long failedStep, String failure) {
        this.rows = rows;
        this.steps = steps.toArray(new LocalStep[0]);
        this.end = end;
        this.failedStep = failedStep;
        this.failure = failure;
    }

    static LocalReport of(long rows, List<LocalStep> steps, PackedState end) {
        return new LocalReport(rows, steps, end, -1, "");
    }

    /** Of a shard whose step ends the run. */
    static LocalReport failed(long rows, long step, String failure) {
        return new LocalReport(rows, List.of(), null, step, failure);
    }

    boolean failed() {
        return end == null;
    }

    /** The step that could not be made. */
    long failedStep() {
        return failedStep;
    }

    String failure() {
        return failure;
    }

    /** Training rows of the shard. */
    long rows() {
        return rows;
    }

    List<LocalStep> steps() {
        return List.of(steps);
    }

    TrainingState end() {
        return end.open(end.floats());
    }

    /** Wall time of all its steps. */
    double seconds() {
        return Arrays.stream(steps).mapToDouble(LocalStep::totalSeconds).sum();
    }

    @Override
    public StepCost cost() {
        double forward =
                Arrays.stream(steps).mapToDouble(LocalStep::forwardPasses).sum();
        double backward =
                Arrays.stream(steps).mapToDouble(LocalStep::backwardPasses).sum();
        long accounts = Arrays.stream(steps).mapToLong(LocalStep::bytes).sum();
        return new StepCost(forward, backward, 0, accounts + (end == null ? 0 : end.bytes()), 0);
    }
}
