package io.plateau.job;

import io.plateau.cluster.TaskErrors;
import io.plateau.data.Shard;
import io.plateau.model.ModelSpec;
import io.plateau.model.dl4j.SparkOutputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** The errors of a graph of Deeplearning4j, by way of its own Spark interface: the executors compute, the figures are added in the order of the shards. */
final class GraphScores {
    /** Rows of a shard; fixed, so that the figures do not depend on the cores. */
    static final int SHARD_ROWS = 20_000;

    private static final int ROWS_AT_ONCE = 256;

    private GraphScores() {}

    /** The errors of all tasks on all rows. */
    static List<TaskErrors> of(
            ModelSpec model, SparkOutputs outputs, float[] parameters, JavaRDD<Shard> shards, JavaSparkContext spark) {
        List<TaskErrors> sum = TaskErrors.none(model.heads());
        outputs.of(parameters, shards.flatMap(GraphScores::rows).mapToPair(row -> row), ROWS_AT_ONCE, spark)
                .mapPartitions(
                        rows -> List.of(new ArrayList<>(errors(model, rows))).iterator())
                .collect()
                .forEach(part -> TaskErrors.merge(sum, part));
        return sum;
    }

    /** The features of each row by its targets, which go with them. */
    private static Iterator<Tuple2<float[], float[]>> rows(Shard shard) {
        List<Tuple2<float[], float[]>> rows = new ArrayList<>();
        for (int row = 0; row < shard.rows(); row++) {
            rows.add(new Tuple2<>(part(shard.y(), row, shard.targets()), part(shard.x(), row, shard.features())));
        }
        return rows.iterator();
    }

    private static float[] part(float[] values, int row, int width) {
        return Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }

    private static List<TaskErrors> errors(ModelSpec model, Iterator<Tuple2<float[], float[]>> rows) {
        List<TaskErrors> errors = TaskErrors.none(model.heads());
        while (rows.hasNext()) {
            Tuple2<float[], float[]> row = rows.next();
            TaskErrors.addRow(errors, model.heads(), row._2, 0, row._1, 0);
        }
        return errors;
    }
}
