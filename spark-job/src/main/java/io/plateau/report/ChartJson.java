package io.plateau.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;

/** The charts of a report as the page's script reads them. Five digits are more than a screen shows. */
final class ChartJson {
    private static final MathContext DIGITS = new MathContext(5);

    private final JsonGenerator out;

    private ChartJson(JsonGenerator out) {
        this.out = out;
    }

    /** One object, safe inside an element {@code script}: no text in it can end the element or open another. */
    static String of(Report report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            new ChartJson(out).write(report);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        // Outside of texts, JSON has none of these characters.
        return text.toString()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private void write(Report report) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("times");
        for (StepTimes times : report.times()) {
            out.writeStartObject();
            numbers("steps", times.steps());
            numbers("seconds", times.seconds());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("charts");
        for (Chart chart : report.charts()) {
            out.writeStartObject();
            out.writeStringField("title", chart.title());
            body(chart);
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void body(Chart chart) throws IOException {
        if (chart instanceof CurveChart curves) {
            out.writeStringField("kind", "curves");
            out.writeStringField("unit", curves.unit());
            out.writeBooleanField("positive", curves.isPositive());
            out.writeBooleanField("wide", curves.isWide());
            out.writeBooleanField("small", curves.small());
            out.writeArrayFieldStart("curves");
            for (Curve curve : curves.curves()) {
                curve(curve);
            }
            out.writeEndArray();
        } else if (chart instanceof ScatterChart scatter) {
            out.writeStringField("kind", "scatter");
            out.writeStringField("xName", scatter.xName());
            out.writeStringField("yName", scatter.yName());
            out.writeBooleanField("joined", scatter.joined());
            out.writeArrayFieldStart("clouds");
            for (ScatterChart.Cloud cloud : scatter.clouds()) {
                out.writeStartObject();
                out.writeStringField("name", cloud.name());
                numbers("x", cloud.x());
                numbers("y", cloud.y());
                numbers("counts", cloud.counts());
                out.writeEndObject();
            }
            out.writeEndArray();
        } else if (chart instanceof BarChart bars) {
            out.writeStringField("kind", "bars");
            out.writeStringField("unit", bars.unit());
            strings("bars", bars.bars());
            out.writeArrayFieldStart("parts");
            for (Map.Entry<String, double[]> part : bars.parts().entrySet()) {
                out.writeStartObject();
                out.writeStringField("name", part.getKey());
                numbers("values", part.getValue());
                out.writeEndObject();
            }
            out.writeEndArray();
        } else if (chart instanceof HeatChart heat) {
            heat(heat);
        }
    }

    private void curve(Curve curve) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", curve.name());
        out.writeNumberField("run", curve.run());
        numbers("x", curve.x());
        numbers("y", curve.y());
        if (curve.meanX().length > 0) {
            numbers("meanX", curve.meanX());
            numbers("meanY", curve.meanY());
        }
        out.writeEndObject();
    }

    private void heat(HeatChart heat) throws IOException {
        out.writeStringField("kind", "heat");
        strings("names", heat.names());
        out.writeArrayFieldStart("frames");
        for (Map.Entry<String, double[][]> frame : heat.frames().entrySet()) {
            out.writeStartObject();
            out.writeStringField("name", frame.getKey());
            out.writeArrayFieldStart("rows");
            for (double[] row : frame.getValue()) {
                out.writeStartArray();
                for (double value : row) {
                    number(value);
                }
                out.writeEndArray();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void strings(String field, List<String> values) throws IOException {
        out.writeArrayFieldStart(field);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }

    private void numbers(String field, double[] values) throws IOException {
        out.writeArrayFieldStart(field);
        for (double value : values) {
            number(value);
        }
        out.writeEndArray();
    }

    /** Integers with all their digits: steps are. */
    private void number(double value) throws IOException {
        if (!Double.isFinite(value)) {
            out.writeNull();
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            out.writeNumber((long) value);
        } else {
            out.writeNumber(new BigDecimal(value)
                    .round(DIGITS)
                    .stripTrailingZeros()
                    .toString()
                    .replace("E+", "E"));
        }
    }
}
