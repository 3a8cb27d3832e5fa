package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single-task runs, several methods and seeds on one small dataset; every figure of the table is computed again from the runs. */
class CompareCommandTest {
    @TempDir
    static Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void trainRuns() throws IOException {
        Files.writeString(
                directory.resolve("job.conf"),
                """
                run { output = "%s/runs", name = nash }
                dataset {
                  path = "%s/data"
                  source { kind = synthetic, synthetic { rows = 200, inputs = 8, outputs = 1, tasks = 2, noise-seed = 5 } }
                }
                model.hidden = [16]
                sharpness.mode = none
                training { epochs = 2, batch-size = 32, shards = 2 }
                evaluation { splits = [validation, test], baseline { y0 = 0.5, y1 = 50 } }
                cluster.type = local
                """
                        .formatted(directory, directory));
        train("nash-1");
        train("nash-2", "--set", "run.seed=2");
        train("ls-1", "--set", "method=ls", "--set", "run.name=equal");
        train("y0-1", "--single-task", "y0", "--set", "run.name=stl");
        train("y0-2", "--single-task", "1", "--set", "run.name=stl", "--set", "run.seed=2");
        train("y1-1", "--single-task", "2", "--set", "run.name=stl");
    }

    private static void train(String id, String... more) {
        StringWriter err = new StringWriter();
        assertThat(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments(id, more)))
                .as(err.toString())
                .isZero();
    }

    private static String[] arguments(String id, String... more) {
        List<String> all = new ArrayList<>(
                List.of("train", "--config", directory.resolve("job.conf").toString(), "--run-id", id));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private int compare(String... arguments) {
        return run(Stream.concat(
                        Stream.of("compare"),
                        Stream.of(arguments)
                                .map(word -> word.startsWith("-")
                                                || List.of("name", "csv", "json")
                                                        .contains(word)
                                        ? word
                                        : directory.resolve("runs/" + word).toString()))
                .toArray(String[]::new));
    }

    private static double mae(String run, String task) throws IOException {
        return facts(run).path("test").path(task).path("mae").doubleValue();
    }

    private static JsonNode facts(String run) throws IOException {
        return json(directory.resolve("runs/" + run + "/model/model.json")).path("facts");
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void groupsSeedsAndTakesDeltaMAgainstTheSingleTaskRuns() throws IOException {
        assertThat(compare("nash-1", "nash-2", "ls-1", "y0-1", "y0-2", "y1-1", "--format", "json"))
                .as(err.toString())
                .isZero();
        JsonNode tree = json();
        assertThat(tree.path("delta-m-against").textValue()).isEqualTo("against the single-task runs");
        assertThat(tree.path("groups").findValuesAsText("label")).containsExactly("single-task", "nash-mtl", "ls");
        JsonNode nash = tree.path("groups").get(1);
        double first = mae("nash-1", "y0");
        double second = mae("nash-2", "y0");
        assertThat(first).isNotEqualTo(second);
        assertThat(nash.path("tasks").path("y0").path("mean").doubleValue())
                .isCloseTo((first + second) / 2, within(1e-12));
        assertThat(nash.path("tasks").path("y0").path("deviation").doubleValue())
                .isCloseTo(Math.abs(first - second) / Math.sqrt(2), within(1e-12));
        double b0 = (mae("y0-1", "y0") + mae("y0-2", "y0")) / 2;
        double b1 = mae("y1-1", "y1");
        double delta1 = 50 * (first / b0 - 1 + mae("nash-1", "y1") / b1 - 1);
        double delta2 = 50 * (second / b0 - 1 + mae("nash-2", "y1") / b1 - 1);
        assertThat(nash.path("delta-m").path("mean").doubleValue()).isCloseTo((delta1 + delta2) / 2, within(1e-9));
        double ranks = nash.path("mean-rank").doubleValue()
                + tree.path("groups").get(2).path("mean-rank").doubleValue();
        assertThat(ranks).as("two methods share 1 + 2").isEqualTo(3);
        JsonNode single = tree.path("groups").get(0);
        assertThat(single.path("tasks").path("y1").path("count").intValue()).isEqualTo(1);
        assertThat(single.path("tasks").path("y1").path("deviation").isNull()).isTrue();
        assertThat(single.path("mean-rank").isNull()).isTrue();
    }

    @Test
    void withoutSingleTaskRunsTheConfiguredBaselineCounts() throws IOException {
        assertThat(compare("nash-1", "ls-1", "--by", "name")).as(err.toString()).isZero();
        double deltaM = 50 * (mae("nash-1", "y0") / 0.5 - 1 + mae("nash-1", "y1") / 50 - 1);
        assertThat(facts("nash-1").path("delta-m").doubleValue()).isCloseTo(deltaM, within(1e-9));
        assertThat(out.toString())
                .containsPattern("test metric +unit +nash +equal")
                .containsPattern(
                        "y0 mae +" + TextTable.number(mae("nash-1", "y0")) + " +" + TextTable.number(mae("ls-1", "y0")))
                .containsPattern("Delta_m +% +" + TextTable.number(deltaM) + " ")
                .containsPattern("cost of a step +forward passes +backward passes +times plain +ms per step")
                .as("a gradient per task, and one of the sum, both without second gradients")
                .containsPattern("nash +1\\.0 +2\\.0 +1\\.00 +\\d+\\.\\d+ +1\\.00 ")
                .containsPattern("equal +1\\.0 +1\\.0 +1\\.00 +\\d+\\.\\d+ +1\\.00 ")
                .containsPattern("runs +1 +1")
                .contains("Delta_m against evaluation.baseline of the runs");
        assertThat(compare("nash-1", "nash-2", "--format", "csv")).isZero();
        assertThat(out.toString().lines())
                .hasSize(9)
                .startsWith("group,runs,task,metric,unit,mean,deviation")
                .anyMatch(line -> line.matches("nash-mtl,2,,backward-passes,,2\\.0,0\\.0"))
                .anyMatch(line -> line.matches("nash-mtl,2,,delta-m,%,-?[\\d.E]+,[\\d.E]+"));
    }

    @Test
    void whatCannotBeComparedIsSaidWithTheRemedy() throws IOException {
        assertThat(compare("nash-1", "absent")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no run at ", "/absent: name a run directory");
        assertThat(compare("nash-1", "nash-1")).isEqualTo(2);
        assertThat(err.toString()).contains("are one and the same").contains("Leave one out");
        train("long", "--set", "training.epochs=3");
        assertThat(compare("nash-1", "long")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "would both be 'nash-mtl', but differ in training.epochs: group them by run.name with --by name");
        train("other", "--set", "dataset.split.seed=9", "--set", "dataset.path=" + directory + "/other");
        assertThat(compare("nash-1", "other")).isEqualTo(2);
        assertThat(err.toString()).contains("different datasets or splits");
        assertThat(compare("y0-1", "y1-1")).isEqualTo(2);
        assertThat(err.toString()).contains("train different tasks: y0 and y1");
        Path success = directory.resolve("runs/long/_SUCCESS");
        Files.delete(success);
        Files.writeString(
                directory.resolve("runs/long/status.json"), "{\"state\": \"failed\", \"reason\": \"step 7: too hot\"}");
        assertThat(compare("nash-1", "long")).isEqualTo(2);
        assertThat(err.toString())
                .contains("has not finished: its state is failed (step 7: too hot). Wait for it, go on with it by"
                        + " --run-id long --resume auto, or leave it out");
    }

    @Test
    void singleTaskRunsBecomeTheBaseline() throws IOException {
        String runs = "evaluation.baseline-runs=[" + directory + "/runs/y0-1, " + directory + "/runs/y0-2, " + directory
                + "/runs/y1-1]";
        train("own", "--set", runs);
        double b0 = (mae("y0-1", "y0") + mae("y0-2", "y0")) / 2;
        assertThat(facts("own").path("baseline").path("y0").doubleValue()).isEqualTo(b0);
        double deltaM = 50 * (mae("own", "y0") / b0 - 1 + mae("own", "y1") / mae("y1-1", "y1") - 1);
        assertThat(facts("own").path("delta-m").doubleValue()).isCloseTo(deltaM, within(1e-9));
        assertThat(directory.resolve("runs/own/config.resolved.conf")).content().contains("y0=" + b0);
        assertThat(run(
                        "evaluate",
                        directory.resolve("runs/own").toString(),
                        directory.resolve("data").toString()))
                .isZero();
        assertThat(out.toString()).contains(String.format("Delta_m  %.2f %%", deltaM));

        assertThat(run(arguments("bad", "--set", "evaluation.baseline-runs=[" + directory + "/runs/nash-1]")))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("trains 2 tasks, a baseline is a run of one: make it with train --single-task TASK");
        assertThat(run(arguments(
                        "bad",
                        "--set",
                        "evaluation.baseline-runs=[" + directory + "/runs/y0-1]",
                        "--set",
                        "dataset.split.seed=4",
                        "--set",
                        "dataset.path=" + directory + "/third")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("was trained on another dataset or split than ");
        assertThat(directory.resolve("runs/bad")).doesNotExist();
    }

    @Test
    void baselinesThatMakeNoSenseAreSaidBeforeARun() {
        String config = directory.resolve("job.conf").toString();
        assertThat(run("validate", "--config", config, "--set", "evaluation.baseline.y9=1"))
                .isZero();
        assertThat(err.toString())
                .contains("warning: evaluation.baseline names y9: no task of the dataset, which has y0, y1");
        assertThat(run("validate", "--config", config, "--set", "evaluation.baseline={y1 = 3}"))
                .isZero();
        assertThat(err.toString()).as("the file's y0 is merged with it").isEmpty();
        assertThat(run("validate", "--config", config, "--set", "dataset.tasks=[y1]"))
                .isZero();
        assertThat(out.toString()).contains("tasks       y1 (regression)");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aSingleTaskRunHasOneHeadOnTheSameRows() throws IOException {
        JsonNode dataset = json(directory.resolve("runs/y1-1/model/dataset.json"));
        assertThat(dataset.path("tasks").findValuesAsText("name")).containsExactly("y1");
        assertThat(facts("y1-1").path("method").textValue())
                .as("nothing to weigh")
                .isEqualTo("ls");
        assertThat(Files.size(directory.resolve("runs/y1-1/model/parameters.bin")))
                .as("8 x 16 + 16 shared, 16 + 1 in one head")
                .isEqualTo(4 * (8 * 16 + 16 + 17));
        assertThat(run(
                        "evaluate",
                        directory.resolve("runs/y1-1").toString(),
                        directory.resolve("data").toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains(TextTable.number(mae("y1-1", "y1")));
        assertThat(run(arguments("bad", "--single-task", "y7"))).isEqualTo(2);
        assertThat(err.toString())
                .contains("there is no task 'y7' in the dataset; its tasks are 1 y0, 2 y1: name one of these");
        assertThat(run(arguments("bad", "--single-task", "3"))).isEqualTo(2);
        assertThat(err.toString()).contains("there is no task '3'");
        assertThat(run(arguments("bad", "--set", "dataset.tasks=[y0, 1]"))).isEqualTo(2);
        assertThat(err.toString()).contains("dataset.tasks names a task twice");
        assertThat(directory.resolve("runs/bad")).doesNotExist();
    }
}
