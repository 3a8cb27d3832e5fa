package io.plateau.conf;

import io.plateau.math.aggregate.FlatScale;
import io.plateau.math.sharpness.NormScope;
import io.plateau.math.sharpness.SharpnessMode;
import java.util.Optional;

/**
 * Section {@code sharpness}.
 *
 * @param mode which second pass is made
 * @param rho radius for the shared parameters, at least 0
 * @param rhoHead radius for each head, at least 0
 * @param adaptive whether the perturbation is scaled by |parameter| (ASAM)
 * @param normScope whether shared parameters and head have one norm or two
 * @param flatScale how the flat part is scaled; empty: the default of the flat method
 * @param flatMethod name of the method that combines the flatness components
 */
public record SharpnessConfig(
        SharpnessMode mode,
        double rho,
        double rhoHead,
        boolean adaptive,
        NormScope normScope,
        Optional<FlatScale> flatScale,
        String flatMethod) {

    static SharpnessConfig from(Section sharpness) {
        return new SharpnessConfig(
                sharpness.choice("mode", SharpnessMode.class),
                sharpness.number("rho", Range.NON_NEGATIVE),
                sharpness.number("rho-head", Range.NON_NEGATIVE),
                sharpness.flag("adaptive"),
                sharpness.choice("norm-scope", NormScope.class),
                sharpness.choiceOr("flat-scale", "auto", FlatScale.class),
                sharpness.text("flat-method"));
    }
}
