package io.plateau.conf;

/**
 * Section {@code start}.
 *
 * @param model directory of the model, run or champion whose parameters the run starts from; empty: drawn by {@code model.seed}
 */
public record StartConfig(String model) {

    static StartConfig from(Section start) {
        return new StartConfig(start.text("model"));
    }
}
