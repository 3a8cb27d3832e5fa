package io.plateau.scaling;

import io.plateau.conf.ClusterConfig;
import io.plateau.picture.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;

/** The picture of a study: what comes to the driver for the largest size, and the seconds of a step for every size, the largest first. */
final class ScalingPicture implements Picture {
    private static final int PANEL_WIDTH = 560;
    private static final int PANEL_HEIGHT = 400;
    private static final int COLUMNS = 2;
    private static final int MARGIN = 20;
    private static final int HEADING = 104;
    private static final int GAP = 22;
    private static final int SWATCH = 26;

    private final ScalingStudy study;
    private final List<XYChart> panels = new ArrayList<>();

    ScalingPicture(ScalingStudy study) {
        this.study = study;
        List<Workload> works = new ArrayList<>(study.workloads());
        works.sort((one, other) -> Long.compare(other.size().rows(), one.size().rows()));
        panels.add(ScalingPanel.driverBytes(study, works.get(0), PANEL_WIDTH, PANEL_HEIGHT));
        works.forEach(work -> panels.add(ScalingPanel.seconds(study, work, PANEL_WIDTH, PANEL_HEIGHT)));
    }

    @Override
    public int width() {
        return 2 * MARGIN + COLUMNS * PANEL_WIDTH;
    }

    @Override
    public int height() {
        return HEADING + (panels.size() + COLUMNS - 1) / COLUMNS * PANEL_HEIGHT + MARGIN;
    }

    @Override
    public String description() {
        return "Measured and modelled steps over the number of shards, by plateau";
    }

    @Override
    public void paint(Graphics2D canvas) {
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width(), height());
        heading(canvas);
        for (int i = 0; i < panels.size(); i++) {
            Graphics2D part = (Graphics2D) canvas.create();
            part.translate(MARGIN + i % COLUMNS * PANEL_WIDTH, HEADING + i / COLUMNS * PANEL_HEIGHT);
            panels.get(i).paint(part, PANEL_WIDTH, PANEL_HEIGHT);
            part.dispose();
        }
    }

    private void heading(Graphics2D canvas) {
        canvas.setColor(ScalingPanel.TEXT);
        canvas.setFont(new Font(ScalingPanel.FONT, Font.BOLD, 18));
        canvas.drawString("One step of flat Nash-MTL by reduction: measured and modelled", MARGIN, 30);
        canvas.setFont(new Font(ScalingPanel.FONT, Font.PLAIN, 13));
        int x = MARGIN;
        for (ClusterConfig.Reduction reduction : study.settings().reductions()) {
            Color colour = ScalingPanel.COLOURS.get(reduction);
            canvas.setColor(colour);
            canvas.fillRect(x, 46, SWATCH, 12);
            x = label(canvas, ScalingFiles.word(reduction), x, 57);
        }
        x = MARGIN;
        canvas.setColor(ScalingPanel.TEXT);
        canvas.fill(new Ellipse2D.Double(
                x + SWATCH / 2.0 - ScalingPanel.MARK / 2.0, 75, ScalingPanel.MARK, ScalingPanel.MARK));
        x = label(canvas, "measured, " + study.executors() + " executors on one machine", x, 84);
        x = line(canvas, ScalingPanel.FITTED, "model of the same", x);
        line(
                canvas,
                ScalingPanel.PREDICTED,
                String.format(
                        Locale.ROOT,
                        "prediction: one executor per shard, %s Gbit/s each, %s Gbit/s the driver",
                        plain(study.settings().network()),
                        plain(study.settings().driverNetwork())),
                x);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static int line(Graphics2D canvas, BasicStroke stroke, String text, int x) {
        canvas.setStroke(stroke);
        canvas.draw(new Line2D.Double(x, 79.5, x + SWATCH, 79.5));
        return label(canvas, text, x, 84);
    }

    private static int label(Graphics2D canvas, String text, int x, int y) {
        int start = x + SWATCH + 8;
        canvas.setColor(ScalingPanel.TEXT);
        canvas.drawString(text, start, y);
        return start + canvas.getFontMetrics().stringWidth(text) + GAP;
    }
}
