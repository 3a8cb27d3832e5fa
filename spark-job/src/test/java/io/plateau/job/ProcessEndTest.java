package io.plateau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkUserAppException;
import org.junit.jupiter.api.Test;

class ProcessEndTest {

    @Test
    void sparkSubmitTakesTheExitCodeFromTheException() {
        assertThatThrownBy(() -> ProcessEnd.exception(false, 3, "no data"))
                .isInstanceOfSatisfying(SparkUserAppException.class, end -> assertThat(end.exitCode())
                        .isEqualTo(3));
    }

    @Test
    void yarnShowsTheReason() {
        assertThat(ProcessEnd.exception(true, 3, "no data")).hasMessage("plateau: no data (exit code 3)");
    }
}
