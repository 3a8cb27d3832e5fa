package io.plateau.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published tables, byte for byte. Skipped where they are not at hand. */
class RealTablesTest {

    private static final List<String> ADULT = List.of(
            "age",
            "workclass",
            "fnlwgt",
            "education",
            "education-num",
            "marital-status",
            "occupation",
            "relationship",
            "race",
            "sex",
            "capital-gain",
            "capital-loss",
            "hours-per-week",
            "native-country",
            "income");

    @TempDir
    Path directory;

    private org.apache.hadoop.fs.Path output() {
        return Tables.path(directory.resolve("set"));
    }

    @Test
    void parkinsonsKeepsEverySubjectOnOneSide() {
        Path file = Tables.shared("tabular/parkinsons/parkinsons_updrs.data");
        CsvSource source = CsvSource.of(
                Tables.path(file), List.of(Target.regression("motor_UPDRS"), Target.regression("total_UPDRS")));
        SplitPlan plan = SplitPlan.standard().withGroupColumn("subject#");
        Dataset dataset = DatasetWriter.write(Sessions.session(), source, plan, output());
        assertThat(dataset.rows().total()).isEqualTo(5875);
        assertThat(dataset.rows().train() / 5875.0).isCloseTo(0.8, within(0.05));
        assertThat(dataset.features())
                .hasSize(19)
                .extracting(FeatureSchema::name)
                .contains("age", "PPE");
        List<Row> sides = Sessions.session()
                .read()
                .parquet(output() + "/part-*.parquet")
                .select("group", "split")
                .distinct()
                .collectAsList();
        assertThat(sides).hasSize(42);
        assertThat(dataset.source().sha256())
                .isEqualTo("f2c7d5025dec4e92e7feae367a5f7ccf58789a10ac6b54bdf15976c599f9dd39");
        List<Shard> shards = ShardReader.collect(Sessions.session(), output(), dataset, Split.TRAIN, 8, true);
        assertThat(shards.stream().mapToLong(Shard::rows).sum()).isEqualTo(dataset.rows(Split.TRAIN));
        Moments age = new Moments();
        shards.forEach(s -> IntStream.range(0, s.rows()).forEach(r -> age.add(s.x()[r * 19])));
        assertThat(age.mean()).isCloseTo(0, within(1e-5));
        assertThat(age.std()).isCloseTo(1, within(1e-5));
    }

    @Test
    void adultHasCategoriesMissingCellsAndTwoTasks() {
        Path file = Tables.shared("tabular/adult/adult.data");
        CsvSource source = CsvSource.of(
                        Tables.path(file), List.of(Target.binary("income"), Target.multiclass("marital-status")))
                .withFormat(CsvFormat.standard().withColumns(ADULT))
                .withCategorical(List.of(
                        "workclass", "education", "occupation", "relationship", "race", "sex", "native-country"))
                .withIgnored(List.of("fnlwgt"));
        Dataset dataset = DatasetWriter.write(Sessions.session(), source, SplitPlan.standard(), output());
        assertThat(dataset.rows().total()).isEqualTo(32561);
        assertThat(dataset.tasks().get(0).labels()).containsExactly("<=50K", ">50K");
        assertThat(dataset.tasks().get(1).labels()).hasSize(7).startsWith("Divorced", "Married-AF-spouse");
        assertThat(dataset.features())
                .extracting(FeatureSchema::name)
                .contains("workclass=(missing)", "workclass=State-gov", "native-country=(missing)", "sex=Female")
                .doesNotContain("workclass=?");
        // 7,841 of the 32,561 people earn more than 50K (adult.names: 23.93 % of all 48,842).
        List<Row> rows = Sessions.session()
                .read()
                .parquet(output() + "/part-*.parquet")
                .selectExpr("sum(targets[0])", "sum(if(row = 0, features[0], 0))")
                .collectAsList();
        assertThat(rows.get(0).getDouble(0)).isEqualTo(7841);
        assertThat(rows.get(0).getDouble(1)).isEqualTo(39);
    }

    @Test
    void tox21HasMissingLabels() {
        Path file = Tables.shared("tabular/moleculenet/tox21.csv.gz");
        // Eleven assays as tasks; the twelfth, gaps included, plays the categorical feature.
        List<String> assays = List.of(
                "NR-AR-LBD",
                "NR-AhR",
                "NR-Aromatase",
                "NR-ER",
                "NR-ER-LBD",
                "NR-PPAR-gamma",
                "SR-ARE",
                "SR-ATAD5",
                "SR-HSE",
                "SR-MMP",
                "SR-p53");
        CsvSource source = CsvSource.of(
                        Tables.path(file), assays.stream().map(Target::binary).toList())
                .withCategorical(List.of("NR-AR"))
                .withIgnored(List.of("smiles", "mol_id"));
        Dataset dataset = DatasetWriter.write(Sessions.session(), source, SplitPlan.standard(), output());
        assertThat(dataset.rows().total()).isEqualTo(8014);
        assertThat(dataset.features())
                .extracting(FeatureSchema::name)
                .containsExactly("NR-AR=(missing)", "NR-AR=0", "NR-AR=1");
        Row counts = Sessions.session()
                .read()
                .parquet(output() + "/part-*.parquet")
                .selectExpr("sum(size(filter(targets, t -> isnan(t)))) + sum(features[0])")
                .head();
        assertThat(counts.getDouble(0)).isEqualTo(16595);
    }
}
