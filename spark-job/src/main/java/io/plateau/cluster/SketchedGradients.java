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
     * @param parts of the sketches of the sums, in the order of their columns
     * @param sketch what they were made with
     */
    SketchedGradients(
            SketchReduction reduction,
            GradientJob job,
            RDD<ShardResult> rows,
            List<SummedSketch> parts,
            CountSketch sketch) {
        this(reduction, job, rows, parts, sketch, StepLosses.of(parts.get(0).shards()));
    }

    private SketchedGradients(
            SketchReduction reduction,
            GradientJob job,
            RDD<ShardResult> rows,
            List<SummedSketch> parts,
            CountSketch sketch,
            StepLosses losses) {
        super(losses, ShardFacts.heads(parts.get(0).shards(), losses, reduction.layout()));
        this.reduction = reduction;
        this.job = job;
        this.rows = rows;
        this.sketch = sketch;
        shards = parts.get(0).shards();
        shares = losses.rowShares(shards, job.weighted());
        count = shares.get(0).length;
        loss = new double[count * reduction.columns()];
        flat = parts.get(0).flat() == null ? null : new double[loss.length];
        int at = 0;
        for (SummedSketch part : parts) {
            if (flat != null) {
                part.copy(part.flat(), flat, at);
            }
            at = part.copy(part.loss(), loss, at);
        }
    }

    @Override
    Optional<NonFinite> search() {
        reduction.jobs().describe(job.plan().name() + ": search for what is not finite");
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
        reduction.jobs().describe(job.plan().name() + ": combination");
        double[] weights = job.weighted() ? new double[] {1.0} : lossWeights;
        Combination combination =
                new Combination(reduction.slots(), reduction.bounds(), weights, merged ? weights : flatWeights, shares);
        RDD<Tuple2<Integer, Combination.Part>> parts =
                Exchange.of(new Exchange.Blocks<>(rows, combination), reduction.bounds().length - 1);
        CombinedParts combined = new CombinedParts(parts);
        try {
            List<WireFloats> fetched =
                    reduction.jobs().run(combined, new Fetch<>(reduction.jobs().run()));
            long received = fetched.stream().mapToLong(WireFloats::bytes).sum();
            // Every shard's vector went once to the owners of its parts.
            reduction.combined(received, received * shards.size());
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
