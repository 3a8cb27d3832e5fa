package io.plateau.scaling;

import io.plateau.cluster.LaunchProbe;
import io.plateau.cluster.StepTraffic;
import io.plateau.conf.ClusterConfig;
import io.plateau.conf.ScalingConfig;
import java.util.List;

/** Measured steps, the model that follows from them, and what it says of more executors. Immutable. */
public final class ScalingStudy {
    private final List<MeasuredStep> steps;
    private final ScalingConfig settings;
    private final Machines measuredOn;
    private final Calibration calibration;
    private final ScalingModel model;

    /**
     * Fits the model.
     *
     * @param steps at least one
     * @param launch what tasks and blocks cost where they were measured
     * @param executors where they were measured, all on one machine
     * @param settings what to predict
     */
    public ScalingStudy(List<MeasuredStep> steps, LaunchProbe.Launch launch, int executors, ScalingConfig settings) {
        this.steps = List.copyOf(steps);
        this.settings = settings;
        measuredOn = Machines.loopback(executors);
        calibration = new Calibration(launch, measuredOn);
        model = calibration.fit(steps);
    }

    /** The measured steps. */
    public List<MeasuredStep> steps() {
        return steps;
    }

    /** What was studied. */
    public ScalingConfig settings() {
        return settings;
    }

    /** Number of executors that the steps were measured on. */
    public int executors() {
        return measuredOn.executors();
    }

    /** The fitted model. */
    public ScalingModel model() {
        return model;
    }

    /** How far the model is from the measured steps. */
    public Calibration.Errors errors() {
        return calibration.errors(model, steps);
    }

    /** How far it is from those with the most shards when it has not seen them; NaN where all have as many. */
    public Calibration.Errors extrapolation() {
        return calibration.extrapolation(steps);
    }

    /** What was timed, each once, in the order of the measurements. */
    public List<Workload> workloads() {
        return steps.stream().map(MeasuredStep::workload).distinct().toList();
    }

    /** Seconds of a step where the steps were measured, by the model. */
    public double modelled(Workload work, ClusterConfig.Reduction reduction, int shards) {
        return model.seconds(work, reduction, shards, measuredOn);
    }

    /** A step on executors with machines and one shard each. */
    public Prediction predicted(Workload work, ClusterConfig.Reduction reduction, int executors) {
        Machines machines = Machines.networked(executors, settings.network(), settings.driverNetwork());
        return new Prediction(
                work,
                reduction,
                executors,
                model.seconds(work, reduction, executors, machines),
                StepTraffic.of(work.size(), reduction, executors, executors));
    }

    /** All predictions that were asked for, by size, reduction and executors. */
    public List<Prediction> predictions() {
        return workloads().stream()
                .flatMap(work -> settings.reductions().stream().flatMap(reduction -> settings.predicted().stream()
                        .map(executors -> predicted(work, reduction, executors))))
                .toList();
    }

    /**
     * What the model says of a step.
     *
     * @param executors number of executors and of shards
     * @param seconds of a step
     * @param traffic what it moves
     */
    public record Prediction(
            Workload workload, ClusterConfig.Reduction reduction, int executors, double seconds, StepTraffic traffic) {}
}
