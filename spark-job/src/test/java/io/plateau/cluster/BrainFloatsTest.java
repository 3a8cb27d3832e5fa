package io.plateau.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** bfloat16 against its definition: the nearest number with 8 bits, ties to the even one. */
class BrainFloatsTest {

    @Test
    void roundsToTheNearestAndTiesToEven() {
        assertThat(BrainFloats.rounded(1)).isEqualTo(1);
        // Between 1 and 1 + 2^-7 lies the tie 1 + 2^-8, whose even neighbour is 1; the next tie goes up.
        assertThat(BrainFloats.rounded(1 + 0x1p-8f)).isEqualTo(1);
        assertThat(BrainFloats.rounded(1 + 0x1p-8f + 0x1p-20f)).isEqualTo(1 + 0x1p-7f);
        assertThat(BrainFloats.rounded(1 + 3 * 0x1p-8f)).isEqualTo(1 + 0x1p-6f);
        assertThat(BrainFloats.rounded(-1 - 0x1p-8f)).isEqualTo(-1);
    }

    @Test
    void keepsWhatIsNoNumber() {
        assertThat(BrainFloats.rounded(Float.NaN)).isNaN();
        assertThat(BrainFloats.rounded(Float.intBitsToFloat(0x7f800001))).isNaN();
        assertThat(BrainFloats.rounded(Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(BrainFloats.rounded(Float.MAX_VALUE)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Float.floatToRawIntBits(BrainFloats.rounded(-0.0f))).isEqualTo(0x80000000);
        assertThat(BrainFloats.rounded(Float.MIN_VALUE)).isZero();
    }

    @Test
    void crossesTheWireInTwoBytesAndTellsWhatWasLost() {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[1000];
        double length = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.exp(random.nextDouble(-20, 20)));
            length += (double) values[i] * values[i];
        }
        float[] exact = values.clone();
        double lost = BrainFloats.round(values);
        double expected = 0;
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(values[i] - exact[i])).isLessThanOrEqualTo(Math.abs(exact[i]) * 0x1p-8f);
            expected += Math.pow((double) values[i] - exact[i], 2);
        }
        assertThat(lost)
                .isCloseTo(expected, within(1e-12 * expected))
                .isBetween(1e-7 * length, Math.pow(0x1p-8, 2) * length);
        byte[] bytes = BrainFloats.encode(values);
        assertThat(bytes).hasSize(2 * values.length);
        assertThat(BrainFloats.decode(bytes)).containsExactly(values);
    }
}
