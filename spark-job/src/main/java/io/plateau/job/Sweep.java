package io.plateau.job;

import io.plateau.checkpoint.FinishedRun;
import io.plateau.checkpoint.Provenance;
import io.plateau.checkpoint.RunDirectory;
import io.plateau.checkpoint.RunProblem;
import io.plateau.checkpoint.SweepDirectory;
import io.plateau.train.TrainingInterrupted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/** Trains the trials of a sweep one after another, each as a run of its own; leaves out those that have finished before. */
final class Sweep {

    /** What may differ between a trial and the finished run that stands for it: where it lies, saves and computes. */
    private static final Set<String> FREE =
            Set.of("run.output", "cluster.", "checkpoint.", "publish.", "observe.", "limits.", "bench.");

    /** What else may differ where the run goes on: where it ends. */
    private static final Set<String> FREE_ENDS = Set.of("training.max-steps", "training.early-stopping-patience");

    /** What became of a trial. */
    enum State {
        /** It has finished, now or before. */
        FINISHED,
        /** It has not come to its end, and would not if it went on. */
        FAILED,
        /** The sweep was asked to end before. */
        LEFT;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One trial after the sweep.
     *
     * @param planned the trial
     * @param state what became of it
     * @param message why it has not finished; empty when it has
     */
    record Outcome(PlannedTrial planned, State state, String message) {}

    private final SweepDirectory directory;
    private final Trial trial;
    private final List<String> commandLine;
    private final Consumer<String> say;
    private final BooleanSupplier interrupted;

    /**
     * A sweep.
     *
     * @param trial trains a configuration
     * @param commandLine for the provenance of the runs
     * @param say told, in a sentence each, what a person should know
     * @param interrupted asked before every trial; true ends the sweep there
     */
    Sweep(
            SweepDirectory directory,
            Trial trial,
            List<String> commandLine,
            Consumer<String> say,
            BooleanSupplier interrupted) {
        this.directory = directory;
        this.trial = trial;
        this.commandLine = commandLine;
        this.say = say;
        this.interrupted = interrupted;
    }

    /**
     * Trains what has not been trained yet.
     *
     * @return one outcome per trial in their order; some are {@link State#LEFT} when the sweep was asked to end
     * @throws RunProblem when the directory has a run of a trial's name with another configuration; then nothing is trained
     */
    List<Outcome> run(List<PlannedTrial> trials) throws IOException {
        Set<String> finished = new HashSet<>();
        for (PlannedTrial planned : trials) {
            Path path = directory.trial(planned.trial().name());
            boolean done = FinishedRun.isThere(path, directory.hadoop());
            requireSame(planned, done);
            if (done) {
                finished.add(planned.trial().name());
            }
        }
        if (!finished.isEmpty()) {
            say.accept(finished.size() + " of " + trials.size() + " trials have finished before");
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (PlannedTrial planned : trials) {
            String place = (outcomes.size() + 1) + "/" + trials.size();
            boolean done = finished.contains(planned.trial().name());
            outcomes.add(done ? new Outcome(planned, State.FINISHED, "") : one(planned, place));
        }
        return outcomes;
    }

    private void requireSame(PlannedTrial planned, boolean finished) throws IOException {
        Optional<String> stored =
                RunDirectory.storedConfig(directory.trial(planned.trial().name()), directory.hadoop());
        if (stored.isEmpty()) {
            return;
        }
        Set<String> free = new TreeSet<>(FREE);
        if (!finished) {
            free.addAll(FREE_ENDS);
        }
        List<String> changed = List.copyOf(
                ConfigTexts.differences(stored.get(), planned.config().text(), free));
        if (!changed.isEmpty()) {
            throw new RunProblem("trial " + planned.trial().name() + " in " + directory.location()
                    + " was trained with other settings of "
                    + String.join(", ", changed.subList(0, Math.min(5, changed.size())))
                    + ": go on with the configuration that the sweep was started with, or choose another --output");
        }
    }

    private Outcome one(PlannedTrial planned, String place) throws IOException {
        if (interrupted.getAsBoolean()) {
            return new Outcome(planned, State.LEFT, "not started");
        }
        String name = planned.trial().name();
        try (RunDirectory run = directory.run(name, say)) {
            run.config(planned.config().text());
            run.provenance(Provenance.ofThisProcess(commandLine));
            Trial.Result result = trial.settled(place + " " + name, planned.config(), run);
            return result.shortfall().isEmpty()
                    ? new Outcome(planned, State.FINISHED, "")
                    : failed(planned, result.shortfall());
        } catch (TrainingInterrupted left) {
            say.accept("stopped in trial " + name + " after its step " + left.step() + ", which is saved");
            return new Outcome(planned, State.LEFT, left.getMessage());
        } catch (Exception failure) { // Spark throws checked exceptions undeclared
            if (interrupted.getAsBoolean()) {
                // Spark and the file systems may be going down already: nothing says that the trial is at fault.
                throw failure;
            }
            return failed(planned, Failures.message(failure));
        }
    }

    private Outcome failed(PlannedTrial planned, String message) {
        say.accept("trial " + planned.trial().name() + " failed: " + message);
        return new Outcome(planned, State.FAILED, message);
    }
}
