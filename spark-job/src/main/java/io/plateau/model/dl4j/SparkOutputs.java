package io.plateau.model.dl4j;

import io.plateau.model.ImportedSpec;
import io.plateau.model.ModelSpec;
import io.plateau.model.kernel.FloatArrays;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import scala.Tuple2;

/** The outputs of a graph on Spark, by way of Deeplearning4j's {@link SparkComputationGraph}. */
public final class SparkOutputs {
    /** Arrays do not survive Kryo. */
    private static final String KRYO = "KryoSerializer";

    private final Dl4jModel model;

    private SparkOutputs(Dl4jModel model) {
        this.model = model;
    }

    /**
     * Those of a model.
     *
     * @return empty for a model that is no graph, and where Spark serialises by Kryo, which Deeplearning4j's arrays do not survive
     */
    public static Optional<SparkOutputs> of(ModelSpec spec, JavaSparkContext spark) {
        boolean kryo = spark.getConf().get("spark.serializer", "").endsWith(KRYO);
        return !kryo && spec instanceof ImportedSpec imported && imported.model() instanceof Dl4jModel graph
                ? Optional.of(new SparkOutputs(graph))
                : Optional.empty();
    }

    /**
     * Computes the raw outputs of all tasks.
     *
     * @param parameters the flat vector
     * @param rows feature vectors by some key, which is passed on
     * @param atOnce rows that are computed together
     */
    public <K> JavaPairRDD<K, float[]> of(
            float[] parameters, JavaPairRDD<K, float[]> rows, int atOnce, JavaSparkContext spark) {
        ComputationGraph graph = model.rawGraph(model.graph().params());
        model.write(parameters, 0, graph);
        OutputTask[] tasks = model.tasks().toArray(OutputTask[]::new);
        // No training: there is no training master.
        return new SparkComputationGraph(spark, graph, null)
                .feedForwardWithKey(rows.mapToPair(row -> new Tuple2<>(row._1, array(row._2))), atOnce)
                .mapToPair(row -> new Tuple2<>(row._1, flat(tasks, row._2)));
    }

    private static INDArray[] array(float[] row) {
        return new INDArray[] {Nd4j.create(row, new long[] {1, row.length}, 'c')};
    }

    private static float[] flat(OutputTask[] tasks, INDArray[] outputs) {
        int width = 0;
        for (OutputTask task : tasks) {
            width += task.outputs();
        }
        float[] flat = new float[width];
        int at = 0;
        for (OutputTask task : tasks) {
            FloatArrays.read(outputs[task.output()], flat, at);
            at += task.outputs();
        }
        return flat;
    }
}
