package io.plateau.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** "Did you mean": known names close to one that is unknown. */
public final class NearMatches {

    private static final int SHOWN = 3;
    private static final double ALIKE = 0.8;
    private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

    private NearMatches() {}

    /**
     * A sentence that ends a message: the closest names, or all of them when none is close.
     *
     * @param name the unknown name
     * @param known the names that there are
     * @return {@code Did you mean ...?} or {@code Columns: ....}
     */
    public static String hint(String name, Collection<String> known) {
        List<String> sameButForCase =
                known.stream().filter(k -> fold(k).equals(fold(name))).toList();
        List<String> near = !sameButForCase.isEmpty() ? sameButForCase : near(name, known);
        return near.isEmpty() ? "Columns: " + abbreviated(known) + "." : "Did you mean " + quoted(near) + "?";
    }

    private static List<String> near(String name, Collection<String> known) {
        return known.stream()
                .filter(k -> close(name, k))
                .sorted(Comparator.comparingDouble((String k) -> -similarity(name, k))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
    }

    private static boolean close(String name, String candidate) {
        String a = fold(name);
        String b = fold(candidate);
        return similarity(name, candidate) >= ALIKE
                || (a.length() > 2 && b.contains(a))
                || (b.length() > 2 && a.contains(b));
    }

    /** From 0 to 1. */
    private static double similarity(String name, String candidate) {
        return SIMILARITY.apply(fold(name), fold(candidate));
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
}
