package io.plateau.cluster;

import io.plateau.math.linalg.Gram;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;

/** Sums of which the driver has sketches; the rows lie with their shards. */
final class SketchedGradients extends GradientSums {
    private final SketchReduction reduction;
    private final GradientJob job;
    private final RDD<ShardResult> rows;
    private final List<ShardFacts> shards;
    private final List<double[]> shares;
    private final CountSketch sketch;
    private final int count;
    private final double[] loss;
    private double[] flat;
    private boolean merged;
    private CountSketch.Estimate gram;
    private CountSketch.Estimate flatGram;

    /**
     * Sums.
     *
     * @param rows persisted here, those of one shard in each partition
     * @param sketches in the order of the shards
     * @param sketch what they were made with
     */
    SketchedGradients(
            SketchReduction reduction,
            GradientJob job,
            RDD<ShardResult> rows,
            List<ShardSketch> sketches,
            CountSketch sketch) {
        this(reduction, job, rows, sketches, sketch, StepLosses.of(facts(sketches)));
    }

    private SketchedGradients(
            SketchReduction reduction,
            GradientJob job,
            RDD<ShardResult> rows,
            List<ShardSketch> sketches,
            CountSketch sketch,
            StepLosses losses) {
        super(losses, ShardFacts.heads(facts(sketches), losses, reduction.layout()));
        this.reduction = reduction;
        this.job = job;
        this.rows = rows;
        this.sketch = sketch;
        shards = facts(sketches);
        // Where the weights are fixed, no label is missing: the one row has the shares of any task.
        shares = job.weighted()
                ? losses.shares(shards).stream()
                        .map(share -> new double[] {share[0]})
                        .toList()
                : losses.shares(shards);
        count = shares.get(0).length;
        loss = new double[count * reduction.columns()];
        flat = sketches.get(0).hasFlat() ? new double[loss.length] : null;
        for (int shard = 0; shard < sketches.size(); shard++) {
            sketches.get(shard).addLoss(shares.get(shard), loss);
            if (flat != null) {
                sketches.get(shard).addFlat(shares.get(shard), flat);
            }
        }
    }

    private static List<ShardFacts> facts(List<ShardSketch> sketches) {
        return sketches.stream().map(ShardSketch::facts).toList();
    }

    @Override
    Optional<NonFinite> search() {
        reduction.jobs().describe("step " + job.plan().step() + ": search for what is not finite");
        return job.search(reduction.jobs());
    }

    @Override
    public Gram gram() {
        if (gram == null) {
            gram = sketch.gram(loss, count);
        }
        return gram.gram();
    }

    @Override
    public Optional<Gram> flatGram() {
        if (flatGram == null && flat != null) {
            flatGram = sketch.gram(flat, count);
        }
        return Optional.ofNullable(flatGram).map(CountSketch.Estimate::gram);
    }

    @Override
    public double[] lossDotFlat() {
        return flat == null ? new double[0] : sketch.dots(loss, flat, count);
    }

    @Override
    public float[] combine(double[] lossWeights, double[] flatWeights) {
        reduction.jobs().describe("step " + job.plan().step() + ": combination");
        double[] weights = job.weighted() ? new double[] {1.0} : lossWeights;
        Combination combination =
                new Combination(reduction.slots(), reduction.bounds(), weights, merged ? weights : flatWeights, shares);
        RDD<Tuple2<Integer, Combination.Part>> parts =
                Exchange.of(new Exchange.Blocks<>(rows, combination), reduction.bounds().length - 1);
        CombinedParts combined = new CombinedParts(parts);
        try {
            List<WireFloats> fetched =
                    reduction.jobs().run(combined, new Fetch<>(reduction.jobs().run()));
            reduction.received(fetched.stream().mapToLong(WireFloats::bytes).sum());
            return WireFloats.joined(fetched, reduction.layout().shared());
        } finally {
            combined.cleanShuffleDependencies(false);
        }
    }

    @Override
    public void edit(RowEdit edit) {
        throw new UnsupportedOperationException("a sketch has no rows to change");
    }

    @Override
    public void merge() {
        if (flat != null) {
            for (int i = 0; i < loss.length; i++) {
                loss[i] += flat[i];
            }
            flat = null;
            gram = null;
            flatGram = null;
            merged = true;
        }
    }

    @Override
    public float[] directions() {
        throw new UnsupportedOperationException("a sketch has no rows to climb along");
    }

    @Override
    public Map<String, Double> seconds() {
        return ShardFacts.slowest(shards);
    }

    @Override
    public Map<String, Double> errors() {
        return job.weighted() || gram == null ? Map.of() : Map.of("gram", gram.error());
    }

    @Override
    public void close() {
        rows.unpersist(false);
    }
}
