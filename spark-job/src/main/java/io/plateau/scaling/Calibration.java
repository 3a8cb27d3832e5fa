package io.plateau.scaling;

import io.plateau.cluster.LaunchProbe;
import io.plateau.math.metric.Spread;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The coefficients of a {@link ScalingModel} on the machine where steps were measured: those of tasks and blocks from the probe, the others
 * by least squares of the relative errors over all measured steps, none less than 0.
 */
public final class Calibration {
    private static final List<Coefficient> FITTED =
            Arrays.stream(Coefficient.values()).filter(Coefficient::isFitted).toList();

    private final LaunchProbe.Launch launch;
    private final Machines machines;

    /**
     * A calibration.
     *
     * @param launch what tasks and blocks cost there
     * @param machines where the steps were measured
     */
    public Calibration(LaunchProbe.Launch launch, Machines machines) {
        this.launch = launch;
        this.machines = machines;
    }

    /** The model of some measured steps. */
    public ScalingModel fit(List<MeasuredStep> steps) {
        Map<Coefficient, Double> coefficients = new EnumMap<>(Coefficient.class);
        coefficients.put(Coefficient.LAUNCH, launch.driver());
        coefficients.put(Coefficient.TURN, launch.executor());
        coefficients.put(Coefficient.BLOCK, launch.block());
        double[][] amounts = new double[steps.size()][FITTED.size()];
        double[] wanted = new double[steps.size()];
        for (int i = 0; i < wanted.length; i++) {
            MeasuredStep step = steps.get(i);
            double rest =
                    step.seconds() - ScalingModel.fixed(step.workload(), step.reduction(), step.shards(), machines);
            Map<Coefficient, Double> all =
                    ScalingModel.amounts(step.workload(), step.reduction(), step.shards(), machines);
            for (Map.Entry<Coefficient, Double> known : coefficients.entrySet()) {
                rest -= known.getValue() * all.get(known.getKey());
            }
            // Relative errors: a step of a second must not outweigh twenty of 50 ms.
            for (int j = 0; j < FITTED.size(); j++) {
                amounts[i][j] = all.get(FITTED.get(j)) / step.seconds();
            }
            wanted[i] = rest / step.seconds();
        }
        double[] found = NonNegativeLeastSquares.solve(amounts, wanted);
        for (int j = 0; j < found.length; j++) {
            coefficients.put(FITTED.get(j), found[j]);
        }
        return new ScalingModel(coefficients);
    }

    /** What the model says of a measured step, over what was measured, less 1. */
    public double error(ScalingModel model, MeasuredStep step) {
        return model.seconds(step.workload(), step.reduction(), step.shards(), machines) / step.seconds() - 1;
    }

    /** The errors of a model over some steps, each at least 0; NaN without steps. */
    public Errors errors(ScalingModel model, List<MeasuredStep> steps) {
        double[] errors =
                steps.stream().mapToDouble(step -> Math.abs(error(model, step))).toArray();
        return new Errors(
                errors.length == 0 ? Double.NaN : Spread.median(errors),
                Arrays.stream(errors).max().orElse(Double.NaN));
    }

    /** The errors at the most shards of a model that has seen only steps with fewer; NaN where all have as many. */
    public Errors extrapolation(List<MeasuredStep> steps) {
        OptionalInt most = steps.stream().mapToInt(MeasuredStep::shards).max();
        List<MeasuredStep> fewer =
                steps.stream().filter(step -> step.shards() < most.getAsInt()).toList();
        return fewer.isEmpty()
                ? new Errors(Double.NaN, Double.NaN)
                : errors(
                        fit(fewer),
                        steps.stream()
                                .filter(step -> step.shards() == most.getAsInt())
                                .toList());
    }

    /**
     * Relative errors.
     *
     * @param median the usual one
     * @param worst the largest
     */
    public record Errors(double median, double worst) {}
}
