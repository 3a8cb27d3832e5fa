package io.plateau.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticTest {

    private static final SyntheticSource SMALL =
            SyntheticSource.gradNorm(200, 7).withSizes(6, 3).withSigma(List.of(1.0, 100.0));

    @TempDir
    Path directory;

    @Test
    void tasksAreVectorsWithTheirScales() {
        Dataset dataset = DatasetWriter.inspect(SMALL, SplitPlan.standard(), Tables.HADOOP);
        assertThat(dataset.tasks()).extracting(TaskSchema::name).containsExactly("y0", "y1");
        assertThat(dataset.tasks().get(1).columns()).containsExactly("y1.0", "y1.1", "y1.2");
        assertThat(dataset.targetWidth()).isEqualTo(6);
        assertThat(dataset.featureCount()).isEqualTo(6);
        double ratio = dataset.tasks().get(1).std().get(0)
                / dataset.tasks().get(0).std().get(0);
        assertThat(ratio).isBetween(50.0, 200.0);
        assertThat(dataset.features().get(0).std()).isBetween(0.8 / Math.sqrt(6), 1.2 / Math.sqrt(6));
    }

    @Test
    void rowsAreAFunctionOfTheSeed() {
        org.apache.hadoop.fs.Path one = Tables.path(directory.resolve("one"));
        org.apache.hadoop.fs.Path two = Tables.path(directory.resolve("two"));
        SplitPlan plan = SplitPlan.standard();
        Dataset first = DatasetWriter.write(Sessions.session(), SMALL, plan, one);
        Dataset second = DatasetWriter.standard().withFiles(1).prepare(Sessions.session(), SMALL, plan, two);
        assertThat(first.fingerprint()).isEqualTo(second.fingerprint());
        Shard a = ShardReader.collect(Sessions.session(), one, first, Split.TRAIN, 1, false)
                .get(0);
        Shard b = ShardReader.collect(Sessions.session(), two, second, Split.TRAIN, 1, false)
                .get(0);
        assertThat(a.x()).isEqualTo(b.x());
        assertThat(a.y()).isEqualTo(b.y());
        for (float y : Arrays.copyOf(a.y(), 3)) {
            assertThat(Math.abs(y)).isLessThanOrEqualTo(1f);
        }
    }

    /** y_k = sigma_k tanh((B + eps_k) x): two tasks share B, so at equal scales their outputs are close but not equal. */
    @Test
    void tasksAreRelatedThroughTheSharedMatrix() {
        SyntheticSource source =
                SyntheticSource.gradNorm(400, 3).withSizes(10, 1).withSigma(List.of(1.0, 1.0));
        org.apache.hadoop.fs.Path output = Tables.path(directory.resolve("set"));
        Dataset dataset = DatasetWriter.write(Sessions.session(), source, SplitPlan.standard(), output);
        assertThat(dataset.tasks().get(0).columns()).containsExactly("y0");
        Shard shard = ShardReader.collect(Sessions.session(), output, dataset, Split.TRAIN, 1, true)
                .get(0);
        double correlation = 0;
        for (int r = 0; r < shard.rows(); r++) {
            correlation += shard.y()[2 * r] * shard.y()[2 * r + 1] / shard.rows();
        }
        assertThat(correlation).isBetween(0.3, 0.999);
    }

    @Test
    void scalesAreSpreadGeometrically() {
        assertThat(SyntheticSource.geometric(3, 1, 100)).containsExactly(1.0, 10.0, 100.0);
        assertThat(SyntheticSource.geometric(1, 5, 100)).containsExactly(5.0);
        assertThat(SyntheticSource.gradNorm(10, 1).sigma()).hasSize(10);
        assertThat(SyntheticSource.gradNorm(10, 1).inputScale()).isCloseTo(1 / Math.sqrt(250), within(1e-15));
    }

    @Test
    void sizesAreChecked() {
        assertThatThrownBy(() -> SyntheticSource.gradNorm(0, 1)).hasMessageContaining("must all be at least 1");
        assertThatThrownBy(() -> SMALL.withSigma(List.of(-1.0))).hasMessageContaining("sigma = -1.0 must be positive");
        assertThatThrownBy(() -> SMALL.withInputScale(0)).hasMessageContaining("input-scale = 0.0 must be positive");
    }
}
