package io.plateau.conf;

/**
 * Section {@code publish}.
 *
 * @param champion directory of the champion; empty: the run publishes nothing
 * @param margin by how much, in percent of Delta_m, the new model must be better; negative: may be worse
 */
public record PublishConfig(String champion, double margin) {

    static PublishConfig from(Section publish) {
        return new PublishConfig(publish.text("champion"), publish.number("margin", Range.FINITE));
    }
}
