package io.plateau.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.StageInfo;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

class JobBoardTest {
    private long seconds;

    /** A task that trains a whole trial may take longer than any limit. */
    @Test
    void aSignOfLifeFromWithinATaskIsOneOfEveryJob() {
        JobBoard board = new JobBoard(() -> TimeUnit.SECONDS.toNanos(seconds));
        for (int job = 1; job <= 2; job++) {
            board.onJobStart(new SparkListenerJobStart(
                    job, 0, JavaConverters.asScalaBuffer(List.<StageInfo>of()).toSeq(), new Properties()));
        }
        seconds = 9;
        assertThat(board.silentFor(10)).isEmpty();
        board.heard();
        seconds = 18;
        assertThat(board.silentFor(10)).isEmpty();
        seconds = 19;
        assertThat(board.silentFor(10)).map(JobBoard.Silent::id).contains(1);
    }
}
