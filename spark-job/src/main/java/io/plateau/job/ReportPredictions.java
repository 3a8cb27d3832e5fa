package io.plateau.job;

import io.plateau.cluster.ShardSource;
import io.plateau.data.DataProblem;
import io.plateau.data.Dataset;
import io.plateau.data.Shard;
import io.plateau.data.Split;
import io.plateau.data.TaskSchema;
import io.plateau.math.metric.ReliabilityBin;
import io.plateau.model.kernel.BlasKernels;
import io.plateau.predict.LabelledPredictions;
import io.plateau.report.ScatterChart;
import io.plateau.report.Section;
import io.plateau.train.TrainedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Predictions of finished runs for the test split of their dataset, beside its labels. */
final class ReportPredictions {
    private static final int MOST_RUNS = 8;
    private static final int MOST_ROWS = 20_000;
    private static final int MOST_MOLECULES = 2_000;
    private static final int POINTS = 1_200;

    private final Map<String, List<ScatterChart.Cloud>> parity = new LinkedHashMap<>();
    private final Map<String, List<ScatterChart.Cloud>> calibration = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private long rows;

    private ReportPredictions() {}

    /**
     * Predicts.
     *
     * @param spark opened when there is something to predict
     */
    static Section of(List<ReportedRun> runs, Configuration hadoop, Supplier<SparkSession> spark) {
        ReportPredictions predictions = new ReportPredictions();
        List<ReportedRun> finished =
                runs.stream().filter(run -> run.model().isPresent()).toList();
        List<ReportedRun> shown = finished.subList(0, Math.min(MOST_RUNS, finished.size()));
        for (ReportedRun run : shown) {
            predictions.add(run, shown.size(), hadoop, spark);
        }
        if (shown.size() < finished.size()) {
            predictions.notes.add("Predictions are those of the first " + MOST_RUNS + " finished runs.");
        }
        return predictions.section();
    }

    private void add(ReportedRun run, int runs, Configuration hadoop, Supplier<SparkSession> spark) {
        TrainedModel model = run.model().orElseThrow();
        Optional<Datasets.Opened> opened = opened(run, model, hadoop);
        if (opened.isEmpty()) {
            notes.add("No predictions of " + run.label() + ": its dataset is no longer at "
                    + run.config().job().dataset().path() + " as it was trained on.");
            return;
        }
        if (opened.get().dataset().rows(Split.TEST) == 0) {
            notes.add("No predictions of " + run.label() + ": its dataset has no test split.");
            return;
        }
        ShardSource source = new ShardSource(
                spark.get(),
                Datasets.path(run.config().job().dataset()),
                opened.get().dataset(),
                opened.get().view(),
                model.dataset().tasks().stream().map(TaskSchema::name).toList(),
                1,
                model.scaledTargets());
        List<Shard> shards = source.rdds().get(Split.TEST).collect();
        int most = model.dataset().graph() == null ? MOST_ROWS : MOST_MOLECULES;
        LabelledPredictions predicted = LabelledPredictions.of(model, shards, most, BlasKernels::new);
        rows = Math.max(rows, predicted.rows());
        predicted.pairs().forEach((task, pairs) -> {
            List<double[]> some = pairs.some(POINTS / runs);
            parity.computeIfAbsent(task, none -> new ArrayList<>())
                    .add(new ScatterChart.Cloud(
                            run.label(),
                            some.stream().mapToDouble(pair -> pair[0]).toArray(),
                            some.stream().mapToDouble(pair -> pair[1]).toArray(),
                            new double[0]));
        });
        predicted.calibrations().forEach((task, bins) -> {
            List<ReliabilityBin> seen =
                    bins.bins().stream().filter(bin -> bin.count() > 0).toList();
            calibration
                    .computeIfAbsent(task, none -> new ArrayList<>())
                    .add(new ScatterChart.Cloud(
                            run.label(),
                            seen.stream()
                                    .mapToDouble(ReliabilityBin::confidence)
                                    .toArray(),
                            seen.stream().mapToDouble(ReliabilityBin::accuracy).toArray(),
                            seen.stream().mapToDouble(ReliabilityBin::count).toArray()));
        });
    }

    private static Optional<Datasets.Opened> opened(ReportedRun run, TrainedModel model, Configuration hadoop) {
        var config = run.config().job().dataset();
        try {
            if (!Dataset.exists(Datasets.path(config), hadoop)) {
                return Optional.empty();
            }
            Datasets.Opened opened = Datasets.Opened.of(
                    Datasets.path(config),
                    Dataset.read(Datasets.path(config), hadoop),
                    Datasets.splitFile(config, hadoop),
                    hadoop);
            return Optional.of(opened)
                    .filter(one ->
                            one.dataset().fingerprint().equals(model.dataset().fingerprint()));
        } catch (DataProblem gone) {
            return Optional.empty();
        }
    }

    private Section section() {
        List<ScatterChart> charts = new ArrayList<>();
        parity.forEach((task, clouds) -> charts.add(new ScatterChart(task, "label", "prediction", false, clouds)));
        calibration.forEach((task, clouds) -> charts.add(
                new ScatterChart(task + ", calibration", "confidence", "share predicted right", true, clouds)));
        String text = charts.isEmpty()
                ? ""
                : "The model on " + rows
                        + " rows of the test split. Regressions: prediction against label in original units, a"
                        + " sample with the largest errors among it. Classifications: how often a prediction of some"
                        + " confidence is right, in bins of a fifteenth (the larger a point, the more rows); below the diagonal the model is too confident.";
        return new Section("Predictions", text, List.of(), List.copyOf(charts), notes);
    }
}
