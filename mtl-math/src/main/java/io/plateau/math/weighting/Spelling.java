package io.plateau.math.weighting;

import java.util.Collection;
import java.util.Locale;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Finds the name that was probably meant. */
final class Spelling {
    private static final double ALIKE = 0.8;
    private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

    private Spelling() {}

    /** The known word nearest to the given one, or an empty text when none is near. */
    static String nearest(String word, Collection<String> known) {
        String best = "";
        double most = 0;
        for (String candidate : known) {
            double similarity = SIMILARITY.apply(word.toLowerCase(Locale.ROOT), candidate);
            if (similarity >= ALIKE && similarity > most) {
                best = candidate;
                most = similarity;
            }
        }
        return best;
    }
}
