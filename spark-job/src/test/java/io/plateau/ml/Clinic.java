package io.plateau.ml;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A made-up table with a regression, some of whose labels are missing, a classification and a binary one. */
public final class Clinic {
    private Clinic() {}

    /** A session on two cores. */
    public static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("ml")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
                .getOrCreate();
    }

    /** Columns number, age, dose, score, grade, ill, held (every fifth row). */
    public static Dataset<Row> rows(SparkSession spark, int count) {
        StructType schema = new StructType()
                .add("number", DataTypes.IntegerType)
                .add("age", DataTypes.DoubleType)
                .add("dose", DataTypes.DoubleType)
                .add("score", DataTypes.DoubleType)
                .add("grade", DataTypes.IntegerType)
                .add("ill", DataTypes.BooleanType)
                .add("held", DataTypes.BooleanType);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double age = 20 + (i * 37) % 60 + i % 7 / 10.0;
            double dose = (i * 17 % 100) / 10.0;
            Double score = i % 11 == 0 ? null : Double.valueOf(age / 10 + dose);
            rows.add(RowFactory.create(i, age, dose, score, (int) (dose / 3.4), dose > 5, i % 5 == 0));
        }
        return spark.createDataFrame(rows, schema);
    }

    /** The same with the column features. */
    public static Dataset<Row> assembled(SparkSession spark, int count) {
        return assembler().transform(rows(spark, count));
    }

    static VectorAssembler assembler() {
        return new VectorAssembler().setInputCols(new String[] {"age", "dose"}).setOutputCol("features");
    }

    /** An estimator for these tasks that is done in a moment. */
    public static PlateauEstimator estimator() {
        return new PlateauEstimator()
                .setLabelCols("score", "grade", "ill")
                .setTaskTypes("regression", "classes", "binary")
                .setValidationIndicatorCol("held")
                .setHidden(8)
                .setEpochs(2)
                .setBatchSize(40)
                .setShards(2);
    }
}
