package io.plateau.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.checkpoint.RunDirectory;
import io.plateau.checkpoint.RunState;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatTest {
    @TempDir
    Path directory;

    private final Activity activity = new Activity();
    private final List<String> said = new CopyOnWriteArrayList<>();

    private RunDirectory run() throws IOException {
        return RunDirectory.create(new org.apache.hadoop.fs.Path(directory.toUri()), "r", new Configuration(false));
    }

    private JsonNode status() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("r/status.json").toFile());
    }

    @Test
    void aLongWaitIsToldAndTheStatusSaysWhatFor() throws IOException, InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        try (RunDirectory run = run()) {
            activity.completed(12);
            activity.on("step 12");
            Heartbeat heart = Heartbeat.start(run, activity, new Heartbeat.Times(1, 0), what -> {
                said.add(what);
                told.countDown();
            });
            told.await();
            heart.close();
            assertThat(said.get(0)).matches("step 12, for \\d+ s");
            assertThat(status().path("state").asText()).isEqualTo("running");
            assertThat(status().path("heartbeat").path("step").asLong()).isEqualTo(12);
            assertThat(status().path("heartbeat").path("doing").asText()).startsWith("step 12, for ");

            run.status(RunState.SUCCEEDED, "");
            run.alive(Map.of("doing", "nothing any more"));
            assertThat(status().path("state").asText()).isEqualTo("succeeded");
            assertThat(status().has("heartbeat")).isFalse();
        }
        assertThat(directory.resolve("r")).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aWriteThatHangsIsGivenUp() throws IOException {
        try (RunDirectory run = run()) {
            Heartbeat heart = Heartbeat.start(run, activity, new Heartbeat.Times(0, 1), said::add);
            assertThatThrownBy(() -> activity.storing("saving the checkpoint of step 3", HeartbeatTest::hang))
                    .isInstanceOf(Unanswered.class)
                    .hasMessageStartingWith("saving the checkpoint of step 3 has not ended within"
                            + " limits.storage-seconds = 1: the file system of the run's directory does not answer")
                    .hasMessageContaining("--resume auto");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            activity.storing("the next one", () -> {});
            heart.close();
        }
        assertThat(said).isEmpty();
        assertThat(status().has("heartbeat")).as("switched off").isFalse();
    }

    /** As clients of HDFS and S3 behave. */
    private static void hang() throws InterruptedIOException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException asked) {
            throw new InterruptedIOException();
        }
    }

    @Test
    void whatFailsByItselfStaysWhatItIs() {
        assertThatThrownBy(() -> activity.storing("writing", () -> {
                    throw new IOException("No space left on device");
                }))
                .isExactlyInstanceOf(IOException.class);
    }
}
