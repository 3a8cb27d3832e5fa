package io.plateau.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plateau.conf.ConfigProblem;
import io.plateau.data.DataProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictorProblemsTest extends PredictionCase {

    @Test
    void aRowThatCannotBeReadLeavesTheOutputAsItWas() throws IOException {
        predictor().plan(csv, at("p.csv")).run();
        byte[] before = Files.readAllBytes(directory.resolve("p.csv"));
        Files.writeString(
                directory.resolve("houses.csv"), Files.readString(directory.resolve("houses.csv")) + "1,a,b\n");
        Predictor.Plan plan = predictor().withOverwrite(true).plan(csv, at("p.csv"));
        assertThatThrownBy(plan::run).isInstanceOf(DataProblem.class).hasMessageContaining("line 1302");
        assertThat(directory.resolve("p.csv")).hasBinaryContent(before);
        assertThat(directory)
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("."));
    }

    @Test
    void whatIsThereIsReplacedOnlyWhenTold() throws IOException {
        Files.writeString(directory.resolve("p.parquet"), "mine");
        assertThatThrownBy(() -> predictor().plan(csv, at("p.parquet")))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage("--output " + directory
                        + "/p.parquet is there already: name another place, or replace it with --overwrite");
        predictor().withOverwrite(true).plan(csv, at("p.parquet")).run();
        assertThat(read("p.parquet")).hasSize(ROWS);
        Files.createDirectory(directory.resolve("d"));
        Files.writeString(directory.resolve("d/notes.txt"), "mine");
        assertThatThrownBy(() -> predictor().withOverwrite(true).plan(csv, at("d")))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("other things than predictions");
        predictor().plan(csv, at("e")).run();
        predictor().withOverwrite(true).plan(csv, at("e")).run();
        assertThat(read("e")).hasSize(ROWS);
    }

    @Test
    void badInputIsNamed() throws IOException {
        assertThatThrownBy(
                        () -> predictor().withKeep(List.of("nmae", "id", "id")).plan(csv, at("p")))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage("--keep: " + csv + " has no column 'nmae'. Did you mean 'name'?\n"
                        + "--keep names the column 'id' twice: once is enough");
        assertThatThrownBy(() -> predictor().withKeep(List.of("price")).plan(csv, at("p")))
                .hasMessageContaining("--keep price: the predictions have a column of that name already");
        Files.createDirectory(directory.resolve("empty"));
        assertThatThrownBy(() -> predictor().plan(at("empty"), at("p")))
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining("is a directory without Parquet files");
        Path other = Files.writeString(directory.resolve("other.csv"), "a,b\n1,2\n");
        assertThatThrownBy(() -> predictor()
                        .plan(new org.apache.hadoop.fs.Path(other.toString()), at("p"))
                        .run())
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining("there is no column 'area', which the model needs");
        spark.range(3)
                .selectExpr("struct(id) as area", "1 as age", "1 as rooms", "'red' as colour")
                .write()
                .parquet(directory.resolve("nested").toString());
        assertThatThrownBy(() -> predictor().plan(at("nested"), at("p")))
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining("column 'area': struct<id:bigint> is neither a number nor text");
    }

    /** Rows are counted through the table, so that a message finds the cell. */
    @Test
    void aCellThatIsNoNumberIsNamedByItsRow() throws IOException {
        spark.range(700)
                .selectExpr("if(id = 650, 'x', '1.5') as area", "1D as age", "1 as rooms", "'red' as colour")
                .coalesce(1)
                .write()
                .parquet(directory.resolve("text").toString());
        Predictor.Plan plan = predictor().plan(at("text"), at("p"));
        assertThatThrownBy(plan::run)
                .isInstanceOf(DataProblem.class)
                .hasMessageContaining(", row 651, column 'area': 'x' is not a number");
        spark.range(700)
                .selectExpr("1.5D as area", "1D as age", "if(id = 650, null, 'pink') as colour")
                .selectExpr("*", "if(colour is null, double('Infinity'), 2D) as rooms")
                .coalesce(1)
                .write()
                .parquet(directory.resolve("infinite").toString());
        assertThatThrownBy(() -> predictor().plan(at("infinite"), at("p")).run())
                .hasMessageContaining(", row 651, column 'rooms': Infinity is not a finite 32-bit number");
    }
}
