package io.plateau.job;

import io.plateau.cluster.LocalCluster;
import io.plateau.cluster.ShardSource;
import io.plateau.cluster.Shared;
import io.plateau.cluster.TaskErrors;
import io.plateau.data.Dataset;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.data.TaskSchema;
import io.plateau.model.ModelSpec;
import io.plateau.model.dl4j.SparkOutputs;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.train.Evaluation;
import io.plateau.train.TrainedModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The errors of a stored model on the rows of one split, computed in this process, which holds those rows; those of a graph of
 * Deeplearning4j on the executors, by way of its own Spark interface.
 */
final class ModelScores {
    private final TrainedModel model;
    private final List<TaskErrors> errors;

    private ModelScores(TrainedModel model, List<TaskErrors> errors) {
        this.model = model;
        this.errors = errors;
    }

    /**
     * Scores a model.
     *
     * @param directory the dataset
     * @param opened its rows; as the model sees them is this class's concern
     * @throws io.plateau.data.DataProblem when the dataset has other columns than the model
     */
    static ModelScores of(
            TrainedModel model, SparkSession spark, String directory, Datasets.Opened opened, Split split) {
        Dataset of = model.dataset();
        ModelColumns.require(of, opened.dataset(), directory);
        ModelSpec spec = model.spec();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Optional<SparkOutputs> graph = SparkOutputs.of(spec, context);
        ShardSource source = new ShardSource(
                spark,
                new Path(directory),
                ModelColumns.asSeenBy(of, opened.dataset()),
                opened.view(),
                of.tasks().stream().map(TaskSchema::name).toList(),
                graph.isEmpty() ? 1 : Math.toIntExact(opened.dataset().rows(split) / GraphScores.SHARD_ROWS + 1),
                model.scaledTargets());
        JavaRDD<Shard> rdd = source.rdds().get(split);
        if (graph.isPresent()) {
            return new ModelScores(model, GraphScores.of(spec, graph.get(), model.parameters(), rdd, context));
        }
        List<Shard> rows = rdd.collect();
        // The loop wants a training split, and takes no step on it.
        Map<Split, List<Shard>> shards =
                split == Split.TRAIN ? Map.of(split, rows) : Map.of(split, rows, Split.TRAIN, List.of());
        try (LocalCluster cluster = new LocalCluster(spec, shards, BlasKernels::new);
                Shared theta = cluster.share(model.parameters())) {
            return new ModelScores(model, cluster.evaluate(theta, split));
        }
    }

    /** The scores, with Delta_m against a baseline that has a value for every task. */
    Evaluation against(Map<String, Double> baseline) {
        return Evaluation.of(model.dataset().tasks(), errors, model.scaledTargets(), baseline);
    }
}
