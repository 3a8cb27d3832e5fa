package io.plateau.scaling;

import io.plateau.cluster.StepTraffic;
import io.plateau.conf.ClusterConfig;
import java.util.EnumMap;
import java.util.Map;

/**
 * Seconds of a step by the sum of what it has to wait for. With E executors, S shards, {@link StepTraffic} X and the network's speeds
 * {@code B} (of an executor) and {@code B_d} (of the driver), in bytes per second:
 *
 * <pre>
 * T =  c ceil(S / E)                                             gradients, wave after wave
 *   +  job J                                                     J jobs
 *   +  launch N + turn sum over stages of ceil(n / E)            N tasks in stages of n
 *   +  block X.blocks / E
 *   +  update (P + H)
 *   +  (driver-byte + 1 / B_d) (X.received + X.sent r)           r = ceil(log2(E + 1)) rounds of a broadcast
 *   +  exchange-byte X.exchanged / E  +  X.exchanged (E - 1) / E^2 / B
 *   +  sketch-byte R ceil(S / E)                                 R bytes of a shard's rows; with sketch only
 * </pre>
 *
 * <p>In a broadcast every executor that has the parameters hands them on. Coordinates have as many owners as there are executors, at
 * least two and at most as many as grains. Nothing overlaps, no executor is slower than another, and the network between two machines is as
 * fast as theirs.
 */
public final class ScalingModel {
    private final Map<Coefficient, Double> coefficients;

    /**
     * A model.
     *
     * @param coefficients all of them
     */
    public ScalingModel(Map<Coefficient, Double> coefficients) {
        this.coefficients = new EnumMap<>(coefficients);
        if (this.coefficients.size() != Coefficient.values().length) {
            throw new IllegalArgumentException("coefficients missing: there are only " + coefficients.keySet());
        }
    }

    /** A coefficient. */
    public double coefficient(Coefficient which) {
        return coefficients.get(which);
    }

    /** Seconds of a step. */
    public double seconds(Workload work, ClusterConfig.Reduction reduction, int shards, Machines machines) {
        double seconds = fixed(work, reduction, shards, machines);
        for (Map.Entry<Coefficient, Double> amount :
                amounts(work, reduction, shards, machines).entrySet()) {
            seconds += amount.getValue() * coefficients.get(amount.getKey());
        }
        return seconds;
    }

    /** The seconds that no coefficient has a part in: gradients, and bytes on the network. */
    static double fixed(Workload work, ClusterConfig.Reduction reduction, int shards, Machines machines) {
        StepTraffic traffic = StepTraffic.of(work.size(), reduction, shards, machines.executors());
        double executors = machines.executors();
        return work.gradient() * waves(shards, machines)
                + throughDriver(traffic, machines) / machines.driverNetwork()
                + traffic.exchanged() * (executors - 1) / (executors * executors) / machines.network();
    }

    /** How much there is of what each coefficient is counted in. */
    static Map<Coefficient, Double> amounts(
            Workload work, ClusterConfig.Reduction reduction, int shards, Machines machines) {
        StepTraffic traffic = StepTraffic.of(work.size(), reduction, shards, machines.executors());
        double executors = machines.executors();
        boolean sketched = reduction == ClusterConfig.Reduction.SKETCH;
        Map<Coefficient, Double> amounts = new EnumMap<>(Coefficient.class);
        amounts.put(Coefficient.JOB, (double) traffic.jobs());
        amounts.put(Coefficient.LAUNCH, (double) traffic.tasks());
        amounts.put(
                Coefficient.TURN,
                traffic.stages().stream()
                        .mapToDouble(tasks -> waves(tasks, machines))
                        .sum());
        amounts.put(Coefficient.BLOCK, traffic.blocks() / executors);
        amounts.put(
                Coefficient.UPDATE, (double) work.size().shared() + work.size().heads());
        amounts.put(Coefficient.DRIVER_BYTE, throughDriver(traffic, machines));
        amounts.put(Coefficient.EXCHANGE_BYTE, traffic.exchanged() / executors);
        amounts.put(Coefficient.SKETCH_BYTE, sketched ? work.size().rows() * waves(shards, machines) : 0);
        return amounts;
    }

    private static double waves(int tasks, Machines machines) {
        return Math.ceil((double) tasks / machines.executors());
    }

    private static double throughDriver(StepTraffic traffic, Machines machines) {
        // The least r with 2^r > E.
        int rounds = Integer.SIZE - Integer.numberOfLeadingZeros(machines.executors());
        return traffic.received() + (double) traffic.sent() * rounds;
    }
}
