package io.plateau.conf;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what a sweep varies: {@code variants}, then what is drawn at random, then the other {@code axes} in their order. */
final class SweepAxes {

    private static final String AXES = "sweep.axes";
    private static final String VARIANTS = "sweep.variants";
    private static final String RANDOM = "sweep.random";
    private static final String KEY = "key";
    private static final String NAME = "name";
    private static final String VALUES = "values";
    private static final String LABEL = "label";

    /** What decides where a trial lies or computes, not what it learns. */
    private static final Set<String> FIXED = Set.of(
            "run.name", "run.output", "training.compare", "cluster.", "checkpoint.", "observe.", "limits.", "bench.");

    private final Problems problems;
    private final List<SweepAxis> axes = new ArrayList<>();
    private final Map<String, String> varied = new LinkedHashMap<>();
    private final Map<String, SweepRange> ranges = new LinkedHashMap<>();
    private boolean drawn;

    private SweepAxes(Problems problems) {
        this.problems = problems;
    }

    /** Reads the section {@code sweep}. */
    static SweepAxes of(ConfigObject sweep, Problems problems) {
        SweepAxes axes = new SweepAxes(problems);
        List<SweepAxis> listed = new ArrayList<>();
        List<ConfigObject> items = sections(sweep, "axes", problems);
        for (int i = 0; i < items.size(); i++) {
            axes.axis(items.get(i), AXES + "[" + (i + 1) + "]").ifPresent(listed::add);
        }
        axes.variants(sections(sweep, "variants", problems)).ifPresent(axes.axes::add);
        axes.draws(new Section(sweep, "sweep", problems)).ifPresent(axes.axes::add);
        axes.axes.addAll(listed);
        return axes;
    }

    /** The axes; the last one changes fastest. */
    List<SweepAxis> all() {
        return axes;
    }

    /** The keys that differ between trials, with the place that says so. */
    Map<String, String> varied() {
        return varied;
    }

    private static List<ConfigObject> sections(ConfigObject sweep, String key, Problems problems) {
        List<ConfigObject> sections = new ArrayList<>();
        if (!(sweep.get(key) instanceof ConfigList list)) {
            problems.add(sweep.get(key).origin(), "sweep." + key + " must be a list of sections");
            return sections;
        }
        for (ConfigValue item : list) {
            if (item instanceof ConfigObject section) {
                sections.add(section);
            } else {
                problems.add(item.origin(), "sweep." + key + " must hold sections { ... }");
            }
        }
        return sections;
    }

    private Optional<SweepAxis> axis(ConfigObject given, String path) {
        Map<String, SweepRange.Kind> kinds = new TreeMap<>();
        for (SweepRange.Kind kind : SweepRange.Kind.values()) {
            kinds.put(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), kind);
        }
        Set<String> forms = new TreeSet<>(kinds.keySet());
        forms.add(VALUES);
        Set<String> known = new TreeSet<>(forms);
        known.addAll(Set.of(KEY, NAME));
        new TreeSet<>(given.keySet())
                .stream()
                        .filter(key -> !known.contains(key))
                        .forEach(key -> problems.add(
                                given.get(key).origin(),
                                "unknown key '" + path + "." + key + "': an axis has " + String.join(", ", known)));
        Section section = new Section(given, path, problems);
        String key = given.containsKey(KEY) ? section.filled(KEY) : "";
        if (!given.containsKey(KEY)) {
            problems.add(
                    given.origin(),
                    path + " names no key: say which setting of the configuration it varies, such as key = method");
        }
        Optional<String> name = given.containsKey(NAME)
                ? Optional.of(section.matching(NAME, "[A-Za-z0-9-]+", "may hold only letters, digits and '-'"))
                : Optional.empty();
        forms.retainAll(given.keySet());
        if (forms.size() != 1) {
            problems.add(
                    given.origin(),
                    path + " needs one of " + VALUES + ", " + String.join(", ", kinds.keySet()) + ", has "
                            + (forms.isEmpty() ? "none" : String.join(", ", forms)));
            return Optional.empty();
        }
        if (key.isBlank() || !vary(key, given.get(KEY).origin(), path)) {
            return Optional.empty();
        }
        String form = forms.iterator().next();
        ConfigValue values = given.get(form);
        if (form.equals(VALUES)) {
            List<SweepPoint> points = points(key, name, values, path + "." + form);
            return points.isEmpty() ? Optional.empty() : Optional.of(new SweepAxis(key, points));
        }
        drawn = true;
        SweepRange.of(kinds.get(form), values, path + "." + form, problems).ifPresent(range -> ranges.put(key, range));
        return Optional.empty();
    }

    /** Notes a key as varied; false when it may not be, or is by another axis. */
    private boolean vary(String key, ConfigOrigin origin, String path) {
        try {
            ConfigUtil.splitPath(key);
        } catch (ConfigException.BadPath bad) {
            problems.add(origin, path + " varies '" + key + "', which is not a key");
            return false;
        }
        if (FIXED.stream().anyMatch(key::startsWith)) {
            problems.add(
                    origin,
                    path + " varies '" + key + "', which does not change what is learnt: set it in the configuration");
            return false;
        }
        String before = varied.putIfAbsent(key, Problems.where(origin));
        if (before != null) {
            problems.add(origin, path + " varies '" + key + "', as the one at " + before + " does: put them together");
        }
        return before == null;
    }

    private List<SweepPoint> points(String key, Optional<String> name, ConfigValue values, String path) {
        List<SweepPoint> points = new ArrayList<>();
        if (!(values instanceof ConfigList list) || list.isEmpty()) {
            problems.add(values.origin(), path + " must be a list with at least one value");
            return points;
        }
        Set<ConfigValue> seen = new HashSet<>();
        for (ConfigValue value : list) {
            if (value.valueType() == ConfigValueType.OBJECT || value.valueType() == ConfigValueType.NULL) {
                problems.add(
                        value.origin(),
                        path + " must hold texts, numbers, true or false, or lists of these; for several settings at"
                                + " once there is " + VARIANTS);
            } else if (!seen.add(value)) {
                problems.add(value.origin(), path + " holds " + SweepPoint.text(value) + " twice");
            } else {
                points.add(new SweepPoint(
                        value,
                        part(key, name, value),
                        Map.of(key, SweepPoint.text(value)),
                        List.of(setting(key, value))));
            }
        }
        return points;
    }

    /** A word stands for itself, anything else after the last part of its key. */
    private static String part(String key, Optional<String> name, ConfigValue value) {
        String text = SweepPoint.text(value);
        boolean word = value.valueType() == ConfigValueType.STRING && text.matches("[A-Za-z][A-Za-z0-9-]*");
        List<String> path = ConfigUtil.splitPath(key);
        return word && name.isEmpty()
                ? text
                : SweepPoint.clean(name.orElse(path.get(path.size() - 1)) + "-" + SweepPoint.clean(text));
    }

    private static Setting setting(String key, ConfigValue value) {
        return new Setting(Problems.where(value.origin()), key, value.unwrapped());
    }

    private Optional<SweepAxis> variants(List<ConfigObject> items) {
        List<SweepPoint> points = new ArrayList<>();
        Set<String> labels = new TreeSet<>();
        Set<String> keys = new TreeSet<>();
        for (int i = 0; i < items.size(); i++) {
            ConfigObject given = items.get(i);
            String path = VARIANTS + "[" + (i + 1) + "]";
            Section section = new Section(given, path, problems);
            String label = section.filled(LABEL);
            section.require(labels.add(label), LABEL, "'" + label + "' is used twice");
            List<Setting> settings = new ArrayList<>();
            entries(given.withoutKey(LABEL)).forEach((key, value) -> {
                settings.add(setting(key, value));
                if (keys.add(key)) {
                    vary(key, value.origin(), path);
                }
            });
            ConfigValue value = given.getOrDefault(LABEL, ConfigValueFactory.fromAnyRef(label));
            points.add(new SweepPoint(value, SweepPoint.clean(label), Map.of(SweepAxis.VARIANT, label), settings));
        }
        return points.isEmpty() ? Optional.empty() : Optional.of(new SweepAxis(SweepAxis.VARIANT, points));
    }

    private static Map<String, ConfigValue> entries(ConfigObject object) {
        Map<String, ConfigValue> entries = new TreeMap<>();
        object.toConfig().entrySet().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }

    private Optional<SweepAxis> draws(Section sweep) {
        Section random = sweep.section("random");
        int draws = random.whole("draws", 0, 1_000_000);
        long seed = random.integer("seed");
        random.require(
                drawn == (draws > 0),
                "draws",
                draws > 0
                        ? "asks for draws, but no axis is drawn: give one uniform, log-uniform, integer or choice"
                        : "must be at least 1: some axes are drawn at random");
        List<SweepPoint> points = new ArrayList<>();
        for (int number = 1; number <= draws; number++) {
            int draw = number;
            Map<String, String> shown = new LinkedHashMap<>(Map.of(SweepAxis.DRAW, String.valueOf(draw)));
            List<Setting> settings = new ArrayList<>();
            ranges.forEach((key, range) -> {
                ConfigValue value = range.draw(seed, key, draw);
                shown.put(key, SweepPoint.text(value));
                settings.add(new Setting(RANDOM + " at " + varied.get(key), key, value.unwrapped()));
            });
            points.add(
                    new SweepPoint(ConfigValueFactory.fromAnyRef(draw), SweepAxis.DRAW + "-" + draw, shown, settings));
        }
        return ranges.isEmpty() || points.isEmpty()
                ? Optional.empty()
                : Optional.of(new SweepAxis(SweepAxis.DRAW, points));
    }
}
