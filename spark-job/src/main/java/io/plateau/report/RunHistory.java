package io.plateau.report;

import io.plateau.checkpoint.RecordedRun;
import io.plateau.checkpoint.RunProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The logs of one run, read once, in constant memory whatever their length. */
public final class RunHistory {
    private static final int MOST_BUCKETS = 600;
    private static final int LEAST_BUCKETS = 40;
    private static final int POINTS_OF_ALL_RUNS = 80_000;
    /** Losses, sharpness and two weights of about ten tasks. */
    private static final int USUAL_CURVES = 40;

    private final String label;
    private final StepHistory steps;
    private final EpochHistory epochs;
    private final AnalysisHistory analysis;

    private RunHistory(String label, StepHistory steps, EpochHistory epochs, AnalysisHistory analysis) {
        this.label = label;
        this.steps = steps;
        this.epochs = epochs;
        this.analysis = analysis;
    }

    /**
     * Reads the logs of a run, running or ended.
     *
     * @param label what legends call it
     * @param runs of how many runs the report is: their curves share the points that a page can bear
     * @throws RunProblem when it has made no step
     */
    public static RunHistory read(RecordedRun run, String label, int runs) throws IOException {
        int buckets = Math.min(MOST_BUCKETS, Math.max(LEAST_BUCKETS, POINTS_OF_ALL_RUNS / (2 * USUAL_CURVES * runs)));
        StepHistory steps = new StepHistory(buckets);
        run.lines("steps", steps::add);
        if (steps.steps() == 0) {
            throw new RunProblem("run " + run.location() + " has made no step (it is " + run.state()
                    + "), so there is nothing to report: wait until it trains, or leave it out");
        }
        EpochHistory epochs = new EpochHistory(buckets);
        run.lines("epochs", epochs::add);
        AnalysisHistory analysis = new AnalysisHistory(buckets);
        run.lines("analysis", analysis::add);
        return new RunHistory(label, steps, epochs, analysis);
    }

    /** What legends call it. */
    public String label() {
        return label;
    }

    /** Names of its tasks; "task 1", ... before its first evaluation. */
    public List<String> tasks() {
        List<String> names = new ArrayList<>(epochs.tasks());
        for (int task = names.size(); task < steps.tasks(); task++) {
            names.add("task " + (task + 1));
        }
        return names;
    }

    /** Number of steps made. */
    public long stepCount() {
        return steps.steps();
    }

    /** Number of evaluations. */
    public long epochCount() {
        return epochs.epochs();
    }

    /** The step that its best evaluation followed; NaN without one. */
    public double bestStep() {
        return epochs.bestStep();
    }

    /** Wall time of all steps, in seconds, evaluations aside. */
    public double seconds() {
        return steps.seconds();
    }

    /** Steps that were left out because something was not finite. */
    public long brokenSteps() {
        return steps.broken();
    }

    /** What a step costs. */
    public RunCost cost() {
        return steps.cost();
    }

    /** Seconds of its steps. */
    public StepTimes times() {
        return steps.times();
    }

    StepHistory steps() {
        return steps;
    }

    EpochHistory epochs() {
        return epochs;
    }

    AnalysisHistory analysis() {
        return analysis;
    }
}
