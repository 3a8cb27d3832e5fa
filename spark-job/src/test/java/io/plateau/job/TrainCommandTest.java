package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path config;

    @BeforeEach
    void writeTableAndConfiguration() throws IOException {
        StringBuilder table = new StringBuilder("clinic,age,dose,kind,score,grade,ill\n");
        for (int i = 0; i < 240; i++) {
            double age = 20 + (i * 37) % 60;
            double dose = (i * 17 % 100) / 10.0;
            String grade = List.of("low", "mid", "high").get((int) (dose / 3.4));
            String score = i % 11 == 0 ? "" : Double.toString(age / 10 + dose);
            table.append("c%d,%s,%s,%s,%s,%s,%s%n"
                    .formatted(i % 12, age, dose, i % 2 == 0 ? "a" : "b", score, grade, dose > 5 ? "yes" : "no"));
        }
        Files.writeString(directory.resolve("table.csv"), table);
        config = Files.writeString(
                directory.resolve("job.conf"),
                """
                run { output = "%s/runs", name = clinic }
                dataset {
                  path = "%s/data"
                  source {
                    kind = csv
                    csv {
                      file = "%s/table.csv", targets = [score, grade, ill], classes = [grade], binary = [ill]
                      categorical = [kind], group = clinic
                    }
                  }
                  split { train = 0.6, validation = 0.2, test = 0.2 }
                }
                model.hidden = [16]
                training { epochs = 3, batch-size = 24, shards = 2 }
                """
                        .formatted(directory, directory, directory));
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private int train(String id, String... more) {
        List<String> all = new ArrayList<>(List.of("train", "--config", config.toString(), "--run-id", id));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    @Test
    void trainsAndPredicts() throws IOException {
        assertThat(train("one")).as(err.toString()).isZero();
        Path run = directory.resolve("runs/one");
        for (String file : List.of(
                "config.resolved.conf", "provenance.json", "status.json", "steps.jsonl", "epochs.jsonl", "_SUCCESS")) {
            assertThat(run.resolve(file)).exists();
        }
        assertThat(run.resolve("model/manifest.json")).exists();
        assertThat(Files.readAllLines(run.resolve("epochs.jsonl"))).hasSize(3);
        assertThat(out.toString()).contains("score", "grade", "ill", "accuracy", "mae", "model  " + run + "/model");

        Path predictions = directory.resolve("predictions.csv");
        assertThat(run(
                        "predict",
                        run.toString(),
                        directory.resolve("table.csv").toString(),
                        "--output",
                        predictions.toString()))
                .as(err.toString())
                .isZero();
        List<String> lines = Files.readAllLines(predictions);
        assertThat(lines).hasSize(241);
        assertThat(lines.get(0)).isEqualTo("row,score,grade,grade_probability,ill,ill_probability");
        assertThat(lines.get(1)).matches("1,[-\\d.E]+,(low|mid|high),0\\.\\d+,(yes|no),0\\.\\d+");

        Path parquet = directory.resolve("predictions.parquet");
        assertThat(run(
                        "predict",
                        run.toString(),
                        directory.resolve("table.csv").toString(),
                        "--output",
                        parquet.toString()))
                .as(err.toString())
                .isZero();
        assertThat(parquet).isNotEmptyFile();
    }

    @Test
    void theModelThatIsSavedIsTheOneThatWasScored() throws IOException {
        assertThat(train("scored")).as(err.toString()).isZero();
        String trained = tableOf(out.toString());
        assertThat(run(
                        "evaluate",
                        directory.resolve("runs/scored/model").toString(),
                        directory.resolve("data").toString()))
                .as(err.toString())
                .isZero();
        assertThat(tableOf(out.toString())).isEqualTo(trained).contains("accuracy");
    }

    private static String tableOf(String output) {
        return output.lines()
                .filter(line -> line.startsWith("score ") || line.startsWith("grade ") || line.startsWith("ill "))
                .reduce("", (a, b) -> a + b + "\n");
    }

    @Test
    void aRunThatIsThereIsNotOverwritten() {
        assertThat(train("twice", "--set", "training.epochs=1")).isZero();
        assertThat(train("twice", "--set", "training.epochs=1")).isEqualTo(2);
        assertThat(err.toString())
                .contains("exists already: choose another --run-id, or go on with that run by --resume auto");
    }

    @Test
    void aRunIsNotResumedWithOtherSettings() {
        assertThat(train("resumed", "--set", "training.epochs=1")).isZero();
        assertThat(train(
                        "resumed",
                        "--resume",
                        "auto",
                        "--set",
                        "training.epochs=1",
                        "--set",
                        "optimizer.learning-rate=0.5"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("was started with other settings of optimizer.learning-rate");
    }

    @Test
    void aFinishedRunIsNotRunAgain() throws IOException {
        assertThat(train("done", "--set", "training.epochs=1", "--resume", "auto"))
                .as("nothing to go on with: it starts. %s", err)
                .isZero();
        Path run = directory.resolve("runs/done");
        byte[] provenance = Files.readAllBytes(run.resolve("provenance.json"));
        byte[] status = Files.readAllBytes(run.resolve("status.json"));

        assertThat(train("done", "--set", "training.epochs=1", "--resume", "auto"))
                .isZero();
        assertThat(err.toString().strip()).isEqualTo("plateau: run done has finished already: nothing to do");
        assertThat(out.toString()).contains("run    " + run, "model  " + run + "/model");
        assertThat(run.resolve("_SUCCESS")).exists();
        assertThat(Files.readAllBytes(run.resolve("provenance.json"))).isEqualTo(provenance);
        assertThat(Files.readAllBytes(run.resolve("status.json"))).isEqualTo(status);
    }

    @Test
    void aFinishedRunGoesOnToALaterEnd() throws IOException {
        assertThat(train("later", "--set", "training.max-steps=2")).isZero();
        assertThat(train("later", "--set", "training.max-steps=4", "--resume", "auto"))
                .as(err.toString())
                .isZero();
        assertThat(Files.readAllLines(directory.resolve("runs/later/steps.jsonl")))
                .hasSize(4);
    }

    @Test
    void aTruncatedCheckpointIsPassedOver() throws IOException {
        String[] settings = {"--set", "checkpoint.every-steps=2", "--set", "checkpoint.keep=3"};
        assertThat(train("cut", settings)).isZero();
        Path run = directory.resolve("runs/cut");
        byte[] model = Files.readAllBytes(run.resolve("model/parameters.bin"));
        Path newest = run.resolve("checkpoints/step-18/parameters.bin");
        Files.write(newest, new byte[] {1, 2, 3});
        Files.delete(run.resolve("_SUCCESS"));
        List<String> arguments = new ArrayList<>(List.of(settings));
        arguments.addAll(List.of("--resume", "auto"));
        assertThat(train("cut", arguments.toArray(String[]::new)))
                .as(err.toString())
                .isZero();
        assertThat(err.toString())
                .contains("plateau: passing over a corrupt checkpoint: ")
                .contains("plateau: resuming at step 16");
        assertThat(Files.readAllBytes(run.resolve("model/parameters.bin"))).isEqualTo(model);
    }

    @Test
    void tooFewRowsForTheBatchesIsADataProblemBeforeAnythingIsWritten() {
        assertThat(train("few", "--set", "training.shards=60", "--set", "training.batch-size=60"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("training rows are too few for 60 shards and batches of 60");
        assertThat(directory.resolve("runs/few")).doesNotExist();
    }

    @Test
    void anUnknownMethodListsTheKnownOnes() {
        assertThat(train("unknown", "--set", "method=nashh")).isEqualTo(2);
        assertThat(err.toString()).contains("nashh").contains("nash-mtl, ").doesNotContain("\tat ");
        assertThat(directory.resolve("runs")).doesNotExist();
    }

    @Test
    void aRunThatSkipsEveryStepAfterDivergingIsNoSuccess() {
        assertThat(train(
                        "skipped",
                        "--set",
                        "optimizer.type=sgd",
                        "--set",
                        "optimizer.learning-rate=1e30",
                        "--set",
                        "method=ls",
                        "--set",
                        "training.max-norm=0",
                        "--set",
                        "training.on-non-finite=skip-step"))
                .isEqualTo(4);
        assertThat(err.toString()).contains("plateau: no evaluation in 18 steps gave a finite score");
        assertThat(directory.resolve("runs/skipped/model")).doesNotExist();
    }

    @Test
    void aDivergingRunEndsWithCodeFourAndKeepsItsCheckpoint() {
        assertThat(train(
                        "diverged",
                        "--set",
                        "optimizer.type=sgd",
                        "--set",
                        "optimizer.learning-rate=1e30",
                        "--set",
                        "method=ls",
                        "--set",
                        "training.max-norm=0",
                        "--set",
                        "checkpoint.every-steps=1"))
                .isEqualTo(4);
        assertThat(err.toString())
                .containsPattern("plateau: step \\d+, task '(score|grade|ill)', shard [01]: the .* is not finite")
                .doesNotContain("\tat ");
        assertThat(directory.resolve("runs/diverged/checkpoints/step-1/manifest.json"))
                .exists();
        assertThat(directory.resolve("runs/diverged/status.json")).content().contains("failed");
    }
}
