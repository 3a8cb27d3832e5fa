package io.plateau.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a table can fail to become a dataset, with the whole message. */
class CsvProblemsTest {

    private static final SplitPlan ALL_TRAIN = new SplitPlan(1, 0, 0, 1, null);

    @TempDir
    Path directory;

    private CsvSource table(String... lines) {
        return CsvSource.of(Tables.write(directory, lines), List.of(Target.regression("y")));
    }

    private void expect(CsvSource source, SplitPlan plan, String message) {
        assertThatThrownBy(() -> DatasetWriter.inspect(source, plan, Tables.HADOOP))
                .isInstanceOf(DataProblem.class)
                .hasMessage(directory + "/table.csv" + message);
    }

    private void expect(CsvSource source, String message) {
        expect(source, ALL_TRAIN, message);
    }

    @Test
    void cellsThatAreNotNumbersAreNamedByLineAndColumn() {
        expect(
                table("a,b,y", "1,2,3", "1,abc,4"),
                ", line 3, column 'b': 'abc' is not a number. Correct the cell, or prepare the data with the"
                        + " column under categorical or ignore.");
        expect(
                table("a,b,y", "1,2,3", "1,2,low"),
                ", line 3, column 'y': 'low' is not a number. Correct the cell, or list the target under"
                        + " binary or classes.");
    }

    @Test
    void featuresMustBeFiniteAndPresent() {
        expect(
                table("a,y", "1,3", "inf,4"),
                ", line 3, column 'a': 'inf' is not a finite number. Correct the cell, or prepare the data with the"
                        + " column under categorical or ignore.");
        expect(
                table("a,y", "1,3", "NaN,4"),
                ", line 3, column 'a': the feature is missing ('NaN'). Fill it, or prepare the data with"
                        + " missing-features = mean or without the column.");
        expect(
                table("a,b,y", "1,,3"),
                ", line 2, column 'b': the feature is missing (empty cell). Fill it, or prepare the data with"
                        + " missing-features = mean or without the column.");
        expect(
                table("a,b,y", "1,,3", "2,,4").withMissingFeatures(MissingFeatures.MEAN),
                ", column 'b': no row of the training split has a value. Ignore the column.");
    }

    @Test
    void targetsMustVaryAndHaveLabels() {
        expect(
                table("a,y", "1,3", "2,3"),
                ", column 'y': the target is constant over the 2 labelled rows of the training split. Drop the target, or"
                        + " change the split.");
        expect(
                table("a,y", "1,", "2,"),
                ", column 'y': no row of the training split has a label. Drop the target, or change the split.");
        expect(
                CsvSource.of(table("a,y", "1,x", "2,x").file(), List.of(Target.binary("y"))),
                ", column 'y': the target is constant over the 2 labelled rows of the training split. Drop the target, or"
                        + " change the split.");
    }

    @Test
    void columnsMustExistAndHaveOneRole() {
        CsvSource table = table("alpha,beta,y", "1,2,3", "2,3,4");
        expect(
                table.withIgnored(List.of("Alpha")),
                ": there is no column 'Alpha' (named as ignored). Did you mean 'alpha'?");
        expect(
                CsvSource.of(table.file(), List.of(Target.regression("income"))),
                ": there is no column 'income' (named as target). Columns: alpha, beta, y.");
        expect(
                table.withCategorical(List.of("y")),
                ": column 'y' is named as target and as categorical feature. Give it one role.");
        expect(
                table,
                ALL_TRAIN.withGroupColumn("y"),
                ": column 'y' is named as target and as group. Give it one role.");
        expect(
                CsvSource.of(table.file(), List.of(Target.regression("y"), Target.regression("y"))),
                ": target 'y' is named twice. Name each target once.");
        expect(
                table.withIgnored(List.of("alpha", "beta")),
                ": no feature column is left. Every column is a target, the group or ignored.");
        expect(CsvSource.of(table.file(), List.of()), ": no target column is named. Name at least one under targets.");
    }

    @Test
    void classesMustBeInTheLabelList() {
        CsvSource table = table("a,y", "1,low", "2,high", "3,medium");
        expect(
                CsvSource.of(table.file(), List.of(Target.multiclass("y").withLabels(List.of("low", "high")))),
                ", line 4, column 'y': class 'medium' is not in the label list low, high. Correct the cell or add the"
                        + " label.");
        expect(
                CsvSource.of(table.file(), List.of(Target.binary("y"))),
                ", line 4, column 'y': 'medium' is class number 3 of a binary target, which may have 2. List the target"
                        + " under classes.");
        expect(
                CsvSource.of(table.file(), List.of(Target.multiclass("y"))).withMaxCategories(2),
                ", line 4, column 'y': 'medium' is class number 3 of a multiclass target, which may have 2. Is it a"
                        + " regression target?");
    }

    @Test
    void identifiersAreNotCategories() {
        expect(
                table("id,y", "a,1", "b,2", "c,3")
                        .withCategorical(List.of("id"))
                        .withMaxCategories(2),
                ", line 4, column 'id': 'c' is category number 3; a column may have 2. Ignore the column if it is an"
                        + " identifier.");
    }

    @Test
    void rowsMustBeThere() {
        expect(table("a,y"), " has no rows after its header.");
        expect(
                table("a,y", "1,2", "2,3"),
                SplitPlan.standard(),
                ": no row for the validation split, which takes 0.1 of 2 rows. Give more rows, or change the split"
                        + " fractions.");
        expect(
                table("a,g,y", "1,p,2", "2,p,3"),
                SplitPlan.standard().withGroupColumn("g"),
                ", column 'g': 1 group cannot fill 3 splits. Choose another group column, or set a split fraction to 0.");
        expect(
                table("a,g,y", "1,p,2", "2,,3"),
                ALL_TRAIN.withGroupColumn("g"),
                ", line 3, column 'g': the group is missing. Fill it, or split without groups.");
    }

    @Test
    void syntheticRowsHaveNoGroups() {
        assertThatThrownBy(() -> DatasetWriter.inspect(
                        SyntheticSource.gradNorm(10, 1), ALL_TRAIN.withGroupColumn("g"), Tables.HADOOP))
                .isInstanceOf(DataProblem.class)
                .hasMessage("synthetic source: there is no column 'g' to group by. Leave the group empty.");
    }
}
