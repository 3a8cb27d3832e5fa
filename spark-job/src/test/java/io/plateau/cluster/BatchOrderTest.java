package io.plateau.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchOrderTest {
    @Test
    void visitsEveryRowOncePerEpoch() {
        BatchOrder order = BatchOrder.of(103, 1, 0, 0);
        int[] visited = IntStream.range(0, 10)
                .flatMap(batch -> Arrays.stream(order.rows(batch, 10)))
                .sorted()
                .toArray();
        assertThat(visited).containsExactly(IntStream.range(0, 103).toArray());
    }

    @Test
    void batchesDifferByAtMostOneRow() {
        BatchOrder order = BatchOrder.of(103, 1, 0, 0);
        assertThat(IntStream.range(0, 10).map(batch -> order.rows(batch, 10).length))
                .allMatch(rows -> rows == 10 || rows == 11);
    }

    @Test
    void dependsOnSeedEpochAndShard() {
        int[] order = BatchOrder.of(50, 1, 2, 3).rows(0, 1);
        assertThat(BatchOrder.of(50, 1, 2, 3).rows(0, 1)).containsExactly(order);
        assertThat(BatchOrder.of(50, 9, 2, 3).rows(0, 1)).isNotEqualTo(order);
        assertThat(BatchOrder.of(50, 1, 9, 3).rows(0, 1)).isNotEqualTo(order);
        assertThat(BatchOrder.of(50, 1, 2, 9).rows(0, 1)).isNotEqualTo(order);
    }
}
