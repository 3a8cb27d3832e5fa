package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkSessionsTest {

    @Test
    void withoutAMasterItRunsHere() {
        SparkConf conf = SparkSessions.settings("demo");
        assertThat(conf.get("spark.master")).matches("local\\[\\d+]");
        assertThat(conf.get("spark.app.name")).isEqualTo("demo");
        assertThat(conf.get("spark.ui.enabled")).isEqualTo("false");
        assertThat(conf.get("spark.broadcast.compress")).isEqualTo("false");
    }

    @Test
    void whatTheProcessSaysStays() {
        System.setProperty("spark.master", "yarn");
        System.setProperty("spark.shuffle.compress", "true");
        try {
            SparkConf conf = SparkSessions.settings("demo");
            assertThat(conf.get("spark.master")).isEqualTo("yarn");
            assertThat(conf.get("spark.shuffle.compress")).isEqualTo("true");
            assertThat(conf.contains("spark.driver.maxResultSize")).isFalse();
        } finally {
            System.clearProperty("spark.master");
            System.clearProperty("spark.shuffle.compress");
        }
    }
}
