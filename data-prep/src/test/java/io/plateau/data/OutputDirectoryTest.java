package io.plateau.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there before and after a preparation, whatever happens in between. */
class OutputDirectoryTest {

    @TempDir
    Path directory;

    private org.apache.hadoop.fs.Path output() {
        return Tables.path(directory.resolve("set"));
    }

    private Dataset write() {
        return DatasetWriter.write(Sessions.session(), Tables.sampleSource(directory), SplitPlan.standard(), output());
    }

    @Test
    void existingDatasetsAreOnlyReplacedWhenAllowed() {
        Dataset first = write();
        assertThatThrownBy(this::write)
                .isInstanceOf(DataProblem.class)
                .hasMessage(directory + "/set already holds a dataset. Choose another directory, or allow overwriting"
                        + " (--overwrite).");
        DatasetWriter replacing =
                DatasetWriter.standard().withOverwrite(true).withFiles(2).withName("again");
        Dataset second =
                replacing.prepare(Sessions.session(), Tables.sampleSource(directory), SplitPlan.standard(), output());
        assertThat(second.files()).hasSize(2);
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(Dataset.read(output(), Tables.HADOOP).name()).isEqualTo("again");
    }

    @Test
    void foreignFilesAreNeverReplaced() throws Exception {
        Files.createDirectories(directory.resolve("set"));
        Files.writeString(directory.resolve("set/thesis.txt"), "x");
        assertThatThrownBy(() -> DatasetWriter.standard()
                        .withOverwrite(true)
                        .prepare(Sessions.session(), Tables.sampleSource(directory), SplitPlan.standard(), output()))
                .isInstanceOf(DataProblem.class)
                .hasMessage(
                        directory + "/set holds other files (thesis.txt) and no dataset. Choose another directory for"
                                + " the dataset.");
    }

    @Test
    void anEmptyDirectoryOrAnUnfinishedDatasetIsTakenOver() throws Exception {
        Files.createDirectories(directory.resolve("set"));
        Files.writeString(directory.resolve("set/part-00000.parquet"), "x");
        assertThat(write().files()).hasSize(4);
    }

    @Test
    void aFailureLeavesWhatWasThere() throws Exception {
        Dataset first = write();
        Files.writeString(directory.resolve("table.csv"), "a,y\n1,2\n1,x\n");
        CsvSource broken = CsvSource.of(Tables.path(directory.resolve("table.csv")), List.of(Target.regression("y")));
        assertThatThrownBy(() -> DatasetWriter.standard()
                        .withOverwrite(true)
                        .prepare(Sessions.session(), broken, SplitPlan.standard(), output()))
                .isInstanceOf(DataProblem.class);
        assertThat(Dataset.read(output(), Tables.HADOOP)).isEqualTo(first);
        assertThat(Tables.listing(directory)).containsExactly("set", "table.csv");
    }

    @Test
    void whatAKilledProcessLeftIsCleared() throws Exception {
        OwnerProcess self = OwnerProcess.self();
        String gone = self.host() + "-" + self.pid() + "-1-0123abcd";
        String alive = self.host() + "-" + self.pid() + "-" + self.started() + "-0123abcd";
        String elsewhere = "else-where-" + self.pid() + "-1-0123abcd";
        write();
        Files.move(directory.resolve("set"), directory.resolve(".set.replaced-" + gone));
        Files.createDirectories(directory.resolve("set"));
        Files.writeString(directory.resolve("set/part-00000.parquet"), "half");
        for (String owner : List.of(gone, alive, elsewhere)) {
            Files.createDirectories(directory.resolve(".set.preparing-" + owner));
        }
        assertThatThrownBy(this::write)
                .as("the replaced dataset is back")
                .hasMessageContaining("already holds a dataset");
        assertThat(Tables.listing(directory))
                .containsExactlyInAnyOrder(
                        "set", "table.csv", ".set.preparing-" + alive, ".set.preparing-" + elsewhere);
    }

    @Test
    void unwritablePlacesAreExplained() {
        org.apache.hadoop.fs.Path below = new org.apache.hadoop.fs.Path(Tables.sample(directory), "set");
        assertThatThrownBy(() -> DatasetWriter.write(
                        Sessions.session(), Tables.sampleSource(directory), SplitPlan.standard(), below))
                .isInstanceOf(DataProblem.class)
                .hasMessageStartingWith("cannot ")
                .hasMessageContaining(directory + "/table.csv")
                .hasMessageNotContaining("\n");
    }
}
