package io.plateau.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepExecutionTest {

    @TempDir
    Path directory;

    private SweepPlan read(String hocon, String... settings) throws IOException {
        Path file = Files.writeString(directory.resolve("s.conf"), hocon);
        return SweepLoader.read(
                file, List.of(settings).stream().map(Setting::parse).toList());
    }

    @Test
    void settingsOverrideHowTrialsAreRun() throws IOException {
        String hocon = "sweep { axes = [{ key = method, values = [ls, si] }], parallel = 3, halving.factor = 2 }";
        SweepExecution execution = read(hocon).execution();
        assertThat(execution)
                .isEqualTo(
                        new SweepExecution(SweepExecution.Placement.CLUSTER, 3, Optional.of(new SweepHalving(2, 1))));
        assertThat(execution.threads(2)).isEqualTo(2);
        SweepPlan changed = read(hocon, "sweep.placement=executor", "sweep.parallel=0", "sweep.halving.factor=0");
        assertThat(changed.execution())
                .isEqualTo(new SweepExecution(SweepExecution.Placement.EXECUTOR, 0, Optional.empty()));
        assertThat(changed.execution().threads(50))
                .as("as many as there is room for")
                .isEqualTo(50);
        assertThat(changed.text()).as("as it was run").contains("placement=executor");
        assertThat(read("sweep.axes = [{ key = method, values = [ls] }]")
                        .execution()
                        .threads(50))
                .isEqualTo(1);
    }

    @Test
    void rungsMultiplyAndLieBelowTheEnd() {
        assertThat(new SweepHalving(3, 2).rungs(54)).containsExactly(2, 6, 18);
        assertThat(new SweepHalving(2, 5).rungs(5)).isEmpty();
        assertThat(new SweepHalving(2, 1).rungs(1_000_000_000)).hasSize(30);
        assertThat(new SweepHalving(3, 1).kept(7)).isEqualTo(3);
        assertThat(new SweepHalving(4, 1).kept(1)).isEqualTo(1);
    }
}
