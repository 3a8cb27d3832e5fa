package io.plateau.report;

import io.plateau.picture.Picture;
import io.plateau.picture.PictureFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The charts of a report in one picture, a panel each, two in a row, under the headings of their sections. */
public final class PictureReport implements Picture {
    private static final int PANEL_WIDTH = 620;
    private static final int PANEL_HEIGHT = 380;
    private static final int COLUMNS = 2;
    private static final int MARGIN = 20;
    private static final int TITLE = 56;
    private static final int HEADING = 40;

    private final Report report;
    private final List<Section> sections;

    private PictureReport(Report report) {
        this.report = report;
        sections = report.sections().stream()
                .filter(section -> !section.charts().isEmpty())
                .toList();
    }

    /** Whether this machine has a font. */
    public static boolean canDraw() {
        return PictureFile.canDraw();
    }

    /**
     * Writes pixels.
     *
     * @throws IOException if the file cannot be written
     */
    public static void png(Report report, Path file) throws IOException {
        PictureFile.png(new PictureReport(report), file);
    }

    /**
     * Writes curves.
     *
     * @throws IOException if the file cannot be written
     */
    public static void svg(Report report, Path file) throws IOException {
        PictureFile.svg(new PictureReport(report), file);
    }

    @Override
    public int width() {
        return 2 * MARGIN + COLUMNS * PANEL_WIDTH;
    }

    @Override
    public int height() {
        int rows = sections.stream().mapToInt(PictureReport::rows).sum();
        return TITLE + sections.size() * HEADING + rows * PANEL_HEIGHT + MARGIN;
    }

    private static int rows(Section section) {
        return (section.charts().size() + COLUMNS - 1) / COLUMNS;
    }

    @Override
    public String description() {
        return "A report of training runs, by plateau";
    }

    @Override
    public void paint(Graphics2D canvas) {
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width(), height());
        canvas.setColor(ChartPanel.TEXT);
        canvas.setFont(new Font(ChartPanel.FONT, Font.BOLD, 22));
        canvas.drawString(report.title(), MARGIN, TITLE - 18);
        int y = TITLE;
        for (Section section : sections) {
            canvas.setColor(ChartPanel.TEXT);
            canvas.setFont(new Font(ChartPanel.FONT, Font.BOLD, 17));
            canvas.drawString(section.title(), MARGIN, y + HEADING - 14);
            y += HEADING;
            for (int i = 0; i < section.charts().size(); i++) {
                Graphics2D part = (Graphics2D) canvas.create();
                part.translate(MARGIN + i % COLUMNS * PANEL_WIDTH, y + i / COLUMNS * PANEL_HEIGHT);
                ChartPanel.of(section.charts().get(i)).paint(part, PANEL_WIDTH, PANEL_HEIGHT);
                part.dispose();
            }
            y += rows(section) * PANEL_HEIGHT;
        }
    }
}
