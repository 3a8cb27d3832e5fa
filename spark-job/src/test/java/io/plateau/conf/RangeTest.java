package io.plateau.conf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RangeTest {

    @Test
    void boundsAndWhatIsNotFinite() {
        assertThat(Range.POSITIVE.contains(0)).isFalse();
        assertThat(Range.NON_NEGATIVE.contains(0)).isTrue();
        assertThat(Range.DECAY.contains(1)).isFalse();
        for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(Range.FINITE.contains(odd)).isFalse();
        }
    }

    @Test
    void describesItself() {
        assertThat(Range.POSITIVE.describe()).isEqualTo("greater than 0");
        assertThat(Range.DECAY.describe()).isEqualTo("at least 0 and less than 1");
        assertThat(Range.of(0, false, 0.5, true).describe()).isEqualTo("greater than 0 and at most 0.5");
        assertThat(Range.FINITE.describe()).isEqualTo("finite");
    }
}
