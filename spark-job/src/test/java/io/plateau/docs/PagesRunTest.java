package io.plateau.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A newcomer types what README, the cookbook and the other pages say, in their order, on small files under the names that the pages use.
 * Trainings are cut short, nothing else is changed; what is left out is named here with its reason.
 */
@Tag("slow")
class PagesRunTest {
    private static final Path ROOT = Path.of(System.getProperty("plateau.root", "."));

    /** What is not run here, by a part of the command, and who does it instead. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "--download", "reaches out to the publishers of QM9: Qm9CommandsTest serves the files on loopback",
            "conf/ablation/sharpness.conf", "72 trainings: SweepCommandTest runs the sweep on a smaller problem",
            "--scaling", "starts clusters of processes: ScalingBenchTest does, on a smaller problem",
            "conf/qm9/short.conf --costs", "minutes: the same with conf/bench/mlp.conf is run",
            "--dated 2026", "a date that has passed: RetrainingTest goes the same way with its own",
            "champions/patients", "what the command before it has left: RetrainingTest",
            "warehouse/", "a table of Parquet files: PredictorTest",
            "2_plateau_", "a name that Spark draws: PlateauModelTest",
            "/tmp/graphs/", "files that ImportedCostTest writes when asked");

    /** Appended to a command that would take minutes, by a part of it. */
    private static final Map<String, List<String>> CUT_SHORT = Map.of(
            "conf/quickstart.conf", List.of("--set", "training.epochs=1"),
            "conf/ablation/quickstart.conf", List.of("--set", "training.epochs=1"),
            "conf/qm9/", List.of("--set", "training.max-steps=2"),
            "bench ", List.of("--set", "bench.steps=2", "--set", "bench.warmup=1"),
            "toy ", List.of("--steps", "20"));

    /** What a reader puts in the place of other parts. */
    private static final Map<String, String> FILLED_IN =
            Map.of("$seed", "1", "$H", "4", "single|nash|sam", "sam", "/tmp/toy", "some-toys", "4000000", "4000");

    @TempDir
    Path directory;

    @Test
    void readme() throws IOException, InterruptedException {
        Workplace place = new Workplace(directory);
        place.write("patients.csv", patients(240, true));
        place.write("new-patients.csv", patients(10, false));
        place.write(
                "my.conf",
                """
                run.name = parkinsons
                dataset.path = data/patients
                model.hidden = [8]
                training { epochs = 3, batch-size = 64 }
                """);
        String printed = place.run(commands("README.md"));
        assertThat(printed).endsWith("exit code 0");
        assertThat(place.file("predictions.csv")).isNotEmptyFile();
        try (var reports = Files.find(
                place.file("runs"), 4, (path, attributes) -> path.endsWith(Path.of("report", "report.html")))) {
            assertThat(reports).isNotEmpty();
        }
    }

    @Test
    void cookbook() throws IOException, InterruptedException {
        Workplace place = new Workplace(directory);
        String page = Files.readString(ROOT.resolve("spark-job/docs/cookbook.md"));
        place.write("houses.csv", houses(300, true));
        place.write("new-houses.csv", houses(10, false));
        place.write("houses.conf", block(page, "`houses.conf`:").replace("epochs = 100", "epochs = 2"));
        place.write("methods.conf", block(page, "`methods.conf`:").replace("[1, 2, 3]", "[1, 2]"));
        String printed = place.run(commands("spark-job/docs/cookbook.md"));
        assertThat(printed).endsWith("exit code 0").contains("bits agree");
        assertThat(place.file("runs/houses/report/report.html")).isNotEmptyFile();
    }

    @Test
    void allOtherPages() throws IOException, InterruptedException {
        Workplace place = new Workplace(directory);
        place.write("patients.csv", patients(240, true));
        place.write(
                "my.conf",
                """
                dataset {
                  path = data/patients
                  source { kind = csv, csv { file = patients.csv, targets = [motor_UPDRS, total_UPDRS], group = "subject#" } }
                }
                model.hidden = [8]
                training { epochs = 2, batch-size = 64 }
                """);
        // What the pages take for done.
        List<List<String>> commands = new ArrayList<>();
        for (String run : List.of("nash-1", "ls-1", "mine")) {
            String method = run.startsWith("ls") ? "method=ls" : "method=nash-mtl";
            commands.add(List.of("train", "--config", "my.conf", "--run-id", run, "--set", method));
        }
        Set<String> pages = new TreeSet<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("spark-job/docs"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !name.equals("cookbook.md"))
                    .forEach(pages::add);
        }
        // Others have made more runs by then.
        for (String first : List.of("predict.md", "export.md")) {
            pages.remove(first);
            commands.addAll(commands("spark-job/docs/" + first));
        }
        for (String page : pages) {
            commands.addAll(commands("spark-job/docs/" + page));
        }
        assertThat(place.run(commands)).endsWith("exit code 0");
        assertThat(commands).hasSizeGreaterThan(20);
        for (String made : List.of("predictions.csv", "model.onnx", "nash.html", "curves.svg")) {
            assertThat(place.file(made)).isNotEmptyFile();
        }
    }

    private static List<List<String>> commands(String page) throws IOException {
        List<List<String>> commands = new ArrayList<>();
        for (DocumentedCommand command : DocumentedCommand.of(ROOT.resolve(page))) {
            if (isRun(command)) {
                commands.add(cutShort(command));
            }
        }
        return commands;
    }

    private static boolean isRun(DocumentedCommand command) {
        String text = command.toString();
        boolean needsShared = text.contains("qm9") || text.contains("more.sdf");
        if (needsShared && !Workplace.hasShared()) {
            System.err.println("not run, for ../shared is not here: " + command);
            return false;
        }
        // YarnIT and KubernetesIT submit to clusters.
        return command.launcher().equals("submit/local")
                && LEFT_OUT.keySet().stream().noneMatch(text::contains);
    }

    private static List<String> cutShort(DocumentedCommand command) {
        List<String> words = new ArrayList<>();
        for (String word : command.words()) {
            String known = word;
            for (Map.Entry<String, String> place : FILLED_IN.entrySet()) {
                known = known.replace(place.getKey(), place.getValue());
            }
            words.add(known);
        }
        String text = String.join(" ", words) + " ";
        CUT_SHORT.forEach((part, more) -> {
            boolean trains = !part.startsWith("conf/") || words.get(0).equals("train");
            if (text.contains(part) && trains) {
                words.addAll(more);
            }
        });
        return words;
    }

    /** The block of code after a text. */
    private static String block(String page, String before) {
        int start = page.indexOf("```\n", page.indexOf(before)) + 4;
        return page.substring(start, page.indexOf("```", start));
    }

    private static String patients(int rows, boolean labelled) {
        Random random = new Random(1);
        StringBuilder table =
                new StringBuilder("subject#,age,jitter" + (labelled ? ",motor_UPDRS,total_UPDRS\n" : "\n"));
        for (int i = 0; i < rows; i++) {
            double age = 40 + random.nextInt(45);
            double jitter = random.nextDouble();
            table.append(String.format(Locale.ROOT, "%d,%s,%.4f", i % 24, age, jitter));
            table.append(labelled ? String.format(Locale.ROOT, ",%.3f,%.3f%n", age / 4 + 5 * jitter, age / 3) : "\n");
        }
        return table.toString();
    }

    private static String houses(int rows, boolean labelled) {
        Random random = new Random(2);
        StringBuilder table = new StringBuilder("street,kind,area" + (labelled ? ",price,rent\n" : "\n"));
        for (int i = 0; i < rows; i++) {
            double area = 30 + 120 * random.nextDouble();
            table.append(String.format(Locale.ROOT, "s%d,%s,%.2f", i % 30, i % 3 == 0 ? "flat" : "house", area));
            table.append(labelled ? String.format(Locale.ROOT, ",%.0f,%.1f%n", 4000 * area, 11 * area) : "\n");
        }
        return table.toString();
    }
}
