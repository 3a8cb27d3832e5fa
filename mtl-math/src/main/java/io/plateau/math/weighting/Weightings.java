package io.plateau.math.weighting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The registry of weighting methods. To add a method, add its class and its line here. */
public final class Weightings {
    private static final Map<String, Entry> METHODS = new LinkedHashMap<>();

    static {
        register(NashBargaining.NAME, Map.of(), options -> new NashBargaining());
        register(Mgda.NAME, defaults("normalize", "none", "scale", "one"), Mgda::of);
        register(CaGrad.NAME, defaults("c", 0.4, "rescale", 1, "form", "paper"), CaGrad::of);
        register(PcGrad.NAME, defaults("include-self", false, "reduction", "sum"), PcGrad::of);
        register(ImtlG.NAME, defaults("form", "paper"), ImtlG::of);
        register(LinearScalarisation.NAME, defaults("reduction", "sum"), LinearScalarisation::of);
        register(ScaleInvariant.NAME, Map.of(), options -> new ScaleInvariant());
        register(RandomLossWeighting.NAME, Map.of(), options -> new RandomLossWeighting());
        register(
                DynamicWeightAverage.NAME,
                defaults("temperature", 2.0, "history", "epochs", "window", 25, "reduction", "sum"),
                DynamicWeightAverage::of);
        register(Uncertainty.NAME, defaults("initial", 0.0, "learning-rate", 0.025), Uncertainty::of);
    }

    private Weightings() {}

    /** The names of all methods. */
    public static List<String> names() {
        return List.copyOf(METHODS.keySet());
    }

    /**
     * A method with the given options.
     *
     * @param name its name, one of {@link #names()}
     * @param options values that differ from {@link #defaults(String)}; numbers may be given as text
     * @return the method
     * @throws IllegalArgumentException if the name or an option is unknown, or a value is not allowed; the message names it and
     *     says what is allowed
     */
    public static Weighting create(String name, Map<String, Object> options) {
        Entry entry = entry(name);
        return entry.factory.apply(new Options(name, entry.defaults, options));
    }

    /**
     * PCGrad with given orders instead of random ones, to repeat a published run or a reference case.
     *
     * @param orders for every task the tasks it is projected off, in order; used in every step
     * @param includeSelf whether a task is projected off its own gradient where the order says so
     * @param mean whether the projected gradients are averaged instead of added
     * @return the method, for steps with exactly these tasks
     */
    public static Weighting pcGradInOrder(int[][] orders, boolean includeSelf, boolean mean) {
        int[][] copy = new int[orders.length][];
        for (int i = 0; i < orders.length; i++) {
            copy[i] = orders[i].clone();
        }
        return new PcGrad(includeSelf, mean, copy);
    }

    /**
     * The options of a method with their default values, in a fixed order.
     *
     * @param name its name, one of {@link #names()}
     * @return text and numbers; empty for a method without options
     * @throws IllegalArgumentException if the name is unknown
     */
    public static Map<String, Object> defaults(String name) {
        return new LinkedHashMap<>(entry(name).defaults);
    }

    private static Entry entry(String name) {
        Entry entry = METHODS.get(name);
        if (entry == null) {
            String nearest = Spelling.nearest(name, METHODS.keySet());
            throw new IllegalArgumentException("unknown method '" + name + "'"
                    + (nearest.isEmpty() ? ". " : ": did you mean '" + nearest + "'? ")
                    + "Known methods: " + String.join(", ", METHODS.keySet()));
        }
        return entry;
    }

    private static void register(String name, Map<String, Object> defaults, Function<Options, Weighting> factory) {
        METHODS.put(name, new Entry(defaults, factory));
    }

    private static Map<String, Object> defaults(Object... pairs) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            defaults.put((String) pairs[i], pairs[i + 1]);
        }
        return defaults;
    }

    private record Entry(Map<String, Object> defaults, Function<Options, Weighting> factory) {}
}
