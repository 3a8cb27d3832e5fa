package io.plateau.ml;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A class of tests with one session, and a cached {@link Clinic} of 200 rows. */
abstract class ClinicTest {
    static SparkSession spark;
    static Dataset<Row> rows;

    @BeforeAll
    static void start() {
        spark = Clinic.session();
        rows = Clinic.assembled(spark, 200).cache();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }
}
