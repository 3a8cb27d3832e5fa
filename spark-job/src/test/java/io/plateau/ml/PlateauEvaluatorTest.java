package io.plateau.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PlateauEvaluatorTest extends ClinicTest {
    /** A model predicts by other products than it is trained by. */
    private static final double ROUNDING = 1e-5;

    @Test
    void theEvaluatorSaysWhatTheFitSaid() {
        PlateauModel model = Clinic.estimator()
                .setSettings(
                        "evaluation.baseline.score=2.0", "evaluation.baseline.grade=0.5", "evaluation.baseline.ill=0.5")
                .fit(rows);
        PlateauSummary summary = model.summary().orElseThrow();
        assertThat(summary.epochs()).hasSize(2);
        assertThat(summary.epochs().get(0).losses()).hasSize(3);
        assertThat(summary.steps()).isEqualTo(8);
        Dataset<Row> held = model.transform(rows.filter("held"));
        for (String metric : List.of("mae", "rmse", "relative")) {
            assertThat(scored(held, metric, "score"))
                    .as(metric)
                    .isCloseTo(summary.scores().get("score").get(metric), within(ROUNDING));
        }
        for (String task : List.of("grade", "ill")) {
            for (String metric : List.of("accuracy", "log-loss", "ece")) {
                assertThat(scored(held, metric, task))
                        .as(metric)
                        .isCloseTo(summary.scores().get(task).get(metric), within(ROUNDING));
            }
        }
        double delta = summary.epochs().get(summary.bestEpoch()).score();
        assertThat(new PlateauEvaluator().setMetricName("delta-m").evaluate(held))
                .isCloseTo(delta, within(ROUNDING));
        double own = 100.0
                / 3
                * ((scored(held, "mae", "score") - 4) / 4
                        - (scored(held, "accuracy", "grade") - 0.4) / 0.4
                        - (scored(held, "accuracy", "ill") - 0.8) / 0.8);
        assertThat(new PlateauEvaluator()
                        .setBaseline("score=4", "grade=0.4", "ill=0.8")
                        .evaluate(held))
                .isCloseTo(own, within(ROUNDING));
        double error = held.filter("score is not null")
                .withColumn("p", functions.vector_to_array(held.col("prediction"), "float64"))
                .selectExpr("avg(abs(p[0] - score))")
                .first()
                .getDouble(0);
        assertThat(scored(held, "mae", "score")).isCloseTo(error, within(ROUNDING));
        assertThat(new PlateauEvaluator().setMetricName("accuracy").isLargerBetter())
                .isTrue();
        assertThat(new PlateauEvaluator().isLargerBetter()).isFalse();
    }

    private static double scored(Dataset<Row> predicted, String metric, String task) {
        return new PlateauEvaluator().setMetricName(metric).setTask(task).evaluate(predicted);
    }
}
