package io.plateau.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code training.compare}: each variant is the whole configuration with a few values of its own. */
final class Variants {

    private static final String COMPARE = "training.compare";
    private static final String LABEL = "label";

    /** What a variant may change: nothing that decides the data or where the run lies. */
    private static final Set<String> SECTIONS = new TreeSet<>(
            Set.of("method", "methods", "bargaining", "sharpness", "optimizer", "schedule", "training", "model"));

    private final Map<Variant, ConfigObject> resolved = new LinkedHashMap<>();

    private Variants() {}

    /**
     * Reads the variants.
     *
     * @param known the configuration, resolved
     * @param layers the same before references were resolved, so that they follow the variant's values
     */
    static Variants of(ConfigObject known, Config layers, KnownKeys keys, Problems problems) {
        Variants variants = new Variants();
        Config plain = layers.withValue(COMPARE, ConfigValueFactory.fromIterable(List.of()));
        Set<String> labels = new TreeSet<>();
        for (ConfigValue item : list(known, problems)) {
            if (!(item instanceof ConfigObject given)) {
                problems.add(item.origin(), COMPARE + " must hold sections { label = ..., ... }");
                continue;
            }
            Section section = new Section(given, COMPARE, problems);
            String label = section.filled(LABEL);
            section.require(labels.add(label), LABEL, "'" + label + "' is used twice");
            ConfigObject changes = changes(given, section, keys);
            ConfigLoader.substitute(changes.toConfig().withFallback(plain), problems)
                    .ifPresent(whole -> {
                        ConfigObject clean = keys.keepKnown(whole.root(), problems);
                        JobConfig job = ConfigLoader.read(clean, List.of(), problems);
                        variants.resolved.put(
                                new Variant(label, new ResolvedConfig(job, ConfigLoader.text(clean))), clean);
                    });
        }
        return variants;
    }

    private static ConfigObject changes(ConfigObject given, Section section, KnownKeys keys) {
        ConfigObject changes = given.withoutKey(LABEL);
        for (String key : new TreeSet<>(changes.keySet())) {
            boolean fixed = keys.isTopLevel(key) && !SECTIONS.contains(key);
            section.require(!fixed, key, "may not differ between variants; these may: " + String.join(", ", SECTIONS));
        }
        return changes;
    }

    private static List<ConfigValue> list(ConfigObject known, Problems problems) {
        if (!(known.get("training") instanceof ConfigObject training)) {
            return List.of();
        }
        if (training.get("compare") instanceof ConfigList list) {
            return list;
        }
        new Section(training, "training", problems).note("compare", "must be a list of sections");
        return List.of();
    }

    /** The variants in the order of the file. */
    List<Variant> all() {
        return new ArrayList<>(resolved.keySet());
    }

    /**
     * The configuration with the variants' values spelt out: in a text whose references are resolved, a default of a
     * variant no longer follows the variant's own values.
     */
    ConfigObject writtenInto(ConfigObject known) {
        List<ConfigValue> spelt = new ArrayList<>();
        resolved.forEach((variant, whole) -> spelt.add(difference(whole, known)
                .withoutPath(COMPARE)
                .root()
                .withValue(LABEL, ConfigValueFactory.fromAnyRef(variant.label()))));
        return known.toConfig()
                .withValue(COMPARE, ConfigValueFactory.fromIterable(spelt))
                .root();
    }

    private static Config difference(ConfigObject whole, ConfigObject base) {
        Config difference = whole.toConfig();
        for (Map.Entry<String, ConfigValue> value : base.toConfig().entrySet()) {
            Config one = whole.toConfig();
            if (one.hasPath(value.getKey()) && one.getValue(value.getKey()).equals(value.getValue())) {
                difference = difference.withoutPath(value.getKey());
            }
        }
        return pruned(difference.root()).toConfig();
    }

    /** Without empty sections. */
    private static ConfigObject pruned(ConfigObject object) {
        ConfigObject kept = object;
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            if (entry.getValue() instanceof ConfigObject nested) {
                ConfigObject inner = pruned(nested);
                kept = inner.isEmpty() ? kept.withoutKey(entry.getKey()) : kept.withValue(entry.getKey(), inner);
            }
        }
        return kept;
    }
}
