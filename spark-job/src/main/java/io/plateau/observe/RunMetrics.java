package io.plateau.observe;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricFilter;
import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * The figures of this process that Spark's metrics show: each is a number that was set last, read when somebody asks.
 *
 * <p>Names hold dots and underscores; what stands between dots is a task, a phase or an executor. Setting a figure costs some 30 ns.
 * Thread-safe.
 */
public final class RunMetrics {
    private static final RunMetrics HERE = new RunMetrics();

    private final Map<String, Figure> figures = new ConcurrentHashMap<>();
    private MetricRegistry registry = new MetricRegistry();

    RunMetrics() {}

    /** Those of this process. */
    public static RunMetrics here() {
        return HERE;
    }

    /** Those of a training beside others: nobody sees them, for each name stands for one training of a process. */
    public static RunMetrics unseen() {
        return new RunMetrics();
    }

    /** Shows all figures from now on in the registry of a new Spark context, and those of an earlier context no more. */
    synchronized void attach(MetricRegistry shown) {
        figures.clear();
        registry = shown;
    }

    /** A figure that is computed when somebody asks. Never null: that would spoil the whole page. */
    public synchronized void gauge(String name, DoubleSupplier value) {
        registry.remove(name);
        registry.register(name, (Gauge<Double>) value::getAsDouble);
    }

    /** The figure of a name, which appears with this call; NaN until it is set. */
    public Figure figure(String name) {
        Figure known = figures.get(name);
        return known != null ? known : appear(name);
    }

    private synchronized Figure appear(String name) {
        return figures.computeIfAbsent(name, missing -> {
            Figure figure = new Figure();
            registry.remove(name);
            registry.register(name, figure);
            return figure;
        });
    }

    /** Sets a figure. */
    public void set(String name, double value) {
        figure(name).set(value);
    }

    /** Sets a figure to a count. */
    public void set(String name, long count) {
        set(name, (double) count);
    }

    /** Removes all figures whose names begin so. */
    public synchronized void remove(String prefix) {
        figures.keySet().removeIf(name -> name.startsWith(prefix));
        registry.removeMatching(MetricFilter.startsWith(prefix));
    }

    /** A number. */
    public static final class Figure implements Gauge<Double> {
        private volatile double value = Double.NaN;

        private Figure() {}

        /** Sets it. */
        public void set(double now) {
            value = now;
        }

        /** Adds to it, from 0. For one thread. */
        @SuppressWarnings("NonAtomicVolatileUpdate")
        public void add(double more) {
            value = Double.isNaN(value) ? more : value + more;
        }

        @Override
        public Double getValue() {
            return value;
        }
    }
}
