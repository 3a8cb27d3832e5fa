package io.plateau.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrainsTest {

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 1023, 1024, 1025, 45_000, 616_960, 1 << 20, (1 << 20) + 1, 40_000_000, Integer.MAX_VALUE})
    void partsAreWholeGrainsThatCoverTheRows(int columns) {
        int width = Grains.width(columns);
        assertThat(width % 1024).isZero();
        assertThat(Grains.count(columns)).isBetween(1, 1024);
        for (int parts : new int[] {1, 2, 3, 7, 64, 5000}) {
            int[] bounds = Grains.bounds(columns, parts);
            assertThat(bounds[0]).isZero();
            assertThat(bounds[bounds.length - 1]).isEqualTo(columns);
            assertThat(bounds.length - 1).isEqualTo(Math.min(parts, Grains.count(columns)));
            for (int i = 1; i < bounds.length - 1; i++) {
                assertThat(bounds[i] % width).isZero();
                assertThat(bounds[i]).isGreaterThan(bounds[i - 1]).isLessThan(columns);
            }
        }
    }

    @Test
    void rowsOfTheMoleculesNetworkHaveSixHundredOwners() {
        assertThat(Grains.count(616_960)).isEqualTo(603);
    }
}
