package io.plateau.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The points of the charts of a report, one line each with all digits: section, chart, series, x, seconds, y. x is the step of a curve,
 * whose seconds of training stand beside it; the label of a prediction; the row of a matrix, whose column is the series. Cells without a
 * meaning for a chart are empty.
 */
public final class CsvReport {

    private final BufferedWriter out;
    private final Report report;

    private CsvReport(BufferedWriter out, Report report) {
        this.out = out;
        this.report = report;
    }

    /**
     * Writes the points.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Report report, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            CsvReport csv = new CsvReport(out, report);
            out.write("section,chart,series,x,seconds,y\n");
            for (Section section : report.sections()) {
                for (Chart chart : section.charts()) {
                    csv.chart(section.title(), chart);
                }
            }
        }
    }

    private void chart(String section, Chart chart) throws IOException {
        if (chart instanceof CurveChart curves) {
            for (Curve curve : curves.curves()) {
                StepTimes times = report.times().get(curve.run());
                for (int i = 0; i < curve.x().length; i++) {
                    double step = curve.x()[i];
                    line(section, chart, curve.name(), number(step), number(times.at(step)), curve.y()[i]);
                }
            }
        } else if (chart instanceof ScatterChart scatter) {
            for (ScatterChart.Cloud cloud : scatter.clouds()) {
                for (int i = 0; i < cloud.x().length; i++) {
                    line(section, chart, cloud.name(), number(cloud.x()[i]), "", cloud.y()[i]);
                }
            }
        } else if (chart instanceof BarChart bars) {
            for (Map.Entry<String, double[]> part : bars.parts().entrySet()) {
                for (int i = 0; i < bars.bars().size(); i++) {
                    line(section, chart, part.getKey(), bars.bars().get(i), "", part.getValue()[i]);
                }
            }
        } else if (chart instanceof HeatChart heat) {
            double[][] values = heat.frames().values().iterator().next();
            for (int i = 0; i < values.length; i++) {
                for (int j = 0; j < values.length; j++) {
                    line(section, chart, heat.names().get(j), heat.names().get(i), "", values[i][j]);
                }
            }
        }
    }

    private void line(String section, Chart chart, String series, String x, String seconds, double y)
            throws IOException {
        out.write(String.join(
                ",", List.of(quoted(section), quoted(chart.title()), quoted(series), quoted(x), seconds, number(y))));
        out.write('\n');
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
