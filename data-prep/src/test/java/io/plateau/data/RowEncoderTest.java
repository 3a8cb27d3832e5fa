package io.plateau.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowEncoderTest {

    @TempDir
    Path directory;

    @Test
    void encodesTheSameBitsAsAShard() {
        CsvSource source = Tables.sampleSource(directory);
        org.apache.hadoop.fs.Path output = Tables.path(directory.resolve("set"));
        Dataset dataset = DatasetWriter.write(Sessions.session(), source, SplitPlan.standard(), output);
        List<float[]> encoded = new ArrayList<>();
        UnseenCategories unseen = new UnseenCategories();
        try (CsvReader reader = CsvReader.open(source.file(), dataset.format(), Tables.HADOOP)) {
            RowEncoder encoder = RowEncoder.of(dataset, reader.columns(), "t");
            reader.forEachRemaining(row -> encoded.add(encoder.encode(row, unseen)));
        }
        assertThat(unseen.total()).isZero();
        for (Split split : Split.values()) {
            for (Shard shard : ShardReader.collect(Sessions.session(), output, dataset, split, 2, true)) {
                for (int r = 0; r < shard.rows(); r++) {
                    assertThat(Arrays.copyOfRange(shard.x(), r * 6, r * 6 + 6))
                            .containsExactly(encoded.get((int) shard.ids()[r]));
                }
            }
        }
    }

    @Test
    void columnsAreFoundByNameAndUnknownCategoriesCounted() {
        Dataset dataset = DatasetWriter.inspect(Tables.sampleSource(directory), SplitPlan.standard(), Tables.HADOOP);
        RowEncoder encoder = RowEncoder.of(dataset, List.of("extra", "b", "colour", "a"), "new.csv");
        UnseenCategories unseen = new UnseenCategories();
        float[] known = encoder.encode(RowFactory.create("x", 1001, "red", 4.0), 1, unseen);
        assertThat(Arrays.copyOfRange(known, 1, 5)).containsExactly(0, 0, 0, 1);
        assertThat(known[0]).isEqualTo(dataset.features().get(0).standardised(4f));
        assertThat(known[5]).isEqualTo(dataset.features().get(5).standardised(1001f));
        float[] missing = encoder.encode(RowFactory.create(null, 1001, null, 4.0), 2, unseen);
        assertThat(Arrays.copyOfRange(missing, 1, 5)).containsExactly(1, 0, 0, 0);
        float[] unknown = encoder.encode(RowFactory.create("x", 1001L, "mauve", 4f), 3, unseen);
        assertThat(Arrays.copyOfRange(unknown, 1, 5)).containsExactly(0, 0, 0, 0);
        assertThat(new UnseenCategories().merge(unseen).merge(unseen).counts()).isEqualTo(Map.of("colour", 2L));
    }

    @Test
    void problemsNameTheRow() {
        Dataset dataset = DatasetWriter.inspect(Tables.sampleSource(directory), SplitPlan.standard(), Tables.HADOOP);
        assertThatThrownBy(() -> RowEncoder.of(dataset, List.of("a", "B", "colour"), "new.csv"))
                .isInstanceOf(DataProblem.class)
                .hasMessage("new.csv: there is no column 'b', which the model needs. Did you mean 'B'?");
        RowEncoder encoder = RowEncoder.of(dataset, List.of("a", "b", "colour"), "new.csv");
        assertThatThrownBy(() -> encoder.encode(RowFactory.create(1, null, "red"), 9, new UnseenCategories()))
                .isInstanceOf(DataProblem.class)
                .hasMessage("new.csv, line 9, column 'b': the feature is missing (empty cell). Fill it, or prepare the"
                        + " data with missing-features = mean or without the column.");
    }

    @Test
    void outputsAreDecodedToUnitsAndLabels() {
        Dataset dataset = DatasetWriter.inspect(Tables.sampleSource(directory), SplitPlan.standard(), Tables.HADOOP);
        TaskSchema y = dataset.tasks().get(0);
        OutputDecoder decoder = OutputDecoder.of(dataset, true);
        assertThat(decoder.schema().fieldNames()).containsExactly("y", "z", "z_probability", "k", "k_probability");
        float[] outputs = {99, 0.5f, -2, 0, 3, 1};
        List<Object> values = decoder.decode(outputs, 1);
        assertThat((Double) values.get(0))
                .isCloseTo(0.5 * y.std().get(0) + y.mean().get(0), within(1e-12));
        assertThat(values.get(1)).isEqualTo("no");
        assertThat((Double) values.get(2)).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-12));
        assertThat(values.get(3)).isEqualTo("1");
        assertThat((Double) values.get(4)).isCloseTo(1 / (1 + Math.exp(-3) + Math.exp(-2)), within(1e-12));
        assertThat(OutputDecoder.of(dataset, false).decode(outputs, 1).get(0)).isEqualTo(0.5);
    }
}
