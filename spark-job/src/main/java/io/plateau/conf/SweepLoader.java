package io.plateau.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a sweep: the file that {@code conf/sweep-reference.conf} explains. Every combination of one value of each axis is a trial;
 * the last axis changes fastest. Whether the keys and values are ones of the configuration is found when the configuration of a trial
 * is read. Stateless, safe for threads.
 */
public final class SweepLoader {

    private static final String FORM =
            "sweep { axes = [], variants = [], random { draws = 0, seed = 1 }, exclude = [], plain {}, baseline {},"
                    + " placement = cluster, parallel = 0, halving { factor = 0, min-epochs = 1 } }";

    private SweepLoader() {}

    /**
     * Reads a file.
     *
     * @param settings values of the section {@code sweep} that override it, a later one before an earlier one
     * @throws ConfigProblem naming everything that is wrong
     */
    public static SweepPlan read(Path file, List<Setting> settings) {
        Problems problems = new Problems();
        Config parsed =
                ConfigLoader.layers(settings, problems).withFallback(ConfigLoader.parse(file, "sweep file", problems));
        problems.raise();
        Config form =
                ConfigFactory.parseString(FORM, ConfigParseOptions.defaults().setOriginDescription(file.toString()));
        Optional<Config> resolved = ConfigLoader.substitute(parsed, problems);
        problems.raise();
        ConfigObject known =
                new KnownKeys(form.root()).keepKnown(resolved.orElseThrow().root(), problems);
        ConfigObject whole = known.withFallback(form.root());
        SweepExecution execution = SweepExecution.from(new Section(whole, "", problems).section("sweep"));
        problems.raise();
        ConfigObject sweep = whole.toConfig().getObject("sweep");
        SweepAxes axes = SweepAxes.of(sweep, problems);
        problems.raise();
        if (axes.all().isEmpty()) {
            throw new ConfigProblem(file + ": the sweep names nothing to vary: give it sweep.axes or sweep.variants");
        }
        String text = resolved.orElseThrow()
                .root()
                .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
        return plan(text, sweep, axes, execution, problems);
    }

    private static SweepPlan plan(
            String text, ConfigObject sweep, SweepAxes axes, SweepExecution execution, Problems problems) {
        SweepSelection plain = SweepSelection.of(sweep.get("plain"), "sweep.plain", axes.all(), problems);
        SweepSelection baseline = SweepSelection.of(sweep.get("baseline"), "sweep.baseline", axes.all(), problems);
        List<SweepSelection> excluded = new ArrayList<>();
        if (sweep.get("exclude") instanceof ConfigList list) {
            for (ConfigValue item : list) {
                excluded.add(SweepSelection.of(item, "sweep.exclude", axes.all(), problems));
            }
        } else {
            problems.add(sweep.get("exclude").origin(), "sweep.exclude must be a list of sections");
        }
        problems.raise();
        List<List<SweepPoint>> combinations = new ArrayList<>(List.of(List.of()));
        for (SweepAxis axis : axes.all()) {
            combinations = times(combinations, axis.points());
        }
        combinations.removeIf(points -> excluded.stream().anyMatch(selection -> selection.matches(points)));
        if (combinations.isEmpty()) {
            problems.add(sweep.get("exclude").origin(), "sweep.exclude leaves no trial");
        }
        Map<List<SweepPoint>, String> groups = new LinkedHashMap<>();
        List<SweepTrial> trials = new ArrayList<>();
        for (List<SweepPoint> points : combinations) {
            SweepTrial trial = trial(points, axes.all());
            trials.add(trial);
            groups.put(withoutSeed(points, axes.all()), trial.group());
        }
        requireNames(trials, problems);
        if (execution.halving().isPresent() && groups.size() < 2) {
            problems.add(
                    sweep.get("halving").origin(),
                    "sweep.halving gives up groups of trials, and there is only one: vary more than run.seed, or set"
                            + " sweep.halving.factor = 0");
        }
        Optional<String> against = baseline(baseline, groups, sweep.get("baseline"), problems);
        problems.raise();
        return new SweepPlan(text, trials, axes.varied(), partners(plain, groups), against, execution);
    }

    private static List<List<SweepPoint>> times(List<List<SweepPoint>> combinations, List<SweepPoint> points) {
        List<List<SweepPoint>> product = new ArrayList<>();
        for (List<SweepPoint> combination : combinations) {
            for (SweepPoint point : points) {
                List<SweepPoint> longer = new ArrayList<>(combination);
                longer.add(point);
                product.add(longer);
            }
        }
        return product;
    }

    private static SweepTrial trial(List<SweepPoint> points, List<SweepAxis> axes) {
        Map<String, String> values = new LinkedHashMap<>();
        List<Setting> settings = new ArrayList<>();
        points.forEach(point -> {
            values.putAll(point.shown());
            settings.addAll(point.settings());
        });
        List<SweepPoint> group = withoutSeed(points, axes);
        return new SweepTrial(name(points), group.isEmpty() ? "all" : name(group), values, settings);
    }

    private static String name(List<SweepPoint> points) {
        return String.join(
                ".",
                points.stream()
                        .map(SweepPoint::part)
                        .filter(part -> !part.isEmpty())
                        .toList());
    }

    private static List<SweepPoint> withoutSeed(List<SweepPoint> points, List<SweepAxis> axes) {
        List<SweepPoint> group = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            if (!axes.get(i).isSeed()) {
                group.add(points.get(i));
            }
        }
        return group;
    }

    private static void requireNames(List<SweepTrial> trials, Problems problems) {
        Map<String, SweepTrial> byName = new HashMap<>();
        for (SweepTrial trial : trials) {
            SweepTrial same = byName.putIfAbsent(trial.name(), trial);
            if (same != null) {
                problems.add("two trials would be named '" + trial.name() + "': " + same.values() + " and "
                        + trial.values() + ". Give their axes a name, or the variants other labels");
                return;
            }
        }
    }

    private static Optional<String> baseline(
            SweepSelection selection, Map<List<SweepPoint>, String> groups, ConfigValue given, Problems problems) {
        if (selection.isEmpty()) {
            return Optional.empty();
        }
        List<String> matching = groups.entrySet().stream()
                .filter(group -> selection.matches(group.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        if (matching.size() != 1) {
            problems.add(
                    given.origin(),
                    "sweep.baseline must mean one group of trials, but "
                            + (matching.isEmpty()
                                    ? "none has these values"
                                    : matching.size() + " have these values: "
                                            + String.join(", ", matching.subList(0, Math.min(5, matching.size())))
                                            + (matching.size() > 5 ? ", ..." : "")
                                            + ". Give it a value of every axis"));
        }
        return matching.stream().findFirst();
    }

    /** Every group with that which has the plain values, and its own on the other axes. */
    private static Map<String, String> partners(SweepSelection plain, Map<List<SweepPoint>, String> groups) {
        Map<String, String> partners = new TreeMap<>();
        if (plain.isEmpty()) {
            return partners;
        }
        groups.forEach((points, name) -> {
            String partner = groups.get(plain.over(points));
            if (partner != null && !partner.equals(name)) {
                partners.put(name, partner);
            }
        });
        return partners;
    }
}
