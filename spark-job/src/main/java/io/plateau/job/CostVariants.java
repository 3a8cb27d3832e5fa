package io.plateau.job;

import io.plateau.conf.Setting;
import io.plateau.report.RunCost;
import io.plateau.train.BenchmarkResult;
import java.util.List;
import java.util.function.Function;

/** The modes and policies of the second gradients whose cost {@code bench --costs} measures, the plain one first. */
final class CostVariants {
    private static final String OPTION = "bench --costs";
    private static final List<Variant> VARIANTS = List.of(
            variant("plain", "mode=none"),
            variant("joint", "mode=joint"),
            variant("direct", "mode=direct"),
            variant("decomposed", "mode=decomposed"),
            variant("decomposed, global", "mode=decomposed", "perturbation-scope=global"),
            variant("gsam", "mode=decomposed", "measure=gsam"),
            variant("gam", "mode=decomposed", "measure=gam"),
            variant("every-n", "mode=decomposed", "policy=every-n"),
            variant("adaptive", "mode=decomposed", "policy=adaptive"),
            variant("subset", "mode=decomposed", "policy=subset"),
            variant("shared", "mode=decomposed", "policy=shared"),
            variant("zeroth-order, direct", "mode=direct", "policy=zeroth-order"),
            variant("previous-gradient, direct", "mode=direct", "policy=previous-gradient"));

    private CostVariants() {}

    private record Variant(String label, Setting[] settings) {}

    private static Variant variant(String label, String... sharpness) {
        Setting[] settings = new Setting[sharpness.length];
        for (int i = 0; i < settings.length; i++) {
            String[] pair = sharpness[i].split("=", 2);
            settings[i] = new Setting(OPTION, "sharpness." + pair[0], pair[1]);
        }
        return new Variant(label, settings);
    }

    /**
     * Measures one variant after the other.
     *
     * @param measure times steps with settings on top of the configuration
     */
    static CostTable measured(Function<Setting[], BenchmarkResult> measure) {
        CostTable table = new CostTable();
        // The first variant twice: the compiler of a young process would be on the account of what all others are set
        // against.
        RunCost plain = null;
        for (int i = -1; i < VARIANTS.size(); i++) {
            Variant variant = VARIANTS.get(Math.max(i, 0));
            BenchmarkResult result = measure.apply(variant.settings());
            RunCost cost =
                    new RunCost(result.median(), result.forwardPasses(), result.backwardPasses(), result.bytes());
            plain = i <= 0 ? cost : plain;
            if (i >= 0) {
                table.row(variant.label(), cost, plain);
            }
        }
        return table;
    }
}
