package io.plateau.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** "Did you mean": known names close to one that is unknown. */
final class NearMatches {

    private static final int SHOWN = 3;

    private NearMatches() {}

    /** A sentence that ends a message: the closest names, or all of them when none is close. */
    static String hint(String name, Collection<String> known) {
        List<String> sameButForCase =
                known.stream().filter(k -> fold(k).equals(fold(name))).toList();
        List<String> near = !sameButForCase.isEmpty() ? sameButForCase : near(name, known);
        return near.isEmpty() ? "Columns: " + abbreviated(known) + "." : "Did you mean " + quoted(near) + "?";
    }

    private static List<String> near(String name, Collection<String> known) {
        return known.stream()
                .filter(k -> close(name, k))
                .sorted(Comparator.comparingInt((String k) -> distance(fold(name), fold(k)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
    }

    private static boolean close(String name, String candidate) {
        String a = fold(name);
        String b = fold(candidate);
        return distance(a, b) <= Math.max(1, Math.min(a.length(), b.length()) / 3)
                || (a.length() > 2 && b.contains(a))
                || (b.length() > 2 && a.contains(b));
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String quoted(List<String> names) {
        return "'" + String.join("' or '", names) + "'";
    }

    private static String abbreviated(Collection<String> names) {
        int limit = 20;
        String shown = String.join(", ", names.stream().limit(limit).toList());
        return names.size() <= limit ? shown : shown + ", ... (" + names.size() + " in all)";
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
