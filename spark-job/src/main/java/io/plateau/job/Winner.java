package io.plateau.job;

import io.plateau.checkpoint.SweepDirectory;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The group to go on with: the one with the lowest mean validation score among those whose trials have all finished. Test rows take no part
 * in the choice, so the test figures of the winner are as honest as those of the others.
 *
 * @param trial one of its trials
 * @param score over its trials, as text
 * @param figure what the score is
 * @param groups number of groups that it was chosen from
 */
record Winner(PlannedTrial trial, String score, String figure, int groups) {
    private static final String FILE = "winner.conf";
    private static final String SEED = "run.seed";

    /**
     * Chooses.
     *
     * @return empty when no group has finished with a score
     */
    static Optional<Winner> of(List<Sweep.Outcome> outcomes, ValidationScores scores) {
        Map<String, PlannedTrial> whole = new LinkedHashMap<>();
        outcomes.forEach(outcome -> whole.putIfAbsent(outcome.planned().trial().group(), outcome.planned()));
        outcomes.stream()
                .filter(outcome -> outcome.state() != TrialState.FINISHED)
                .forEach(outcome -> whole.remove(outcome.planned().trial().group()));
        List<String> groups = scores.groups().stream()
                .filter(group -> whole.containsKey(group)
                        && Double.isFinite(scores.of(group).mean()))
                .toList();
        return groups.stream()
                .min(Comparator.comparingDouble(group -> scores.of(group).mean()))
                .map(group -> new Winner(whole.get(group), scores.text(group), scores.figure(), groups.size()));
    }

    /**
     * Writes {@code winner.conf}: every key with its value, as {@code train --config} takes it.
     *
     * @param load reads the base of the sweep with settings on top
     */
    void write(SweepDirectory directory, Function<List<Setting>, ResolvedConfig> load) throws IOException {
        List<Setting> settings = new ArrayList<>(trial.trial().settings());
        settings.removeIf(setting -> setting.path().equals(SEED));
        settings.add(new Setting("sweep", "run.name", trial.trial().group()));
        settings.add(new Setting("sweep", "training.compare", List.of()));
        directory.write(
                FILE,
                "# " + said() + "\n# The sweep in " + directory.location() + " chose:\n#   "
                        + chosen().collect(Collectors.joining("\n#   ")) + "\n"
                        + load.apply(settings).text());
    }

    void print(SweepDirectory directory, PrintWriter out) {
        out.println();
        out.println("winner " + trial.trial().group() + ": " + said());
        chosen().forEach(line -> out.println("       " + line));
        out.println("       train --config " + directory.location() + "/" + FILE);
    }

    private String said() {
        return "validation " + figure + " " + score + ", the lowest of " + groups
                + (groups == 1 ? " group" : " groups");
    }

    private Stream<String> chosen() {
        Set<Map.Entry<String, String>> values = trial.trial().values().entrySet();
        return values.stream()
                .filter(value -> !value.getKey().equals(SEED))
                .map(value -> value.getKey() + " = " + value.getValue());
    }
}
