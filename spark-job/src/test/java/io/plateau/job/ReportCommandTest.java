package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.report.PictureReport;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reports say, held against what the runs wrote down. */
class ReportCommandTest {
    private static final long MOST_BYTES = 5_000_000;
    private static final double MOST_SECONDS = 10;

    @TempDir
    static Path directory;

    private static ReportRuns runs;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void train() throws IOException {
        runs = new ReportRuns(directory);
        runs.train();
    }

    private int report(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("report"));
        all.addAll(List.of(arguments));
        return Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }

    private Path written(String... arguments) {
        assertThat(report(arguments)).as(err.toString()).isZero();
        return Path.of(out.toString().strip());
    }

    @Test
    void predictionsGiveTheScoresThatTheRunsWroteDown() throws IOException {
        Path page = written(runs.run("flat-2").toString());
        assertThat(page).isEqualTo(runs.run("flat-2").resolve("report/report.html"));
        JsonNode cloud = null;
        for (JsonNode chart : ReportRuns.charts(page).path("charts")) {
            if (chart.path("kind").asText().equals("scatter")
                    && chart.path("title").asText().equals(ReportRuns.REGRESSION)) {
                cloud = chart.path("clouds").path(0);
            }
        }
        double error = 0;
        int rows = cloud.path("x").size();
        for (int i = 0; i < rows; i++) {
            error += Math.abs(
                    cloud.path("x").path(i).asDouble() - cloud.path("y").path(i).asDouble());
        }
        double mae = runs.test("flat-2").path(ReportRuns.REGRESSION).path("mae").doubleValue();
        assertThat(error / rows).as("mean absolute error").isCloseTo(mae, within(1e-3));
        for (String task : List.of("grade", "ill")) {
            JsonNode bins = ReportRuns.chart(page, task + ", calibration")
                    .path("clouds")
                    .path(0);
            double gap = 0;
            double right = 0;
            double count = 0;
            for (int i = 0; i < bins.path("x").size(); i++) {
                double of = bins.path("counts").path(i).asDouble();
                count += of;
                right += of * bins.path("y").path(i).asDouble();
                gap += of
                        * Math.abs(bins.path("x").path(i).asDouble()
                                - bins.path("y").path(i).asDouble());
            }
            JsonNode scores = runs.test("flat-2").path(task);
            assertThat(count).isEqualTo(rows);
            assertThat(right / count).isCloseTo(scores.path("accuracy").doubleValue(), within(1e-4));
            assertThat(gap / count).isCloseTo(scores.path("ece").doubleValue(), within(1e-4));
        }
    }

    @Test
    void curvesAreTheLogs() throws IOException {
        Path file = directory.resolve("curves.csv");
        written(runs.run("flat-2").toString(), "--format", "csv", "--no-predictions", "--output", file.toString());
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).isEqualTo("section,chart,series,x,seconds,y");
        double seconds = 0;
        for (String text : Files.readAllLines(runs.run("flat-2").resolve("steps.jsonl"))) {
            JsonNode step = new ObjectMapper().readTree(text);
            for (JsonNode phase : step.path("seconds")) {
                seconds += phase.doubleValue();
            }
            String place = ",grade," + step.path("step").asInt() + ",";
            double loss = step.path("losses").path(1).doubleValue();
            double rise = step.path("perturbed-losses").path(1).doubleValue() - loss;
            assertThat(value(lines, "Losses,Loss" + place, 5)).isEqualTo(loss);
            assertThat(value(lines, "Losses,Loss" + place, 4)).isCloseTo(seconds, within(1e-9));
            assertThat(value(lines, "Sharpness,Sharpness" + place, 5)).isEqualTo(rise);
            assertThat(value(lines, "Alpha over time,Weights of the flatness" + place, 5))
                    .isEqualTo(step.path("flat-weights").path(1).doubleValue());
        }
        double cosines = 0;
        int analysed = 0;
        for (String text : Files.readAllLines(runs.run("flat-2").resolve("analysis.jsonl"))) {
            JsonNode line = new ObjectMapper().readTree(text);
            cosines += line.at("/gradients/cosines/1/2").doubleValue();
            analysed++;
            assertThat(value(
                            lines,
                            "Conflicts,Conflict rate,loss gradients,"
                                    + line.path("step").asInt() + ",",
                            5))
                    .isEqualTo(line.at("/gradients/conflict-rate").doubleValue());
        }
        assertThat(value(lines, "Conflicts,Cosines of the loss gradients,ill,grade,", 5))
                .isCloseTo(cosines / analysed, within(1e-12));
        JsonNode epoch = new ObjectMapper()
                .readTree(Files.readAllLines(runs.run("flat-2").resolve("epochs.jsonl"))
                        .get(1));
        assertThat(value(lines, "Metrics,grade,validation," + epoch.path("step").asInt() + ",", 5))
                .isEqualTo(epoch.at("/validation/grade/accuracy").doubleValue());
    }

    private static double value(List<String> lines, String start, int cell) {
        List<String> found =
                lines.stream().filter(line -> line.startsWith(start)).toList();
        assertThat(found).as(start).hasSize(1);
        return Double.parseDouble(found.get(0).split(",", -1)[cell]);
    }

    @Test
    void severalRunsAreComparedTestedAndTheirCostSetAgainstPlainTraining() throws IOException {
        Path page = written(
                runs.run("flat-1").toString(),
                runs.run("flat-2").toString(),
                runs.run("plain-1").toString(),
                runs.run("plain-2").toString(),
                "--no-predictions",
                "--output",
                directory.resolve("four.html").toString());
        String text = ReportRuns.words(page);
        assertThat(text)
                .contains("<h1>5 runs</h1>")
                .as("three rows per task: two forward and six backward passes beside one and three")
                .containsPattern(
                        "flat nash-mtl</th><td>4.0</td><td>6.0</td><td>2.50</td><td>[\\d.]+</td><td>[\\d.]+</td>")
                .containsPattern("nash-mtl</th><td>1.0</td><td>3.0</td><td>1.00</td><td>[\\d.]+</td><td>1.00</td>")
                .contains("<td>nash-mtl</td><td>2</td>", "p Holm", "sharpness.mode", "<td>decomposed</td>");
        double mean = (runs.test("flat-1").at("/grade/accuracy").doubleValue()
                        + runs.test("flat-2").at("/grade/accuracy").doubleValue())
                / 2;
        assertThat(text).contains("grade accuracy").contains(">" + TextTable.number(mean) + " ± ");
        assertThat(Files.readString(page).indexOf("<script>window"))
                .as("the label of the variant is text")
                .isNegative();
        assertThat(text).doesNotContain("<img").contains("&lt;img src=x onerror=window.injected=1&gt;");
    }

    @Test
    void picturesHaveEveryPanel() throws Exception {
        Assumptions.assumeTrue(PictureReport.canDraw(), "skipped: there is no font to draw with");
        Path png = directory.resolve("p.png");
        written(runs.run("flat-1").toString(), "--format", "png", "--output", png.toString());
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isGreaterThan(1500);
        long coloured = 0;
        for (int y = 0; y < image.getHeight(); y += 3) {
            for (int x = 0; x < image.getWidth(); x += 3) {
                coloured += image.getRGB(x, y) == 0xff0072b2 ? 1 : 0;
            }
        }
        assertThat(coloured).as("marks in the first colour").isGreaterThan(200);
        Path svg = directory.resolve("p.svg");
        written(runs.run("flat-1").toString(), "--format", "svg", "--no-predictions", "--output", svg.toString());
        DocumentBuilderFactory xml = DocumentBuilderFactory.newInstance();
        // The definition of SVG lies on the network.
        xml.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        var root = xml.newDocumentBuilder().parse(svg.toFile()).getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("svg");
        assertThat(root.getElementsByTagName("path").getLength()).isGreaterThan(100);
    }

    @Test
    void aLongRunIsReadQuicklyAndItsPageIsSmall() throws IOException {
        Path run = longRun(100_000, 77_777);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Path page = written(run.toString());
        double seconds = 1e-9 * (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        assertThat(seconds).as("processor time").isLessThan(MOST_SECONDS);
        assertThat(Files.size(page)).isLessThan(MOST_BYTES);
        JsonNode curve = ReportRuns.chart(page, "Loss").path("curves").path(1);
        boolean found = false;
        for (int i = 0; i < curve.path("x").size(); i++) {
            found |= curve.path("x").path(i).asInt() == 77_777
                    && curve.path("y").path(i).asDouble() == 1234.5;
        }
        assertThat(found).as("the spike of one step").isTrue();
        assertThat(ReportRuns.words(page)).contains("no longer at").contains("succeeded");
    }

    /** The logs of a trained run, repeated, with a spike in the loss of the second task; without its dataset. */
    private static Path longRun(int steps, int spike) throws IOException {
        Path from = runs.run("flat-2");
        Path run = Files.createDirectories(directory.resolve("long"));
        for (String file : List.of("status.json", "provenance.json", "epochs.jsonl", "_SUCCESS")) {
            Files.copy(from.resolve(file), run.resolve(file));
        }
        Files.createDirectories(run.resolve("model"));
        try (Stream<Path> files = Files.list(from.resolve("model"))) {
            for (Path file : files.toList()) {
                Files.copy(file, run.resolve("model").resolve(file.getFileName()));
            }
        }
        Files.writeString(
                run.resolve("config.resolved.conf"),
                Files.readString(from.resolve("config.resolved.conf"))
                        .replace(directory + "/data", directory + "/absent"));
        List<String> lines = Files.readAllLines(from.resolve("steps.jsonl"));
        String losses = "\"losses\":[0.123456789012345,1234.5,0.5]";
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(run.resolve("steps.jsonl")))) {
            for (int step = 1; step <= steps; step++) {
                String line = lines.get(step % lines.size());
                String rest = line.substring(line.indexOf(','));
                out.println("{\"step\":" + step
                        + (step == spike ? rest.replaceFirst("\"losses\":\\[[^]]*]", losses) : rest));
            }
        }
        return run;
    }

    @Test
    void aRunThatIsStillTrainingIsShownAndOneWithoutStepsIsRefused() throws IOException {
        Path run = Files.createDirectories(directory.resolve("young"));
        Files.copy(runs.run("flat-2").resolve("config.resolved.conf"), run.resolve("config.resolved.conf"));
        Files.writeString(run.resolve("status.json"), "{\"state\": \"running\", \"reason\": \"\"}");
        assertThat(report(run.toString())).isEqualTo(2);
        assertThat(err.toString().strip())
                .isEqualTo(
                        "plateau: run " + run + " has made no step (it is running), so there is nothing to report: wait"
                                + " until it trains, or leave it out");
        assertThat(run.resolve("report")).doesNotExist();
        String step =
                Files.readAllLines(runs.run("flat-2").resolve("steps.jsonl")).get(0);
        Files.writeString(run.resolve("steps.jsonl"), step + "\n{\"step\":2,\"epo");
        Path page = written(run.toString());
        assertThat(ReportRuns.words(page)).contains("<td>running</td>", "No test scores yet");
        assertThat(ReportRuns.chart(page, "Loss").path("curves").findValuesAsText("name"))
                .containsExactly("task 1", "task 2", "task 3");
    }

    @Test
    void badInputIsOneMessageAndLeavesNothing() throws IOException {
        String flat = runs.run("flat-1").toString();
        assertThat(report(directory.resolve("absent").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no run at ", "/absent: name a run directory");
        assertThat(report(flat, flat)).isEqualTo(2);
        assertThat(err.toString()).contains("is named twice: leave one out");
        assertThat(report(flat, "--output", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is a directory");
        assertThat(report(flat, "--output", "hdfs://host/x.html")).isEqualTo(2);
        assertThat(err.toString()).contains("--output hdfs://host/x.html: name a file of this machine");
        assertThat(report(flat + "/variants/-script-window-injected-1-script-")).isEqualTo(2);
        assertThat(err.toString()).contains("it is a variant, which the report of its run shows");
        assertThat(directory.resolve("x.html")).doesNotExist();
    }
}
