package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plateau.cluster.LocalCluster;
import io.plateau.cluster.RandomShards;
import io.plateau.cluster.Shared;
import io.plateau.cluster.TaskErrors;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.model.HeadSpec;
import io.plateau.model.MlpSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.dl4j.Dl4jGraphs;
import io.plateau.model.dl4j.SparkOutputs;
import io.plateau.model.kernel.Activation;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.model.kernel.Loss;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** Evaluation through Deeplearning4j's Spark interface against that of this program. */
class GraphScoresTest {
    private static final MlpSpec BUILT_IN = new MlpSpec(4, new int[] {6}, Activation.TANH, new HeadSpec[] {
        HeadSpec.regression("a", Loss.MSE, 1), HeadSpec.regression("b", Loss.L1, 2)
    });

    @Test
    void theFiguresAreThoseOfTheBuiltInNetwork() {
        float[] parameters = BUILT_IN.initialParameters(5);
        ModelSpec model = Dl4jGraphs.imported(BUILT_IN, new float[parameters.length]);
        List<Shard> shards = RandomShards.of(3, 300, 4, 3, 0.2, 8);
        SparkConf conf = SparkSessions.settings("graph scores").setMaster("local[2]");
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            List<TaskErrors> actual = GraphScores.of(
                    model,
                    SparkOutputs.of(model, spark).orElseThrow(),
                    parameters,
                    spark.parallelize(shards, shards.size()),
                    spark);
            assertThat(SparkOutputs.of(BUILT_IN, spark)).isEmpty();
            assertAgree(actual, expected(parameters, shards));
        }
    }

    private static List<TaskErrors> expected(float[] parameters, List<Shard> shards) {
        try (LocalCluster cluster = new LocalCluster(BUILT_IN, Map.of(Split.TRAIN, shards), BlasKernels::new);
                Shared theta = cluster.share(parameters)) {
            return cluster.evaluate(theta, Split.TRAIN);
        }
    }

    private static void assertAgree(List<TaskErrors> actual, List<TaskErrors> expected) {
        for (int task = 0; task < 2; task++) {
            var columns = actual.get(task).regression();
            assertThat(columns).hasSize(task + 1);
            for (int column = 0; column < columns.size(); column++) {
                var other = expected.get(task).regression().get(column);
                assertThat(columns.get(column).count()).isEqualTo(other.count()).isLessThan(900);
                assertThat(columns.get(column).meanAbsoluteError())
                        .isCloseTo(other.meanAbsoluteError(), within(1e-6))
                        .isPositive();
            }
        }
    }
}
