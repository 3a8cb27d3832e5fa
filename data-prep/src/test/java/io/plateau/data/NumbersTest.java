package io.plateau.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "-0.5, -0.5", "+3, 3", "3.38e-005, 3.38e-5", ".5, 0.5", "1E3, 1000"})
    void decimalsAreRead(String cell, float value) throws Numbers.NotANumber {
        assertThat(Numbers.parse(cell)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "0x1p3", "abc", "1,5", "--1", "e", "."})
    void otherTextIsNot(String cell) {
        assertThatThrownBy(() -> Numbers.parse(cell)).hasMessage("'" + cell + "' is not a number");
    }

    @Test
    void infiniteAndHugeValuesAreNamed() {
        for (String cell : List.of("NaN", "-inf", "Infinity")) {
            assertThatThrownBy(() -> Numbers.parse(cell)).hasMessage("'" + cell + "' is not a finite number");
        }
        assertThatThrownBy(() -> Numbers.parse("1e39"))
                .hasMessage("'1e39' is beyond the range of 32-bit numbers (3.4e38)");
        assertThatThrownBy(() -> Numbers.parse("")).hasMessage("the cell is empty");
    }

    /** Variance of 1e9 + {4, 7, 13, 16}: the sum of squares would lose it, Welford does not (22.5 = 90 / 4). */
    @Test
    void momentsSurviveALargeOffset() {
        Moments moments = new Moments();
        for (double value : new double[] {4, 7, 13, 16}) {
            moments.add(1e9 + value);
        }
        assertThat(moments.mean()).isEqualTo(1e9 + 10);
        assertThat(moments.std()).isCloseTo(Math.sqrt(22.5), within(1e-9));
    }

    @Test
    void constantColumnsHaveNoDeviationAtAll() {
        Moments moments = new Moments();
        assertThat(moments.mean()).isNaN();
        for (int i = 0; i < 1000; i++) {
            moments.add(0.1f);
        }
        assertThat(moments.std()).isZero();
        assertThat(moments.mean()).isEqualTo(0.1f);
    }

    /** First outputs of SplitMix64 for seed 1234567, as the public-domain C reference prints them. */
    @Test
    void streamIsSplitMix64() {
        SeededStream stream = new SeededStream(1234567);
        assertThat(stream.nextLong()).isEqualTo(6457827717110365317L);
        assertThat(stream.nextLong()).isEqualTo(3203168211198807973L);
        assertThat(Long.toUnsignedString(stream.nextLong())).isEqualTo("9817491932198370423");
    }

    @Test
    void gaussiansHaveTheirMoments() {
        Moments moments = new Moments();
        SeededStream stream = SeededStream.of(3, 4);
        for (int i = 0; i < 100_000; i++) {
            moments.add(stream.nextGaussian());
        }
        assertThat(moments.mean()).isCloseTo(0, within(0.02));
        assertThat(moments.std()).isCloseTo(1, within(0.02));
    }

    @Test
    void nearNamesAreFound() {
        List<String> names = List.of("motor_UPDRS", "total_UPDRS", "age");
        assertThat(NearMatches.hint("motor_updrs", names)).isEqualTo("Did you mean 'motor_UPDRS'?");
        assertThat(NearMatches.hint("UPDRS", names)).isEqualTo("Did you mean 'motor_UPDRS' or 'total_UPDRS'?");
        assertThat(NearMatches.hint("weight", names)).isEqualTo("Columns: motor_UPDRS, total_UPDRS, age.");
    }
}
