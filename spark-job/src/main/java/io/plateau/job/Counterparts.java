package io.plateau.job;

import io.plateau.conf.JobConfig;
import io.plateau.math.sharpness.SharpnessMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a group of runs is held against: plain training, without second gradients. */
final class Counterparts {

    private Counterparts() {}

    /**
     * For every group that is not what others are held against: the plain group of the same method, else the first plain group, else the
     * first group. Groups of single tasks have none.
     *
     * @return labels by label
     */
    static Map<String, String> of(Comparison comparison) {
        List<Comparison.Group> groups = comparison.groups().stream()
                .filter(group -> group.meanRank().isPresent())
                .toList();
        Map<String, String> counterparts = new LinkedHashMap<>();
        for (Comparison.Group group : groups) {
            Predicate<Comparison.Group> sameMethod =
                    other -> config(other).method().equals(config(group).method());
            find(groups, sameMethod.and(Counterparts::isPlain))
                    .filter(plain -> !plain.equals(group))
                    .or(() -> find(groups, Counterparts::isPlain))
                    .or(() -> find(groups, any -> true))
                    .filter(plain -> !plain.equals(group))
                    .ifPresent(plain -> counterparts.put(group.label(), plain.label()));
        }
        return counterparts;
    }

    private static Optional<Comparison.Group> find(List<Comparison.Group> groups, Predicate<Comparison.Group> which) {
        return groups.stream().filter(which).findFirst();
    }

    private static boolean isPlain(Comparison.Group group) {
        return config(group).sharpness().mode() == SharpnessMode.NONE;
    }

    private static JobConfig config(Comparison.Group group) {
        return group.runs().get(0).config();
    }
}
