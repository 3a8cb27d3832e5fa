package io.plateau.picture;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;

/** A {@link Picture} as a file. Needs no display. */
public final class PictureFile {
    private static final double PIXELS = 1.5;

    private PictureFile() {}

    /** Whether there is a font. Without any, Java has a different error for every way in which a machine lacks them. */
    public static boolean canDraw() {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        try {
            Graphics2D canvas = image.createGraphics();
            canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
            return canvas.getFontMetrics().stringWidth("x") > 0;
        } catch (LinkageError | InternalError | RuntimeException noFonts) {
            return false;
        }
    }

    /**
     * Pixels, one and a half per unit of length each way.
     *
     * @throws IOException if the file cannot be written
     */
    public static void png(Picture picture, Path file) throws IOException {
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(PIXELS * picture.width()),
                (int) Math.ceil(PIXELS * picture.height()),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.scale(PIXELS, PIXELS);
        picture.paint(canvas);
        canvas.dispose();
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("this Java cannot write PNG");
        }
    }

    /**
     * Curves and outlines of letters, so that it looks the same with any fonts.
     *
     * @throws IOException if the file cannot be written
     */
    public static void svg(Picture picture, Path file) throws IOException {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
        context.setComment(picture.description());
        context.setPrecision(2);
        SVGGraphics2D canvas = new SVGGraphics2D(context, true);
        canvas.setSVGCanvasSize(new Dimension(picture.width(), picture.height()));
        picture.paint(canvas);
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            canvas.stream(out, true);
        }
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
