package io.plateau.toy;

import io.plateau.picture.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;

/** The picture of an experiment: a heading that explains colours and marks, and a panel per method with common axes. */
final class LossPicture implements Picture {
    private static final int PANEL_WIDTH = 280;
    private static final int PANEL_HEIGHT = 252;
    private static final int LEAST_WIDTH = 900;
    private static final int TITLE = 18;
    private static final int HEADING = 84;
    private static final int LEFT = 28;
    private static final int RIGHT = 12;
    private static final int BOTTOM = 30;
    private static final int MOST_COLUMNS = 7;
    private static final double SHAPE = 1.8;

    private final List<MethodResult> results;
    private final int steps;
    private final int columns;

    /** A picture of at least one method. */
    LossPicture(List<MethodResult> results, int steps) {
        this.results = results;
        this.steps = steps;
        int rows = (int) Math.max(1, Math.round(Math.sqrt(results.size() / SHAPE)));
        columns = Math.min(MOST_COLUMNS, (results.size() + rows - 1) / rows);
    }

    @Override
    public int width() {
        return Math.max(LEAST_WIDTH, LEFT + columns * PANEL_WIDTH + RIGHT);
    }

    @Override
    public int height() {
        return HEADING + rows() * PANEL_HEIGHT + BOTTOM;
    }

    private int rows() {
        return (results.size() + columns - 1) / columns;
    }

    @Override
    public String description() {
        return "The toy problem of Nash-MTL, by plateau";
    }

    @Override
    public void paint(Graphics2D canvas) {
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width(), height());
        heading(canvas);
        axisTitles(canvas);
        LossPanel panel = new LossPanel(LossAxes.of(results));
        int left = left();
        for (int i = 0; i < results.size(); i++) {
            Graphics2D part = (Graphics2D) canvas.create();
            part.translate(left + i % columns * PANEL_WIDTH, HEADING + i / columns * PANEL_HEIGHT);
            title(part, results.get(i));
            part.translate(0, TITLE);
            int height = PANEL_HEIGHT - TITLE;
            panel.chart(results.get(i), PANEL_WIDTH, height).paint(part, PANEL_WIDTH, height);
            part.dispose();
        }
    }

    private static void title(Graphics2D canvas, MethodResult result) {
        Font bold = new Font(LossPanel.FONT, Font.BOLD, 13);
        Font plain = new Font(LossPanel.FONT, Font.PLAIN, 13);
        int name = canvas.getFontMetrics(bold).stringWidth(result.method());
        int gap = 10;
        int score = canvas.getFontMetrics(plain).stringWidth(result.score());
        // The middle of the plot, which has the labels of its axis on the left.
        int x = (PANEL_WIDTH + LEFT - name - gap - score) / 2;
        canvas.setColor(LossPanel.TEXT);
        canvas.setFont(bold);
        canvas.drawString(result.method(), x, TITLE - 3);
        canvas.setFont(plain);
        canvas.drawString(result.score(), x + name + gap, TITLE - 3);
    }

    private int left() {
        return LEFT + (width() - LEFT - RIGHT - columns * PANEL_WIDTH) / 2;
    }

    private void heading(Graphics2D canvas) {
        int x = LEFT;
        canvas.setColor(LossPanel.TEXT);
        canvas.setFont(new Font(LossPanel.FONT, Font.BOLD, 17));
        canvas.drawString(
                String.format(Locale.ROOT, "The toy problem of Nash-MTL: %,d steps of Adam from five starts", steps),
                x,
                27);
        canvas.setFont(new Font(LossPanel.FONT, Font.PLAIN, 12));
        canvas.setStroke(new BasicStroke(LossPanel.FRONT_WIDTH));
        canvas.setColor(LossPanel.FRONT);
        canvas.draw(new Line2D.Double(x, 47, x + 26, 47));
        x = label(canvas, "Pareto front", x + 34, 51);
        canvas.setColor(LossPanel.TEXT);
        canvas.fill(circle(x + 5, 47));
        x = label(canvas, "start", x + 16, 51);
        canvas.setColor(LossPanel.TEXT);
        canvas.fill(diamond(x + 5, 47));
        x = label(canvas, "end", x + 16, 51);
        canvas.setColor(LossPanel.TEXT);
        canvas.setStroke(new BasicStroke(1.6f));
        canvas.draw(new Line2D.Double(x + 1, 43, x + 9, 51));
        canvas.draw(new Line2D.Double(x + 1, 51, x + 9, 43));
        x = label(canvas, "stopped: no direction there", x + 16, 51);
        label(canvas, "n of 5: starts that end on the front", x, 51);
        x = LEFT;
        List<double[]> starts = ToyProblem.starts();
        for (int i = 0; i < starts.size(); i++) {
            canvas.setColor(LossPanel.COLOURS.get(i));
            canvas.setStroke(new BasicStroke(2 * LossPanel.LINE_WIDTH));
            canvas.draw(new Line2D.Double(x, 69, x + 26, 69));
            x = label(canvas, "from " + Names.start(starts.get(i)), x + 34, 73);
        }
    }

    private static int label(Graphics2D canvas, String text, int x, int y) {
        canvas.setColor(LossPanel.TEXT);
        canvas.drawString(text, x, y);
        return x + canvas.getFontMetrics().stringWidth(text) + 24;
    }

    private static Shape circle(double x, double y) {
        return new Ellipse2D.Double(x - 4, y - 4, 8, 8);
    }

    private static Shape diamond(double x, double y) {
        Path2D path = new Path2D.Double();
        path.moveTo(x, y - 5);
        path.lineTo(x + 5, y);
        path.lineTo(x, y + 5);
        path.lineTo(x - 5, y);
        path.closePath();
        return path;
    }

    private void axisTitles(Graphics2D canvas) {
        canvas.setColor(LossPanel.TEXT);
        canvas.setFont(new Font(LossPanel.FONT, Font.PLAIN, 13));
        String below = "loss L1";
        int width = canvas.getFontMetrics().stringWidth(below);
        canvas.drawString(below, left() + (columns * PANEL_WIDTH - width) / 2, height() - 10);
        String aside = "loss L2";
        int length = canvas.getFontMetrics().stringWidth(aside);
        AffineTransform upright = canvas.getTransform();
        canvas.translate(left() - 8, HEADING + (rows() * PANEL_HEIGHT + length) / 2);
        canvas.rotate(-Math.PI / 2);
        canvas.drawString(aside, 0, 0);
        canvas.setTransform(upright);
    }
}
