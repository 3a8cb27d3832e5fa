package io.plateau.math.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Value semantics, and the cut to some of the tasks. */
final class MethodStateTest {
    private final MethodState state =
            MethodState.empty().with("b", 1, 2, 3, 4, 5, 6).with("a", 7).with("c", 8, Double.NaN, 10);

    @Test
    void isAValue() {
        MethodState same =
                MethodState.empty().with("a", 7).with("c", 8, Double.NaN, 10).with("b", 1, 2, 3, 4, 5, 6);
        assertThat(same).isEqualTo(state).hasSameHashCodeAs(state);
        assertThat(same.with("a", 8)).isNotEqualTo(state);
        assertThat(MethodState.empty()).isNotEqualTo(state);
        assertThat(state.values().keySet()).containsExactly("a", "b", "c");
    }

    @Test
    void copiesItsNumbers() {
        double[] given = {1, 2};
        MethodState copy = MethodState.empty().with("x", given);
        given[0] = 9;
        copy.value("x")[1] = 9;
        copy.values().get("x")[1] = 9;
        assertThat(copy.value("x")).containsExactly(1, 2);
    }

    @Test
    void cutsBlocksOfTasksAndKeepsSingleNumbers() {
        MethodState part = state.restrictedTo(new int[] {0, 2}, 3);
        assertThat(part.value("a")).containsExactly(7);
        assertThat(part.value("b")).containsExactly(1, 2, 5, 6);
        assertThat(part.value("c")).containsExactly(8, 10);
    }

    @Test
    void putsThePartBack() {
        MethodState part = MethodState.empty().with("a", 70).with("b", 30, 40).with("c", 90);
        MethodState whole = state.merged(part, new int[] {1}, 3);
        assertThat(whole)
                .isEqualTo(MethodState.empty()
                        .with("a", 70)
                        .with("b", 1, 2, 30, 40, 5, 6)
                        .with("c", 8, 90, 10));
    }

    @Test
    void namesWhatIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> state.value("d"))
                .withMessage("the state has no value 'd', only [a, b, c]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> state.restrictedTo(new int[] {0}, 4))
                .withMessage("the state value 'b' has 6 numbers, not a multiple of 4");
    }
}
