package io.plateau.conf;

import java.util.Collection;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Finds the word that was probably meant. */
final class Spelling {

    private static final double ALIKE = 0.8;
    private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

    private Spelling() {}

    /** The known word most like the given one, empty when none is much like it. */
    static Optional<String> closest(String word, Collection<String> known) {
        String best = null;
        double most = 0;
        for (String candidate : known) {
            double similarity = SIMILARITY.apply(word, candidate);
            if (similarity >= ALIKE && similarity > most) {
                best = candidate;
                most = similarity;
            }
        }
        return Optional.ofNullable(best);
    }
}
