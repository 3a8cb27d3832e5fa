package io.plateau.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrialBoardTest {
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);
    private long seconds;

    private long clock() {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private static Map<String, Integer> trials(int count) {
        Map<String, Integer> trials = new LinkedHashMap<>();
        for (int i = 1; i <= count; i++) {
            trials.put("trial-" + i, 20);
        }
        return trials;
    }

    private void train(TrialBoard board) {
        board.known("trial-1", "finished");
        ProgressLine line = board.line("trial-2", 0, 200);
        seconds += 10;
        line.step(50, 0.1);
        line.epoch(5, 0.5);
        line.epoch(6, 0.75);
        seconds++;
        line.step(55, 0.1);
    }

    @Test
    void theTableIsDrawnOverItself() {
        try (TrialBoard board = new TrialBoard(trials(3), new TrialTable(out, 70, 24, this::clock), this::clock)) {
            train(board);
            String first = text.toString();
            assertThat(first.lines().filter(line -> line.startsWith("trial-1"))).hasSizeGreaterThan(1);
            text.getBuffer().setLength(0);
            board.message(() -> out.println("plateau: something"));
            assertThat(text.toString().lines())
                    .containsExactly(
                            "\u001b[5A\u001b[Jplateau: something",
                            "trial    state       epoch     score  left",
                            "trial-1  finished",
                            "trial-2  running      6/20    0.5000  29 s",
                            "trial-3  waiting",
                            "1 of 3 trials finished, 1 running, 1 waiting, 1 min 10 s left");
        }
    }

    @Test
    void ofMoreTrialsThanLinesThoseThatRunAreShown() {
        try (TrialBoard board = new TrialBoard(trials(50), new TrialTable(out, 30, 10, this::clock), this::clock)) {
            train(board);
            text.getBuffer().setLength(0);
            board.message(() -> {});
            assertThat(text.toString().lines())
                    .containsExactly(
                            "\u001b[3A\u001b[Jtrial    state       epoch   ",
                            "trial-2  running      6/20   ",
                            "1 of 50 trials finished, 1 ru");
        }
    }

    @Test
    void elsewhereEveryEndIsALineAndAllTogetherOneEveryFiveSeconds() {
        try (TrialBoard board = new TrialBoard(trials(3), new PlainTrials(out, this::clock), this::clock)) {
            train(board);
            board.end("trial-2", "failed");
            board.begin("trial-3", 0, 10);
            board.pause("trial-3");
        }
        assertThat(text.toString().lines())
                .containsExactly(
                        "sweep: 1 of 3 trials finished, 1 running, 1 waiting, 1 min 10 s left",
                        "trial-2: failed, epoch 6/20, score 0.5000");
    }

    @Test
    void quietTellsMessagesAlone() {
        try (TrialBoard board = TrialBoard.start(out, trials(3), true)) {
            train(board);
            board.end("trial-2", "finished");
            board.message(() -> out.println("plateau: something"));
        }
        assertThat(text.toString().lines()).containsExactly("plateau: something");
    }
}
