package io.plateau.job;

import io.plateau.checkpoint.FinishedRun;
import io.plateau.checkpoint.RunDirectory;
import io.plateau.checkpoint.RunProblem;
import io.plateau.checkpoint.RunState;
import io.plateau.checkpoint.SweepDirectory;
import io.plateau.conf.SweepHalving;
import io.plateau.conf.SweepPlan;
import io.plateau.data.Dataset;
import io.plateau.observe.TrialBoard;
import io.plateau.report.ValidationLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/** Trains the trials of a sweep, each as a run of its own; leaves out those that have finished before. */
final class Sweep {

    /** What may differ between a trial and the finished run that stands for it: where it lies, saves and computes. */
    private static final Set<String> FREE =
            Set.of("run.output", "cluster.", "checkpoint.", "publish.", "observe.", "limits.", "bench.");

    /** What else may differ where the run goes on: where it ends. */
    private static final Set<String> FREE_ENDS = Set.of("training.max-steps", "training.early-stopping-patience");

    /**
     * One trial after the sweep.
     *
     * @param planned the trial
     * @param state what became of it: all but {@link TrialState#PAUSED}
     * @param message why it has not finished; empty when it has
     */
    record Outcome(PlannedTrial planned, TrialState state, String message) {}

    private final SweepPlan plan;
    private final Dataset stored;
    private final SweepDirectory directory;
    private final TrialPlace place;
    private final TrialBoard board;
    private final List<String> commandLine;
    private final Consumer<String> say;
    private final BooleanSupplier interrupted;

    /** What is settled, by trial. */
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

    /**
     * A sweep.
     *
     * @param stored the dataset with all its tasks
     * @param place trains the trials
     * @param board told what becomes of them
     * @param commandLine for the provenance of the runs
     * @param say told, in a sentence each, what a person should know
     * @param interrupted asked before every trial; true ends the sweep there
     */
    Sweep(
            SweepPlan plan,
            Dataset stored,
            SweepDirectory directory,
            TrialPlace place,
            TrialBoard board,
            List<String> commandLine,
            Consumer<String> say,
            BooleanSupplier interrupted) {
        this.plan = plan;
        this.stored = stored;
        this.directory = directory;
        this.place = place;
        this.board = board;
        this.commandLine = commandLine;
        this.say = say;
        this.interrupted = interrupted;
    }

    /**
     * Trains what has not been trained yet.
     *
     * @return one outcome per trial in their order; some are {@link TrialState#LEFT} when the sweep was asked to end
     * @throws RunProblem when the directory has a run of a trial's name with another configuration; then nothing is trained
     */
    List<Outcome> run(List<PlannedTrial> trials) throws IOException {
        leaveOutFinished(trials);
        ExecutorService threads = Executors.newFixedThreadPool(plan.execution().threads(trials.size()));
        try {
            Optional<SweepHalving> halving = plan.execution().halving();
            for (int epochs : halving.map(rule -> rule.rungs(PlannedTrial.mostEpochs(trials)))
                    .orElse(List.of())) {
                trainTo(epochs, trials, threads);
                if (!interrupted.getAsBoolean()) {
                    giveUp(halving.orElseThrow(), epochs, trials);
                }
            }
            trainTo(Integer.MAX_VALUE, trials, threads);
        } finally {
            threads.shutdownNow();
        }
        return trials.stream()
                .map(planned -> outcomes.getOrDefault(
                        planned.trial().name(), new Outcome(planned, TrialState.LEFT, "its turn had not come")))
                .toList();
    }

    private void leaveOutFinished(List<PlannedTrial> trials) throws IOException {
        for (PlannedTrial planned : trials) {
            boolean done = FinishedRun.isThere(path(planned), directory.hadoop());
            requireSame(planned, done);
            if (done) {
                settle(new Outcome(planned, TrialState.FINISHED, ""));
                board.known(planned.trial().name(), TrialState.FINISHED.key());
            }
        }
        if (!outcomes.isEmpty()) {
            say.accept(outcomes.size() + " of " + trials.size() + " trials have finished before");
        }
    }

    private Path path(PlannedTrial planned) {
        return directory.trial(planned.trial().name());
    }

    private synchronized void settle(Outcome outcome) {
        outcomes.put(outcome.planned().trial().name(), outcome);
    }

    private void requireSame(PlannedTrial planned, boolean finished) throws IOException {
        Optional<String> stored = RunDirectory.storedConfig(path(planned), directory.hadoop());
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

    /** Trains all that is not settled for some epochs, and waits. */
    private void trainTo(int epochs, List<PlannedTrial> trials, ExecutorService threads) throws IOException {
        boolean toTheEnd = epochs == Integer.MAX_VALUE;
        Map<String, ValidationLog> logs = toTheEnd ? Map.of() : TrialLogs.of(trials, directory, false);
        List<PlannedTrial> left = trials.stream()
                .filter(planned -> {
                    String name = planned.trial().name();
                    return !outcomes.containsKey(name)
                            && (toTheEnd || logs.get(name).epochs() < epochs);
                })
                .toList();
        List<Future<?>> stretches = new ArrayList<>();
        left.forEach(planned -> stretches.add(threads.submit(() -> stretch(planned, epochs))));
        try {
            for (Future<?> stretch : stretches) {
                stretch.get();
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while trials were trained", asked);
        } catch (ExecutionException defect) {
            if (defect.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(defect.getCause());
        }
    }

    private void stretch(PlannedTrial planned, int epochs) {
        if (interrupted.getAsBoolean()) {
            return;
        }
        String name = planned.trial().name();
        TrialEnd end = place.train(
                new TrialRun(
                        name, directory.path(), planned.config().text(), commandLine, planned.lastStep(epochs, stored)),
                planned.config().job());
        end.notices().forEach(notice -> say.accept("trial " + name + ": " + notice));
        if (end.state() == TrialState.PAUSED) {
            board.pause(name);
            return;
        }
        if (end.state() == TrialState.FAILED) {
            say.accept("trial " + name + " failed: " + end.message());
        }
        settle(new Outcome(planned, end.state(), end.message()));
        board.end(name, end.state().key());
    }

    private void giveUp(SweepHalving halving, int epochs, List<PlannedTrial> trials) throws IOException {
        Set<String> out = new HashSet<>();
        outcomes.values().stream()
                .filter(outcome -> outcome.state() == TrialState.STOPPED)
                .forEach(outcome -> out.add(outcome.planned().trial().group()));
        List<String> in = trials.stream()
                .map(planned -> planned.trial().group())
                .distinct()
                .filter(group -> !out.contains(group))
                .toList();
        Set<String> held = new HashSet<>(plan.plain().values());
        plan.baseline().ifPresent(held::add);
        ValidationScores scores =
                ValidationScores.of(trials, TrialLogs.of(trials, directory, false), plan.baseline(), stored, epochs);
        Map<String, String> givenUp = Rung.of(halving, epochs, in, held, scores);
        for (PlannedTrial planned : trials) {
            String why = givenUp.get(planned.trial().group());
            if (why != null && !outcomes.containsKey(planned.trial().name())) {
                stop(planned, why);
            }
        }
        if (!givenUp.isEmpty()) {
            say.accept("after epoch " + epochs + " of all trials " + (in.size() - givenUp.size()) + " of " + in.size()
                    + " groups go on");
        }
    }

    private void stop(PlannedTrial planned, String why) throws IOException {
        String name = planned.trial().name();
        try (RunDirectory run = SweepDirectory.run(directory.path(), name, directory.hadoop(), say)) {
            run.status(RunState.STOPPED, why);
        }
        settle(new Outcome(planned, TrialState.STOPPED, why));
        board.end(name, TrialState.STOPPED.key());
    }
}
