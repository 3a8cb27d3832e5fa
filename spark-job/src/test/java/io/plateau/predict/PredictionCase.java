package io.plateau.predict;

import io.plateau.model.kernel.BlasKernels;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A table of houses, a model for it, and a session to read with. */
abstract class PredictionCase {
    static final int ROWS = 1300;
    static SparkSession spark;

    @TempDir
    Path directory;

    final Configuration hadoop = new Configuration(false);
    final Houses houses = new Houses(ROWS, 1);
    org.apache.hadoop.fs.Path csv;
    TrainedModel model;

    @BeforeAll
    static void startSpark() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", 1)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "localhost")
                .getOrCreate();
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @BeforeEach
    void writeTable() throws IOException {
        org.apache.hadoop.fs.FileSystem.getLocal(hadoop).setWriteChecksum(false);
        csv = houses.csv(directory.resolve("houses.csv"));
        model = Houses.model(csv, hadoop);
    }

    org.apache.hadoop.fs.Path at(String name) {
        return new org.apache.hadoop.fs.Path(directory.resolve(name).toString());
    }

    Predictor predictor() {
        return new Predictor(model, BlasKernels::new, hadoop);
    }

    /** The rows of predictions as the library of the format reads them, in the order of the files. */
    List<Group> groups(String name) throws IOException {
        List<Group> rows = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory.resolve(name))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!file.endsWith("_SUCCESS")) {
                    add(file, rows);
                }
            }
        }
        return rows;
    }

    private static void add(Path file, List<Group> rows) throws IOException {
        try (ParquetReader<Group> reader = ParquetReader.builder(
                        new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toString()))
                .withConf(new Configuration(false))
                .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.add(row);
            }
        }
    }

    /** The same as text. */
    List<String> read(String name) throws IOException {
        return groups(name).stream().map(Group::toString).toList();
    }
}
