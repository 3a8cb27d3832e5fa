package io.plateau.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plateau.conf.ConfigProblem;
import io.plateau.data.DataProblem;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What is said about a DataFrame or settings that do not fit. */
class PlateauProblemsTest extends ClinicTest {
    @Test
    void everythingThatIsWrongIsSaidBeforeAJobRuns() {
        int before = jobs();
        assertThatThrownBy(() -> new PlateauEstimator()
                        .setFeaturesCol("age")
                        .setLabelCols("score", "none", "features")
                        .setMethod("nashh")
                        .setEpochs(0)
                        .setValidationIndicatorCol("number")
                        .setSettings("training.epoch=3", "dataset.path=here", "limits.job-seconds=60")
                        .fit(rows))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining(
                        "featuresCol: column 'age' is double, not a vector: put number columns together with VectorAssembler")
                .hasMessageContaining(
                        "labelCols: the DataFrame has no column 'none'; its columns are number, age, dose")
                .hasMessageContaining("labelCols: column 'features' is vector, not numeric")
                .hasMessageContaining("nashh")
                .hasMessageContaining("epochs: training.epochs must be at least 1")
                .hasMessageContaining("--set: unknown key 'training.epoch': did you mean 'training.epochs'?")
                .hasMessageContaining("settings: dataset.path means nothing to an estimator")
                .hasMessageContaining("settings: limits.job-seconds belongs to the Spark session, which has started:"
                        + " leave it out, and start Spark with spark.plateau.limits.job=60")
                .hasMessageContaining("validationIndicatorCol: column 'number' is int, not boolean");
        assertThatThrownBy(() -> new PlateauEstimator().fit(rows))
                .hasMessageContaining("give either labelCols, a numeric column per task, or labelCol");
        assertThatThrownBy(() -> Clinic.estimator().setPredictionCol("age").transformSchema(rows.schema()))
                .hasMessageContaining("the DataFrame has a column 'age' already");
        assertThatThrownBy(() -> Clinic.estimator().setTaskTypes("classes").fit(rows))
                .hasMessageContaining("taskTypes has 1 entries for 3 tasks");
        assertThat(jobs()).isEqualTo(before);
    }

    @Test
    void unfitRowsAreNamed() {
        assertThatThrownBy(() -> Clinic.estimator()
                        .setTaskTypes("classes", "classes", "binary")
                        .fit(rows.withColumn(
                                "ill", org.apache.spark.sql.functions.lit(null).cast("boolean"))))
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining("task 'score': ")
                .hasMessageContaining("none of the class indices 0, 1, ...: index the column with StringIndexer")
                .hasMessageContaining(
                        "task 'ill': the DataFrame, column 'ill': no row of the training split has a label");
        assertThatThrownBy(() -> Clinic.estimator().fit(rows.filter("false")))
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining("the DataFrame has no rows");
        assertThatThrownBy(() -> Clinic.estimator()
                        .fit(rows.withColumn(
                                "features", org.apache.spark.sql.functions.expr("if(number = 1, null, features)"))))
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining("the features are null, NaN or infinite in 1 rows");
        assertThatThrownBy(
                        () -> Clinic.estimator().setShards(41).setBatchSize(41).fit(rows))
                .hasMessageContaining("training rows are too few for 41 shards");
    }

    @Test
    void rowsWithoutFeaturesHaveNaNPredictions() {
        PlateauModel model = Clinic.estimator().setProbabilityCols("pg", "pi").fit(rows);
        Dataset<Row> some = rows.limit(3)
                .withColumn("features", org.apache.spark.sql.functions.expr("if(number = 1, null, features)"));
        List<Row> predicted = model.transform(some)
                .orderBy("number")
                .select("prediction", "pi")
                .collectAsList();
        for (int i = 0; i < 3; i++) {
            Vector values = predicted.get(i).getAs(0);
            Vector shares = predicted.get(i).getAs(1);
            assertThat(Double.isNaN(values.apply(0))).isEqualTo(i == 1);
            assertThat(Double.isNaN(values.apply(1))).isEqualTo(i == 1);
            assertThat(Double.isNaN(shares.apply(0))).isEqualTo(i == 1);
        }
    }

    private static int jobs() {
        return new JavaSparkContext(spark.sparkContext()).statusTracker().getJobIdsForGroup(null).length;
    }
}
