package io.plateau.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    @TempDir
    Path directory;

    private final List<String> notices = new ArrayList<>();
    private final Configuration hadoop = new Configuration(false);
    private org.apache.hadoop.fs.Path output;

    @BeforeEach
    void path() {
        output = new org.apache.hadoop.fs.Path(directory.toUri());
    }

    @Test
    void idsSortByTime() {
        assertThat(RunDirectory.newId("demo", Instant.parse("2026-01-31T23:59:58Z")))
                .isEqualTo("demo-20260131-235958");
    }

    @Test
    void holdsConfigurationProvenanceAndStatus() throws IOException {
        try (RunDirectory run = RunDirectory.create(output, "demo", hadoop)) {
            run.config("a = 1\n");
            run.provenance(Provenance.ofThisProcess(List.of("train", "--config", "x")));
            assertThat(status()).contains("\"running\"");
            assertThat(run.storedConfig()).contains("a = 1\n");
            assertThat(run.resumed()).isFalse();
            run.status(RunState.SUCCEEDED, "all epochs done");
        }
        assertThat(status()).contains("\"succeeded\"").contains("all epochs done");
        assertThat(directory.resolve("demo/_SUCCESS")).exists();
        assertThat(directory.resolve("demo/lock.json")).doesNotExist();
        assertThat(Files.readString(directory.resolve("demo/provenance.json")))
                .contains("attempt-1", "\"commandLine\"", "3.5.7", "1.0.0-M2.1");
        try (var files = Files.list(directory.resolve("demo"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("_SUCCESS", "config.resolved.conf", "provenance.json", "status.json");
        }
    }

    @Test
    void anExistingRunIsNotOverwritten() throws IOException {
        RunDirectory.create(output, "demo", hadoop).close();
        assertThatThrownBy(() -> RunDirectory.create(output, "demo", hadoop))
                .isInstanceOf(RunProblem.class)
                .hasMessage(
                        "run directory file:" + directory + "/demo exists already: choose another --run-id, or go on"
                                + " with that run by --resume auto");
        assertThat(directory.resolve("demo/lock.json")).doesNotExist();
    }

    @Test
    void aDirectoryInUseIsRefusedAndLeftAlone() throws IOException {
        try (RunDirectory run = RunDirectory.create(output, "demo", hadoop)) {
            String before = status();
            assertThatThrownBy(() -> RunDirectory.resume(output, "demo", hadoop, notices::add))
                    .isInstanceOf(RunProblem.class)
                    .hasMessageStartingWith("run directory " + run.path() + " is in use by process "
                            + ProcessHandle.current().pid() + " on ");
            assertThat(status()).isEqualTo(before);
        }
        RunDirectory.resume(output, "demo", hadoop, notices::add).close();
        assertThat(notices).isEmpty();
    }

    @Test
    void theLockOfADeadProcessIsTakenOver() throws IOException, InterruptedException {
        RunDirectory.create(output, "demo", hadoop).close();
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        LockOwner self = LockOwner.self();
        Path lock = directory.resolve("demo/lock.json");
        Files.write(lock, new LockOwner(self.host(), dead.pid(), "2020-01-01T00:00:00Z", "then").json());
        try (RunDirectory run = RunDirectory.resume(output, "demo", hadoop, notices::add)) {
            assertThat(run.resumed()).isTrue();
            assertThat(notices)
                    .containsExactly("taking over run directory " + run.path() + " from process " + dead.pid() + " on "
                            + self.host() + " since then, which is gone");
        }
        assertThat(lock).doesNotExist();
    }

    @Test
    void aReusedProcessIdIsNotTheOwner() throws IOException {
        RunDirectory.create(output, "demo", hadoop).close();
        LockOwner self = LockOwner.self();
        LockOwner earlier = new LockOwner(self.host(), self.pid(), "2020-01-01T00:00:00Z", "then");
        Files.write(directory.resolve("demo/lock.json"), earlier.json());
        RunDirectory.resume(output, "demo", hadoop, notices::add).close();
        assertThat(notices).hasSize(1);
    }

    @Test
    void aLockOfAnotherHostOrADamagedOneIsNotJudged() throws IOException {
        RunDirectory.create(output, "demo", hadoop).close();
        Path lock = directory.resolve("demo/lock.json");
        Files.write(lock, new LockOwner("elsewhere", 1, "", "then").json());
        assertThatThrownBy(() -> RunDirectory.resume(output, "demo", hadoop, notices::add))
                .hasMessageEndingWith("is in use by process 1 on elsewhere since then; if that process is gone, delete"
                        + " file:" + lock);
        Files.writeString(lock, "{");
        assertThatThrownBy(() -> RunDirectory.resume(output, "demo", hadoop, notices::add))
                .hasMessageContaining("an unknown process");
    }

    @Test
    void closingLeavesALockThatIsSomeoneElses() throws IOException {
        Path lock = directory.resolve("demo/lock.json");
        RunDirectory run = RunDirectory.create(output, "demo", hadoop);
        Files.write(lock, new LockOwner("elsewhere", 1, "", "then").json());
        run.close();
        assertThat(lock).exists();
    }

    @Test
    void theNewestUnfinishedRunIsFound() throws IOException {
        assertThat(RunDirectory.unfinished(output, "demo", hadoop)).isEmpty();
        RunDirectory.create(output, "demo-20260101-000000", hadoop).close();
        RunDirectory.create(output, "demo-20260102-000000", hadoop).close();
        RunDirectory.create(output, "demo-x-20260105-000000", hadoop).close();
        try (RunDirectory done = RunDirectory.create(output, "demo-20260103-000000", hadoop)) {
            done.status(RunState.SUCCEEDED, "");
        }
        assertThat(RunDirectory.unfinished(output, "demo", hadoop)).contains("demo-20260102-000000");
    }

    @Test
    void goingOnTakesSuccessBackAndCountsTheAttempt() throws IOException {
        try (RunDirectory run = RunDirectory.create(output, "demo", hadoop)) {
            run.provenance(Map.of("started", "once"));
            run.status(RunState.SUCCEEDED, "");
        }
        try (RunDirectory run = RunDirectory.resume(output, "demo", hadoop, notices::add)) {
            run.provenance(Map.of("started", "twice"));
            assertThat(directory.resolve("demo/_SUCCESS")).doesNotExist();
        }
        assertThat(Files.readString(directory.resolve("demo/provenance.json"))).contains("attempt-2", "twice", "once");
    }

    private String status() throws IOException {
        return Files.readString(directory.resolve("demo/status.json"));
    }
}
