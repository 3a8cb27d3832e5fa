package io.plateau.conf;

import io.plateau.conf.SharpnessPolicyConfig.Kind;
import io.plateau.math.aggregate.FlatScale;
import io.plateau.math.sharpness.NormScope;
import io.plateau.math.sharpness.SharpnessMode;
import java.util.Optional;
import java.util.Set;

/**
 * Section {@code sharpness}.
 *
 * @param mode which second pass is made
 * @param rho radius for the shared parameters, at least 0
 * @param rhoHead radius for each head, at least 0
 * @param adaptive whether the perturbation is scaled by |parameter| (ASAM)
 * @param normScope whether shared parameters and head have one norm or two
 * @param scope whose gradients the perturbations follow
 * @param measure what the second gradients measure
 * @param gapWeight {@code measures.gsam.alpha}, at least 0
 * @param normStep {@code measures.gam.step}, above 0
 * @param policy which tasks get a second gradient when
 * @param flatScale how the flat part is scaled; empty: the default of the flat method
 * @param flatMethod name of the method that combines the flatness components
 */
public record SharpnessConfig(
        SharpnessMode mode,
        double rho,
        double rhoHead,
        boolean adaptive,
        NormScope normScope,
        Scope scope,
        Measure measure,
        double gapWeight,
        double normStep,
        SharpnessPolicyConfig policy,
        Optional<FlatScale> flatScale,
        String flatMethod) {

    /** Whose gradients the perturbations follow. */
    public enum Scope {
        /** Each shard its own: one job. */
        SHARD,
        /** All shards those of the whole batch: a second job. */
        GLOBAL
    }

    /** What the second gradients measure. */
    public enum Measure {
        /** The loss at the perturbed point (SAM). */
        SAM,
        /** That, without what raises the gap between both losses (GSAM). */
        GSAM,
        /** The largest norm of the gradient nearby (GAM). */
        GAM
    }

    private static final Set<Kind> OF_THE_NORM = Set.of(Kind.EVERY_STEP, Kind.EVERY_N, Kind.LATE);
    private static final Set<Kind> JOINTLY = Set.of(Kind.EVERY_STEP, Kind.LATE);

    static SharpnessConfig from(Section sharpness) {
        SharpnessConfig config = new SharpnessConfig(
                sharpness.choice("mode", SharpnessMode.class),
                sharpness.number("rho", Range.NON_NEGATIVE),
                sharpness.number("rho-head", Range.NON_NEGATIVE),
                sharpness.flag("adaptive"),
                sharpness.choice("norm-scope", NormScope.class),
                sharpness.choice("perturbation-scope", Scope.class),
                sharpness.choice("measure", Measure.class),
                sharpness.section("measures").section("gsam").number("alpha", Range.NON_NEGATIVE),
                sharpness.section("measures").section("gam").number("step", Range.POSITIVE),
                SharpnessPolicyConfig.from(sharpness),
                sharpness.choiceOr("flat-scale", "auto", FlatScale.class),
                sharpness.text("flat-method"));
        config.check(sharpness);
        return config;
    }

    /** Whether perturbations follow rows that the driver sends to all shards: those of the whole batch, or of an earlier step. */
    public boolean followsTheBatch() {
        return scope == Scope.GLOBAL || policy.kind() == Kind.ADAPTIVE || policy.kind() == Kind.PREVIOUS_GRADIENT;
    }

    /** Whether a step has to see or change whole summed rows, beside weighing them. */
    public boolean needsWholeRows() {
        return mode != SharpnessMode.NONE
                && (followsTheBatch() || policy.kind() == Kind.EVERY_N || measure == Measure.GSAM);
    }

    private void check(Section sharpness) {
        if (mode == SharpnessMode.NONE) {
            return;
        }
        Kind kind = policy.kind();
        if (mode == SharpnessMode.JOINT) {
            String remedy = "needs second gradients of single tasks; set sharpness.mode = decomposed or direct";
            sharpness.require(JOINTLY.contains(kind), "policy", remedy);
            sharpness.require(measure == Measure.SAM, "measure", remedy);
        }
        sharpness.require(
                measure != Measure.GAM || (OF_THE_NORM.contains(kind) && scope == Scope.SHARD),
                "measure",
                "= gam goes with sharpness.policy = every-step, every-n or late and perturbation-scope = shard");
        sharpness.require(
                kind != Kind.ZEROTH_ORDER || scope == Scope.SHARD,
                "perturbation-scope",
                "= global does not go with sharpness.policy = zeroth-order, whose estimates are those of a shard");
    }
}
