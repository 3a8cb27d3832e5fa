package io.plateau.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plateau.data.OwnerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                .hasMessage("run directory " + directory + "/demo exists already: choose another --run-id, or go on"
                        + " with that run by --resume auto");
        assertThat(directory.resolve("demo/lock.json")).doesNotExist();
    }

    @Test
    void aDirectoryInUseIsRefusedAndLeftAlone() throws IOException {
        try (RunDirectory run = RunDirectory.create(output, "demo", hadoop)) {
            String before = status();
            assertThatThrownBy(() -> RunDirectory.resume(output, "demo", hadoop, notices::add))
                    .isInstanceOf(RunProblem.class)
                    .hasMessageStartingWith("run directory " + run.location() + " is in use by process "
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
        OwnerProcess self = OwnerProcess.self();
        Path lock = directory.resolve("demo/lock.json");
        Files.write(lock, new LockOwner(new OwnerProcess(self.host(), dead.pid(), 1), "then", "").json());
        try (RunDirectory run = RunDirectory.resume(output, "demo", hadoop, notices::add)) {
            assertThat(run.resumed()).isTrue();
            assertThat(notices)
                    .containsExactly("taking over run directory " + run.location() + " from process " + dead.pid()
                            + " on " + self.host() + " since then, which is gone");
        }
        assertThat(lock).doesNotExist();
    }

    @Test
    void aReusedProcessIdIsNotTheOwner() throws IOException {
        RunDirectory.create(output, "demo", hadoop).close();
        OwnerProcess self = OwnerProcess.self();
        LockOwner earlier = new LockOwner(new OwnerProcess(self.host(), self.pid(), 1), "then", "");
        Files.write(directory.resolve("demo/lock.json"), earlier.json());
        RunDirectory.resume(output, "demo", hadoop, notices::add).close();
        assertThat(notices).hasSize(1);
    }

    @Test
    void aLockOfAnotherHostOrADamagedOneIsNotJudged() throws IOException {
        RunDirectory.create(output, "demo", hadoop).close();
        Path lock = directory.resolve("demo/lock.json");
        Files.write(lock, new LockOwner(new OwnerProcess("elsewhere", 1, 0), "then", "").json());
        assertThatThrownBy(() -> RunDirectory.resume(output, "demo", hadoop, notices::add))
                .hasMessageEndingWith(
                        "is in use by process 1 on elsewhere since then: if that process is gone, delete " + lock);
        Files.writeString(lock, "{");
        assertThatThrownBy(() -> RunDirectory.resume(output, "demo", hadoop, notices::add))
                .hasMessageContaining("an unknown process");
    }

    @Test
    void closingLeavesALockThatIsSomeoneElses() throws IOException {
        Path lock = directory.resolve("demo/lock.json");
        RunDirectory run = RunDirectory.create(output, "demo", hadoop);
        Files.write(lock, new LockOwner(new OwnerProcess("elsewhere", 1, 0), "then", "").json());
        run.close();
        assertThat(lock).exists();
    }

    @Test
    void theNewestUnfinishedRunIsFound() throws IOException {
        assertThat(unfinishedDemo()).isEmpty();
        int minute = 0;
        for (String id : new String[] {"demo-2", "demo-1", "other", "done"}) {
            try (RunDirectory run = RunDirectory.create(output, id, hadoop)) {
                run.config(id.equals("other") ? "other" : "demo");
                run.status(id.equals("done") ? RunState.SUCCEEDED : RunState.RUNNING, "");
            }
            Files.setLastModifiedTime(
                    directory.resolve(id).resolve("status.json"), FileTime.fromMillis(60_000L * ++minute));
        }
        RunDirectory.create(output, "without-configuration", hadoop).close();
        assertThat(unfinishedDemo()).as("not the last by name").contains("demo-1");
    }

    private Optional<String> unfinishedDemo() throws IOException {
        return RunDirectory.unfinished(output, "demo"::equals, hadoop);
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
