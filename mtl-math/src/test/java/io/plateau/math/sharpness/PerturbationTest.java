package io.plateau.math.sharpness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** The factors of both scopes, and zero gradients. */
final class PerturbationTest {
    @Test
    void dividesByTheNormOfEachPart() {
        Perturbation separate = new Perturbation(0.1, 0.2, false, NormScope.SEPARATE);
        assertThat(separate.sharedFactor(9, 16)).isEqualTo(0.1 / 3);
        assertThat(separate.headFactor(9, 16)).isEqualTo(0.2 / 4);
    }

    @Test
    void dividesByTheCommonNorm() {
        Perturbation joint = new Perturbation(0.1, 0.2, true, NormScope.JOINT);
        assertThat(joint.sharedFactor(9, 16)).isEqualTo(0.1 / 5);
        assertThat(joint.headFactor(9, 16)).isEqualTo(0.2 / 5);
    }

    @Test
    void doesNotMoveAlongAZeroGradient() {
        Perturbation separate = new Perturbation(0.1, 0.2, false, NormScope.SEPARATE);
        assertThat(separate.sharedFactor(0, 16)).isZero();
        assertThat(separate.headFactor(9, 0)).isZero();
        assertThat(new Perturbation(0.1, 0.2, false, NormScope.JOINT).headFactor(0, 0))
                .isZero();
        assertThat(new Perturbation(0, 0, false, NormScope.JOINT).sharedFactor(4, 4))
                .isZero();
    }

    @Test
    void hidesNoNaN() {
        assertThat(new Perturbation(0.1, 0.2, false, NormScope.JOINT).headFactor(Double.NaN, 1))
                .isNaN();
    }

    @Test
    void refusesANegativeRadius() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Perturbation(-1, 0, false, NormScope.JOINT))
                .withMessage("the radius for the shared parameters must be at least 0, not -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Perturbation(1, Double.NaN, false, NormScope.JOINT))
                .withMessage("the radius for the heads must be at least 0, not NaN");
    }
}
