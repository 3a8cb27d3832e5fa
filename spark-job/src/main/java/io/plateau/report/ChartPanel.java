package io.plateau.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart of a report as a panel of a picture. */
final class ChartPanel {
    static final Color TEXT = new Color(50, 50, 50);
    static final String FONT = Font.SANS_SERIF;

    private static final Color GRID = new Color(230, 230, 230);
    private static final Color QUIET = new Color(165, 165, 165);
    private static final int WIDTH = 620;
    private static final int HEIGHT = 380;
    private static final int MOST_LABELS = 12;
    private static final float SPIKE_WIDTH = 0.6f;
    private static final float LINE_WIDTH = 1.6f;

    /** Okabe and Ito's colours first: they can be told apart by people with any colour vision. */
    private static final List<Color> COLOURS = List.of(
            new Color(0, 114, 178),
            new Color(213, 94, 0),
            new Color(0, 158, 115),
            new Color(204, 121, 167),
            new Color(184, 134, 11),
            new Color(75, 75, 168),
            new Color(77, 159, 201),
            new Color(138, 75, 8),
            new Color(107, 114, 128),
            new Color(179, 0, 60));

    private ChartPanel() {}

    /** The chart as the library draws it. */
    static org.knowm.xchart.internal.chartpart.Chart<?, ?> of(Chart chart) {
        if (chart instanceof CurveChart curves) {
            return curves(curves);
        }
        if (chart instanceof ScatterChart scatter) {
            return scatter(scatter);
        }
        return chart instanceof BarChart bars ? bars(bars) : heat((HeatChart) chart);
    }

    private static Color colour(int i) {
        return i < COLOURS.size() ? COLOURS.get(i) : Color.getHSBColor(i * 137.5f / 360, 0.7f, 0.65f);
    }

    private static void style(AxesChartStyler styler, int series) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderColor(QUIET);
        styler.setChartFontColor(TEXT);
        styler.setChartTitleFont(new Font(FONT, Font.BOLD, 13));
        styler.setChartTitleBoxVisible(false);
        styler.setAxisTitleFont(new Font(FONT, Font.PLAIN, 11));
        styler.setAxisTickLabelsFont(new Font(FONT, Font.PLAIN, 10));
        styler.setAxisTickLabelsColor(TEXT);
        styler.setPlotGridLinesColor(GRID);
        styler.setLegendFont(new Font(FONT, Font.PLAIN, 10));
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLegendVisible(series > 1);
    }

    private static XYChart curves(CurveChart chart) {
        XYChart panel = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(chart.title())
                .xAxisTitle("steps")
                .yAxisTitle(chart.unit())
                .build();
        Set<String> names = new LinkedHashSet<>();
        chart.curves().forEach(curve -> names.add(curve.name()));
        style(panel.getStyler(), names.size());
        panel.getStyler().setYAxisLogarithmic(chart.isWide());
        List<String> order = List.copyOf(names);
        int spikes = 0;
        for (Curve curve : chart.curves()) {
            if (curve.meanX().length > 0) {
                Color at = colour(order.indexOf(curve.name()));
                XYSeries series = line(panel, "spikes " + spikes++, curve.x(), curve.y(), SPIKE_WIDTH);
                series.setLineColor(new Color(at.getRed(), at.getGreen(), at.getBlue(), 100));
                series.setShowInLegend(false);
            }
        }
        for (Curve curve : chart.curves()) {
            boolean decimated = curve.meanX().length > 0;
            line(
                            panel,
                            curve.name(),
                            decimated ? curve.meanX() : curve.x(),
                            decimated ? curve.meanY() : curve.y(),
                            LINE_WIDTH)
                    .setLineColor(colour(order.indexOf(curve.name())));
        }
        return panel;
    }

    private static XYSeries line(XYChart panel, String name, double[] x, double[] y, float width) {
        XYSeries series = panel.addSeries(name, x, y);
        series.setMarker(x.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setLineStyle(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        return series;
    }

    private static XYChart scatter(ScatterChart chart) {
        XYChart panel = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(chart.title())
                .xAxisTitle(chart.xName())
                .yAxisTitle(chart.yName())
                .build();
        style(panel.getStyler(), chart.clouds().size());
        panel.getStyler().setMarkerSize(4);
        double least = chart.joined() ? 0 : Double.POSITIVE_INFINITY;
        double most = chart.joined() ? 1 : Double.NEGATIVE_INFINITY;
        for (int i = 0; i < chart.clouds().size(); i++) {
            ScatterChart.Cloud cloud = chart.clouds().get(i);
            if (cloud.x().length == 0) {
                continue;
            }
            least = Math.min(least, Math.min(min(cloud.x()), min(cloud.y())));
            most = Math.max(most, -Math.min(min(negated(cloud.x())), min(negated(cloud.y()))));
            XYSeries series = line(panel, cloud.name(), cloud.x(), cloud.y(), LINE_WIDTH);
            series.setMarker(SeriesMarkers.CIRCLE);
            series.setMarkerColor(colour(i));
            series.setLineColor(colour(i));
            if (!chart.joined()) {
                series.setLineStyle(SeriesLines.NONE);
            }
        }
        XYSeries diagonal = line(panel, "x = y", new double[] {least, most}, new double[] {least, most}, 1);
        diagonal.setLineColor(QUIET);
        diagonal.setShowInLegend(false);
        return panel;
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    private static CategoryChart bars(BarChart chart) {
        CategoryChart panel = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(chart.title())
                .yAxisTitle(chart.unit())
                .build();
        style(panel.getStyler(), chart.parts().size());
        panel.getStyler().setStacked(true);
        panel.getStyler().setXAxisLabelRotation(chart.bars().size() > 3 ? 30 : 0);
        int i = 0;
        for (Map.Entry<String, double[]> part : chart.parts().entrySet()) {
            panel.addSeries(
                            part.getKey(),
                            chart.bars(),
                            Arrays.stream(part.getValue()).boxed().toList())
                    .setFillColor(colour(i++));
        }
        return panel;
    }

    private static HeatMapChart heat(HeatChart chart) {
        HeatMapChart panel = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(chart.title())
                .build();
        style(panel.getStyler(), 2);
        panel.getStyler()
                .setRangeColors(new Color[] {new Color(213, 94, 0), new Color(247, 247, 247), new Color(0, 114, 178)});
        panel.getStyler().setMin(-1);
        panel.getStyler().setMax(1);
        panel.getStyler().setShowValue(chart.names().size() <= MOST_LABELS);
        panel.getStyler().setHeatMapValueDecimalPattern("0.00");
        panel.getStyler().setValueFont(new Font(FONT, Font.PLAIN, 9));
        panel.getStyler().setXAxisLabelRotation(chart.names().size() > 6 ? 45 : 0);
        double[][] values = chart.frames().values().iterator().next();
        List<Number[]> cells = new java.util.ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                if (Double.isFinite(values[i][j])) {
                    cells.add(new Number[] {j, i, values[i][j]});
                }
            }
        }
        panel.addSeries("cosine", chart.names(), chart.names(), cells);
        return panel;
    }
}
