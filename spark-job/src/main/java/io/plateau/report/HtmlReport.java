package io.plateau.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;

/**
 * A report as one HTML file that fetches nothing: style, scripts and figures are inside. Its policy lets no script run but its own two, by
 * their checksums, so that no name in it can become one. Text and tables can be read without scripts.
 */
public final class HtmlReport {
    private static final String LIBRARY = "/META-INF/maven/org.webjars/echarts/pom.properties";

    private HtmlReport() {}

    /**
     * Writes a report.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Report report, Path file) throws IOException {
        Files.writeString(file, page(report), StandardCharsets.UTF_8);
    }

    /** The page as text. */
    static String page(Report report) {
        String charts = charts();
        String script = resource("/io/plateau/report/report.js");
        String policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src '" + checksum(charts)
                + "' '" + checksum(script) + "'";
        HtmlText page = new HtmlText();
        page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .element("title", report.title())
                .raw("<link rel=\"icon\" href=\"data:,\">\n<style>\n")
                .raw(resource("/io/plateau/report/report.css"))
                .raw("</style>\n</head>\n<body>\n");
        HtmlBody.write(report, page);
        page.raw("<script type=\"application/json\" id=\"charts\">")
                .raw(ChartJson.of(report))
                .raw("</script>\n<script>")
                .raw(charts)
                .raw("</script>\n<script>")
                .raw(script)
                .raw("</script>\n</body>\n</html>\n");
        return page.toString();
    }

    /** The chart library, as its archive holds it. */
    private static String charts() {
        Properties properties = new Properties();
        try (InputStream in = HtmlReport.class.getResourceAsStream(LIBRARY)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the chart library is not on the class path: build with its dependencies");
            }
            properties.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return resource("/META-INF/resources/webjars/echarts/" + properties.getProperty("version") + "/echarts.min.js");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is not on the class path");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (text.contains("</script") || text.contains("<!--") || text.contains("\r")) {
                throw new IllegalStateException("resource " + name + " cannot stand inside a page");
            }
            return text;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String checksum(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
