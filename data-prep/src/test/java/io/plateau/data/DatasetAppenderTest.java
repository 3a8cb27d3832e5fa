package io.plateau.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetAppenderTest {
    private static final Instant MAY = Instant.parse("2030-05-01T00:00:00Z");

    @TempDir
    Path directory;

    private org.apache.hadoop.fs.Path set() {
        return Tables.path(directory.resolve("set"));
    }

    private org.apache.hadoop.fs.Path table(String name, int from, int rows) throws IOException {
        StringBuilder text = new StringBuilder("site,x,kind,y,c\n");
        for (int i = from; i < from + rows; i++) {
            text.append(
                    "s%d,%d,%s,%d.5,%s%n".formatted(i % 9, i, i % 2 == 0 ? "a" : "b", i, i % 3 == 0 ? "no" : "yes"));
        }
        return Tables.path(Files.writeString(directory.resolve(name), text));
    }

    private Dataset prepare(String group) throws IOException {
        CsvSource source = CsvSource.of(table("first.csv", 0, 90), List.of(Target.regression("y"), Target.binary("c")))
                .withCategorical(List.of("kind"))
                .withIgnored(group == null ? List.of("site") : List.of());
        return DatasetWriter.write(
                Sessions.session(), source, SplitPlan.standard().withGroupColumn(group), set());
    }

    private Dataset append(org.apache.hadoop.fs.Path table, Instant when) {
        return DatasetAppender.append(Sessions.session(), set(), table, when);
    }

    /** Row numbers and y (in original units) by split. */
    private Map<Split, Map<Long, Float>> rows(Dataset dataset, Optional<SplitView> view) {
        Map<Split, Map<Long, Float>> all = new HashMap<>();
        for (Split split : Split.values()) {
            Map<Long, Float> rows = new HashMap<>();
            for (Shard shard : ShardReader.shards(Sessions.session(), set(), dataset, view, split, 2, false)
                    .collect()) {
                for (int i = 0; i < shard.rows(); i++) {
                    rows.put(shard.ids()[i], shard.y()[2 * i]);
                }
            }
            all.put(split, rows);
        }
        return all;
    }

    @Test
    void whatIsThereStaysAndTheNewRowsFollow() throws IOException {
        Dataset first = prepare(null);
        Map<Split, Map<Long, Float>> before = rows(first, Optional.empty());
        append(table("more.csv", 90, 31), MAY);
        append(table("third.csv", 121, 3), MAY);
        Dataset more = Dataset.read(set(), Tables.HADOOP);
        assertThat(more.features()).isEqualTo(first.features());
        assertThat(more.tasks()).isEqualTo(first.tasks());
        assertThat(more.fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(more.parts()).hasSize(3).extracting(DatasetPart::added).endsWith(MAY.toString(), MAY.toString());
        assertThat(more.rows()).as("80, 10 and 10 % of 124").isEqualTo(new RowCounts(100, 12, 12));
        Map<Split, Map<Long, Float>> after = rows(more, Optional.empty());
        List<Long> ids = new ArrayList<>();
        for (Split split : Split.values()) {
            assertThat(after.get(split)).containsAllEntriesOf(before.get(split));
            after.get(split).forEach((id, y) -> assertThat(y).isEqualTo(id + 0.5f));
            ids.addAll(after.get(split).keySet());
        }
        assertThat(ids).doesNotHaveDuplicates().hasSize(124);
        ShardReader.verify(set(), more, Tables.HADOOP);
    }

    @Test
    void theNewerTrainingRowsAreAViewWithAllOtherSplits() throws IOException {
        Dataset first = prepare(null);
        Dataset more = append(table("more.csv", 90, 30), MAY);
        SplitView view = SplitView.since(set(), more, MAY.minusSeconds(1));
        Map<Split, Map<Long, Float>> rows = rows(view.dataset(), Optional.of(view));
        assertThat(rows.get(Split.TRAIN)).hasSize((int) (more.rows(Split.TRAIN) - first.rows(Split.TRAIN)));
        assertThat(rows.get(Split.TRAIN).keySet()).allMatch(id -> id >= 90);
        assertThat(rows.get(Split.VALIDATION)).hasSize((int) more.rows(Split.VALIDATION));
        assertThat(view.dataset().fingerprint()).isNotEqualTo(more.fingerprint());
        assertThatThrownBy(() -> SplitView.since(set(), more, MAY))
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining("has no training rows since 2030-05-01T00:00:00Z");
        assertThatThrownBy(() -> SplitView.since(set(), first, MAY))
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining(
                        "has no dated parts, nothing was ever added to it. Add rows with 'prepare append'");
    }

    @Test
    void groupsStayInTheirSplit() throws IOException {
        Map<Split, Map<Long, Float>> before = rows(prepare("site"), Optional.empty());
        Map<Split, Map<Long, Float>> after = rows(append(table("more.csv", 90, 45), MAY), Optional.empty());
        for (Split split : Split.values()) {
            List<Long> sites = before.get(split).keySet().stream()
                    .map(id -> id % 9)
                    .distinct()
                    .sorted()
                    .toList();
            assertThat(after.get(split).keySet().stream()
                            .map(id -> id % 9)
                            .distinct()
                            .sorted()
                            .toList())
                    .isEqualTo(sites);
        }
    }

    @Test
    void whatCannotBeAddedIsToldAndNothingChanges() throws IOException {
        Dataset first = prepare(null);
        var bad = Tables.path(Files.writeString(directory.resolve("bad.csv"), "x,kind,y,c\n1,a,2,maybe\n"));
        assertThatThrownBy(() -> append(bad, MAY))
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining("class 'maybe' is not in the label list no, yes");
        var narrow = Tables.path(Files.writeString(directory.resolve("narrow.csv"), "x,y,c\n1,2,no\n"));
        assertThatThrownBy(() -> append(narrow, MAY)).hasMessageContaining("there is no column 'kind'");
        assertThatThrownBy(() -> append(table("more.csv", 90, 9), Instant.EPOCH))
                .hasMessageContaining("rows of 1970-01-01T00:00:00Z cannot come after it. Name a later moment.");
        assertThat(Dataset.read(set(), Tables.HADOOP)).isEqualTo(first);
        assertThat(Tables.listing(directory.resolve("set"))).noneMatch(name -> name.startsWith("rows-"));
        assertThat(Tables.listing(directory)).noneMatch(name -> name.startsWith("."));
    }

    /** The local disk as an object store: rows of a killed preparation are nowhere named, and go. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsThatNobodyNamesAreCleared(boolean objects) throws IOException {
        org.apache.hadoop.conf.Configuration hadoop =
                Sessions.session().sparkContext().hadoopConfiguration();
        hadoop.set("plateau.object-stores", objects ? "file" : "");
        try {
            prepare(null);
            append(table("more.csv", 90, 9), MAY);
            OwnerProcess self = OwnerProcess.self();
            Path dead = directory.resolve("set/rows-" + self.host() + "-" + self.pid() + "-1-0123abcd");
            Path foreign = directory.resolve("set/rows-elsewhere-" + self.pid() + "-1-0123abcd");
            Files.createDirectories(dead);
            Files.createDirectories(foreign);
            Files.writeString(dead.resolve("part-00000.parquet"), "half");
            Dataset more = append(table("again.csv", 99, 9), MAY);
            assertThat(dead).doesNotExist();
            assertThat(foreign).exists();
            ShardReader.verify(set(), more, Tables.HADOOP);
            assertThat(more.files().get(0).name()).matches(objects ? "rows-.*/part-.*" : "part-00000.parquet");
        } finally {
            hadoop.unset("plateau.object-stores");
        }
    }
}
