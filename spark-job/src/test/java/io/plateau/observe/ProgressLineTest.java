package io.plateau.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long seconds;

    @Test
    void plainLinesEveryFiveSecondsAndAtTheEnd() {
        try (ProgressLine progress = new PlainProgress(out, "train", 100, 1000, () -> seconds * 1_000_000_000L)) {
            for (int step = 101; step <= 112; step++) {
                seconds++;
                progress.step(step, 0.123456);
            }
        }
        assertThat(lines())
                .containsExactly(
                        "train: step 105 of 1000, loss 0.1235, 1.0 steps/s, 14 min 55 s left",
                        "train: step 110 of 1000, loss 0.1235, 1.0 steps/s, 14 min 50 s left",
                        "train: step 112 of 1000, loss 0.1235, 1.0 steps/s, 14 min 48 s left");
    }

    @Test
    void nothingIsSaidWithoutASteps() {
        new PlainProgress(out, "train", 0, 10).close();
        assertThat(lines()).isEmpty();
    }

    @Test
    void theBarShowsLossAndCount() {
        try (ProgressLine bar = new ProgressBarLine(out, 100, "train", 0, 3)) {
            bar.step(3, 0.25);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("train [", "=] step 3 of 3, loss 0.2500");
    }

    @Test
    void durations() {
        assertThat(Pace.duration(0)).isEqualTo("0 s");
        assertThat(Pace.duration(125)).isEqualTo("2 min 5 s");
        assertThat(Pace.duration(12_000)).isEqualTo("3 h 20 min");
    }

    private String[] lines() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        return text.isEmpty() ? new String[0] : text.split(System.lineSeparator());
    }
}
