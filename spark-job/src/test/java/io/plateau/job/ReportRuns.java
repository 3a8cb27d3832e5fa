package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small trained runs to report of, of a regression and two classifications, with names that mean harm to a page. */
final class ReportRuns {
    static final String REGRESSION = "<img src=x onerror=window.injected=1>";
    static final String VARIANT = "\"><script>window.injected=1</script>";

    private static final int ROWS = 300;

    private final Path directory;

    ReportRuns(Path directory) throws IOException {
        this.directory = directory;
        StringBuilder table = new StringBuilder("age,dose," + REGRESSION + ",grade,ill\n");
        for (int i = 0; i < ROWS; i++) {
            double age = 20 + (i * 37) % 60;
            double dose = (i * 17 % 100) / 10.0;
            String grade = List.of("low", "mid", "high").get((int) ((dose + i * 7 % 5) / 4.7));
            String ill = dose + i * 11 % 6 > 7 ? "yes" : "no";
            table.append("%s,%s,%s,%s,%s%n".formatted(age, dose, age / 10 + dose, grade, ill));
        }
        Files.writeString(directory.resolve("table.csv"), table);
        Files.writeString(
                directory.resolve("job.conf"),
                """
                run.output = "%s/runs"
                dataset {
                  path = "%s/data"
                  source {
                    kind = csv
                    csv { file = "%s/table.csv", targets = ["%s", grade, ill], classes = [grade], binary = [ill] }
                  }
                  split { train = 0.6, validation = 0.2, test = 0.2, seed = 1 }
                }
                model.hidden = [8]
                training { epochs = 3, batch-size = 24, shards = 2 }
                analysis.every-steps = 2
                cluster.type = local
                """
                        .formatted(directory, directory, directory, REGRESSION));
    }

    /** Two seeds of the default method with and without second gradients, the first with a variant. */
    void train() {
        String variant = "training.compare=[{ label = \"" + VARIANT.replace("\"", "\\\"") + "\", method = ls }]";
        train("flat-1", variant);
        train("flat-2", "run.seed=2");
        train("plain-1", "sharpness.mode=none");
        train("plain-2", "sharpness.mode=none", "run.seed=2");
    }

    void train(String id, String... settings) {
        List<String> arguments = new ArrayList<>(
                List.of("train", "--config", directory.resolve("job.conf").toString(), "--run-id", id));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        StringWriter err = new StringWriter();
        int code =
                Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
    }

    Path run(String id) {
        return directory.resolve("runs").resolve(id);
    }

    /** The test scores that a run wrote down. */
    JsonNode test(String id) throws IOException {
        return new ObjectMapper()
                .readTree(run(id).resolve("model/model.json").toFile())
                .at("/facts/test");
    }

    /** The charts that a page holds. */
    static JsonNode charts(Path page) throws IOException {
        String text = Files.readString(page);
        String open = "<script type=\"application/json\" id=\"charts\">";
        int from = text.indexOf(open) + open.length();
        return new ObjectMapper().readTree(text.substring(from, text.indexOf("</script>", from)));
    }

    /** What a page says before its charts' figures and scripts. */
    static String words(Path page) throws IOException {
        String text = Files.readString(page);
        return text.substring(text.indexOf("<header>"), text.indexOf("<script"));
    }

    /** The chart of a title. */
    static JsonNode chart(Path page, String title) throws IOException {
        for (JsonNode chart : charts(page).path("charts")) {
            if (chart.path("title").asText().equals(title)) {
                return chart;
            }
        }
        throw new AssertionError("no chart " + title);
    }
}
