package io.plateau.job;

import io.plateau.conf.SweepHalving;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A rung of successive halving: after some epochs of all trials, the groups with the best scores go on. Scores alone decide, and equal ones
 * by the order of the trials, so a sweep that was stopped and goes on decides alike.
 */
final class Rung {
    private Rung() {}

    /**
     * Decides.
     *
     * @param epochs epochs that all trials have been trained for
     * @param groups those that are still in
     * @param held groups that others are held against, which always go on and are not counted
     * @param scores of the groups after so many epochs; one without a score, such as trials of one task, goes on, too
     * @return the groups that do not go on, with the reason
     */
    static Map<String, String> of(
            SweepHalving halving, int epochs, List<String> groups, Set<String> held, ValidationScores scores) {
        Map<String, String> givenUp = new LinkedHashMap<>();
        List<String> ranked = new ArrayList<>(groups.stream()
                .filter(group -> !held.contains(group) && scores.groups().contains(group))
                .toList());
        ranked.sort(Comparator.comparingDouble(group -> scores.of(group).mean()));
        int kept = halving.kept(ranked.size());
        for (int rank = kept; rank < ranked.size(); rank++) {
            String group = ranked.get(rank);
            givenUp.put(
                    group,
                    String.format(
                            Locale.ROOT,
                            "given up by the sweep after epoch %d: %s %.4g, number %d of %d groups, of which %d go on",
                            epochs,
                            scores.figure(),
                            scores.of(group).mean(),
                            rank + 1,
                            ranked.size(),
                            kept));
        }
        return givenUp;
    }
}
