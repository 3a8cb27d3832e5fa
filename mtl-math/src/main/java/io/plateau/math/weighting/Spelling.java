package io.plateau.math.weighting;

import java.util.Collection;
import java.util.Locale;

/** Finds the name that was probably meant. */
final class Spelling {
    private Spelling() {}

    /** The known word nearest to the given one, or an empty text when none is near. */
    static String nearest(String word, Collection<String> known) {
        String best = "";
        double least = 0.5;
        for (String candidate : known) {
            double distance = (double) edits(word.toLowerCase(Locale.ROOT), candidate) / candidate.length();
            if (distance <= least && (best.isEmpty() || distance < least)) {
                best = candidate;
                least = distance;
            }
        }
        return best;
    }

    /** Insertions, deletions and replacements that turn one word into the other. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
