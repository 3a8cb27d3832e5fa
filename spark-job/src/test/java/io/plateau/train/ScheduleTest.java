package io.plateau.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plateau.conf.ScheduleConfig;
import io.plateau.train.Schedule.PlateauState;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static Schedule schedule(ScheduleConfig.Type type) {
        return new Schedule(new ScheduleConfig(type, 10, 0.5, 2, 0.001), 0.1, 100);
    }

    @Test
    void constantStaysAsItIs() {
        assertThat(schedule(ScheduleConfig.Type.CONSTANT).learningRate(99, PlateauState.INITIAL))
                .isEqualTo(0.1);
    }

    @Test
    void stepHalvesEveryTenEpochs() {
        Schedule step = schedule(ScheduleConfig.Type.STEP);
        assertThat(step.learningRate(9, PlateauState.INITIAL)).isEqualTo(0.1);
        assertThat(step.learningRate(10, PlateauState.INITIAL)).isEqualTo(0.05);
        assertThat(step.learningRate(99, PlateauState.INITIAL)).isEqualTo(0.001);
    }

    @Test
    void cosineFallsFromTheRateToTheMinimum() {
        Schedule cosine = schedule(ScheduleConfig.Type.COSINE);
        assertThat(cosine.learningRate(0, PlateauState.INITIAL)).isEqualTo(0.1);
        assertThat(cosine.learningRate(50, PlateauState.INITIAL)).isCloseTo(0.0505, within(1e-12));
        assertThat(cosine.learningRate(100, PlateauState.INITIAL)).isCloseTo(0.001, within(1e-12));
    }

    @Test
    void plateauDropsAfterMoreThanPatienceEvaluationsWithoutImprovement() {
        Schedule plateau = schedule(ScheduleConfig.Type.PLATEAU);
        PlateauState state = plateau.after(PlateauState.INITIAL, 1.0);
        state = plateau.after(state, 1.0);
        state = plateau.after(state, 0.99995);
        assertThat(plateau.learningRate(3, state)).as("patience 2 not used up").isEqualTo(0.1);
        state = plateau.after(state, Double.NaN);
        assertThat(plateau.learningRate(4, state)).isEqualTo(0.05);
        assertThat(state.bad()).isZero();
        assertThat(plateau.after(state, 0.5).best()).isEqualTo(0.5);
    }

    @Test
    void plateauKnowsThatALowerNegativeScoreIsBetter() {
        Schedule plateau = schedule(ScheduleConfig.Type.PLATEAU);
        PlateauState state = plateau.after(PlateauState.INITIAL, -1.0);
        assertThat(plateau.after(state, -1.1).bad()).isZero();
        assertThat(plateau.after(state, -0.9).bad()).isEqualTo(1);
    }
}
