package io.plateau.train;

import io.plateau.conf.OptimizerConfig;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * ND4J's updaters over the whole flat parameter vector: (parameters, state, gradient) to (parameters, state).
 *
 * <p>The arrays that go in are not changed, so the previous {@link TrainingState} stays valid. The off-heap buffers are
 * allocated once and reused. {@code momentum} is Nesterov's form; {@code adamw} is Adam with decoupled decay
 * (arXiv:1711.05101), {@code theta -= lr (u + lambda theta)}; for the others {@code weight-decay} adds {@code lambda theta} to
 * the gradient. Adam is Algorithm 1 of arXiv:1412.6980: epsilon is added to the root of the second moment after the correction
 * of its bias. ND4J's own form adds it before, which is another rule in the first thousand steps.
 *
 * <p>Not thread-safe.
 */
final class Optimizer implements AutoCloseable {
    private final OptimizerConfig config;
    private final IUpdater updater;
    private final GradientUpdater<?> rule;
    private final INDArray update;
    private final INDArray memory;

    Optimizer(OptimizerConfig config, int parameters) {
        this.config = config;
        updater = switch (config.type()) {
            case SGD -> new Sgd(config.learningRate());
            case MOMENTUM -> new Nesterovs(config.learningRate(), config.momentum());
            case ADAM, ADAMW -> new Adam(config.learningRate(), config.beta1(), config.beta2(), config.epsilon());
        };
        update = Nd4j.createUninitialized(DataType.FLOAT, 1, parameters);
        long size = updater.stateSize(parameters);
        memory = size == 0 ? null : Nd4j.create(DataType.FLOAT, 1, size);
        rule = updater.instantiate(memory, true);
    }

    /** The state of an optimizer that has made no step: zeros. */
    float[] initialState() {
        return new float[memory == null ? 0 : (int) memory.length()];
    }

    /** The parameters after one step, with the state after it. The step number counts from 0. */
    Result apply(float[] parameters, float[] state, float[] gradient, double learningRate, long step) {
        boolean decoupled = config.type() == OptimizerConfig.Type.ADAMW;
        float penalty = (float) config.weightDecay();
        write(decoupled || penalty == 0 ? gradient : sum(gradient, penalty, parameters), update);
        if (memory != null) {
            write(state, memory);
        }
        updater.setLrAndSchedule(learningRate, null);
        if (updater instanceof Adam adam) {
            // (root / correction + epsilon) times the correction, which ND4J puts into the learning rate.
            double correction = Math.sqrt(1 - Math.pow(config.beta2(), step + 1.0));
            adam.setEpsilon(config.epsilon() * correction);
        }
        rule.applyUpdater(update, Math.toIntExact(step), 0);
        float[] moved = new float[parameters.length];
        host(update).get(0, moved);
        if (decoupled) {
            moved = sum(moved, (float) (learningRate * config.weightDecay()), parameters);
        }
        for (int i = 0; i < moved.length; i++) {
            moved[i] = parameters[i] - moved[i];
        }
        float[] newState = new float[state.length];
        if (memory != null) {
            host(memory).get(0, newState);
        }
        return new Result(moved, newState);
    }

    /** {@code a + factor * b}. */
    private static float[] sum(float[] a, float factor, float[] b) {
        float[] sum = new float[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a[i] + factor * b[i];
        }
        return sum;
    }

    private static void write(float[] from, INDArray to) {
        host(to).put(0, from);
        // Where the array lies on a device, its copy there is now the older one.
        Nd4j.getAffinityManager().tagLocation(to, AffinityManager.Location.HOST);
    }

    /** A view for bulk copies: element-wise access to a DataBuffer costs nanoseconds per element. */
    private static FloatBuffer host(INDArray array) {
        return array.data().asNioFloat();
    }

    @Override
    public void close() {
        update.close();
        if (memory != null) {
            memory.close();
        }
    }

    /** Parameters and optimizer state after a step; both are fresh arrays. */
    record Result(float[] parameters, float[] state) {}
}
