package io.plateau.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks nvidia-smi, which comes with the driver, for the machine's cards: nothing of CUDA is loaded into this process for it. */
final class NvidiaSmi {
    private static final String QUERY = "--query-gpu=index,uuid,name,compute_cap,memory.total";
    private static final int SECONDS = 30;
    private static final long MIB = 1 << 20;

    private final String command;

    /** The one on the PATH. */
    NvidiaSmi() {
        this("nvidia-smi");
    }

    NvidiaSmi(String command) {
        this.command = command;
    }

    /** All cards, in the order of the bus; at least one. */
    List<Card> cards() throws GpuProblem {
        List<Card> cards = new ArrayList<>();
        for (String line : ask().lines().filter(text -> !text.isBlank()).toList()) {
            cards.add(card(line));
        }
        if (cards.isEmpty()) {
            throw new GpuProblem("nvidia-smi sees no GPU");
        }
        return cards;
    }

    private static Card card(String line) throws GpuProblem {
        String[] cells = Arrays.stream(line.split(",", -1)).map(String::strip).toArray(String[]::new);
        try {
            if (cells.length == 5) {
                return new Card(
                        Integer.parseInt(cells[0]),
                        cells[1],
                        cells[2],
                        Capability.of(cells[3]),
                        Long.parseLong(cells[4]) * MIB);
            }
        } catch (IllegalArgumentException unreadable) {
            // Said below, with the whole line.
        }
        throw new GpuProblem(
                "nvidia-smi " + QUERY + " answered '" + line
                        + "', which does not name a card with its compute capability: update the NVIDIA driver to 510 or later");
    }

    private String ask() throws GpuProblem {
        Process process = null;
        try {
            process = new ProcessBuilder(command, QUERY, "--format=csv,noheader,nounits")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            // A few lines: they fit the pipe, so waiting first cannot block the other side.
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new GpuProblem("nvidia-smi did not answer within " + SECONDS
                        + " s: the driver or a card hangs; restart the machine or leave it out");
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new GpuProblem("nvidia-smi failed: "
                        + said.lines().findFirst().orElse("exit code " + process.exitValue())
                        + "; install an NVIDIA driver of version 510 or later, and give the container the card");
            }
            return said;
        } catch (IOException missing) {
            throw new GpuProblem(
                    "there is no nvidia-smi on the PATH: install the NVIDIA driver, and give the container the card",
                    missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GpuProblem("interrupted while nvidia-smi was asked", interrupted);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}
