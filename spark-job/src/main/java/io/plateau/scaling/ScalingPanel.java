package io.plateau.scaling;

import io.plateau.cluster.StepTraffic;
import io.plateau.conf.ClusterConfig;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One chart of a study over the number of shards, both axes in powers of ten. */
final class ScalingPanel {
    /** Okabe and Ito's colours: they can be told apart by people with any colour vision. */
    static final Map<ClusterConfig.Reduction, Color> COLOURS = Map.of(
            ClusterConfig.Reduction.DRIVER, new Color(213, 94, 0),
            ClusterConfig.Reduction.SLICES, new Color(0, 114, 178),
            ClusterConfig.Reduction.SKETCH, new Color(0, 158, 115));

    static final Color TEXT = new Color(50, 50, 50);
    static final String FONT = Font.SANS_SERIF;
    static final int MARK = 9;
    static final BasicStroke PREDICTED = new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke FITTED =
            new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {5, 4}, 0);

    private static final Color GRID = new Color(230, 230, 230);
    private static final Color QUIET = new Color(165, 165, 165);
    private static final double POINTS_PER_DECADE = 12;

    private final ScalingStudy study;
    private final XYChart chart;

    private ScalingPanel(ScalingStudy study, String title, String unit, int width, int height) {
        this.study = study;
        chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(title)
                .xAxisTitle("shards")
                .yAxisTitle(unit)
                .build();
        style(chart.getStyler());
    }

    private static void style(XYStyler styler) {
        styler.setLegendVisible(false);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderColor(QUIET);
        styler.setChartFontColor(TEXT);
        styler.setChartTitleFont(new Font(FONT, Font.BOLD, 13));
        styler.setChartTitleBoxVisible(false);
        styler.setAxisTitleFont(new Font(FONT, Font.PLAIN, 12));
        styler.setAxisTickLabelsFont(new Font(FONT, Font.PLAIN, 11));
        styler.setAxisTickLabelsColor(TEXT);
        styler.setPlotGridLinesColor(GRID);
        styler.setMarkerSize(MARK);
        styler.setXAxisLogarithmic(true);
        styler.setYAxisLogarithmic(true);
        styler.setXAxisDecimalPattern("#,###");
        styler.setYAxisDecimalPattern("#,##0.###");
        styler.setAntiAlias(true);
    }

    /** Seconds of a step. */
    static XYChart seconds(ScalingStudy study, Workload work, int width, int height) {
        ScalingPanel panel = new ScalingPanel(study, "Seconds per step, " + title(work), "s", width, height);
        for (ClusterConfig.Reduction reduction : study.settings().reductions()) {
            panel.lines(reduction, shards -> study.modelled(work, reduction, shards), executors -> study.predicted(
                            work, reduction, executors)
                    .seconds());
        }
        for (ClusterConfig.Reduction reduction : study.settings().reductions()) {
            List<MeasuredStep> steps = panel.measured(work, reduction);
            panel.marks(
                    reduction,
                    steps,
                    steps.stream().mapToDouble(MeasuredStep::seconds).toArray());
        }
        return panel.chart;
    }

    /** Bytes that go through the driver in a step. */
    static XYChart driverBytes(ScalingStudy study, Workload work, int width, int height) {
        ScalingPanel panel = new ScalingPanel(
                study, "Megabytes that come to the driver per step, " + title(work), "MB", width, height);
        for (ClusterConfig.Reduction reduction : study.settings().reductions()) {
            panel.lines(
                    reduction,
                    shards -> megabytes((double) StepTraffic.of(work.size(), reduction, shards, study.executors())
                            .received()),
                    executors -> megabytes((double) study.predicted(work, reduction, executors)
                            .traffic()
                            .received()));
        }
        for (ClusterConfig.Reduction reduction : study.settings().reductions()) {
            List<MeasuredStep> steps = panel.measured(work, reduction);
            panel.marks(
                    reduction,
                    steps,
                    steps.stream()
                            .mapToDouble(step -> megabytes(step.received()))
                            .toArray());
        }
        return panel.chart;
    }

    private static double megabytes(double bytes) {
        return bytes * 1e-6;
    }

    static String title(Workload work) {
        return String.format(
                Locale.ROOT,
                "%s (%d x %,d)",
                work.name(),
                2 * work.size().tasks(),
                work.size().shared());
    }

    private List<MeasuredStep> measured(Workload work, ClusterConfig.Reduction reduction) {
        return study.steps().stream()
                .filter(step -> step.workload().equals(work) && step.reduction() == reduction)
                .toList();
    }

    private void lines(ClusterConfig.Reduction reduction, IntToDoubleFunction fitted, IntToDoubleFunction predicted) {
        int mostShards =
                study.settings().shards().stream().mapToInt(s -> s).max().orElseThrow();
        int mostExecutors =
                study.settings().predicted().stream().mapToInt(e -> e).max().orElseThrow();
        line(reduction, "prediction ", points(mostExecutors), predicted, PREDICTED);
        line(reduction, "model ", points(mostShards), fitted, FITTED);
    }

    private void line(
            ClusterConfig.Reduction reduction, String what, int[] x, IntToDoubleFunction y, BasicStroke stroke) {
        double[] at = IntStream.of(x).asDoubleStream().toArray();
        XYSeries series = chart.addSeries(
                what + reduction, at, IntStream.of(x).mapToDouble(y).toArray());
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(stroke);
        series.setLineColor(COLOURS.get(reduction));
    }

    private void marks(ClusterConfig.Reduction reduction, List<MeasuredStep> steps, double[] y) {
        double[] x = steps.stream().mapToDouble(MeasuredStep::shards).toArray();
        XYSeries series = chart.addSeries("measured " + reduction, x, y);
        series.setLineStyle(SeriesLines.NONE);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(COLOURS.get(reduction));
    }

    /** Whole numbers up to a last one, evenly in the logarithm. */
    private static int[] points(int last) {
        int count = (int) Math.ceil(POINTS_PER_DECADE * Math.log10(last)) + 1;
        return IntStream.rangeClosed(0, count)
                .map(i -> (int) Math.rint(Math.pow(last, (double) i / count)))
                .distinct()
                .toArray();
    }
}
