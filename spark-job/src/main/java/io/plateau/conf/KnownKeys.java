package io.plateau.conf;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The keys of reference.conf, against which every other configuration is held. */
final class KnownKeys {

    /** Sections whose keys are the user's own: task names; axes of a sweep. */
    private static final Set<String> OPEN = Set.of(
            "evaluation.baseline",
            "model.samediff.labels",
            "model.samediff.losses",
            "model.samediff.outputs",
            "sweep.plain",
            "sweep.baseline");

    private final ConfigObject reference;
    private final Map<String, String> sectionByKey = new TreeMap<>();

    KnownKeys(ConfigObject reference) {
        this.reference = reference;
        index(reference, "");
    }

    /** The configuration without its unknown keys, each of which is noted as a problem. */
    ConfigObject keepKnown(ConfigObject config, Problems problems) {
        return keepKnown(config, reference, "", problems);
    }

    boolean isTopLevel(String key) {
        return reference.containsKey(key);
    }

    private ConfigObject keepKnown(ConfigObject config, ConfigObject known, String path, Problems problems) {
        ConfigObject kept = config;
        for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(config).entrySet()) {
            String key = entry.getKey();
            String full = join(path, key);
            ConfigValue counterpart = known.get(key);
            if (counterpart == null) {
                problems.add(entry.getValue().origin(), "unknown key '" + full + "'" + hint(key, known, path));
                kept = kept.withoutKey(key);
            } else if (!OPEN.contains(full)
                    && counterpart instanceof ConfigObject section
                    && entry.getValue() instanceof ConfigObject given) {
                kept = kept.withValue(key, keepKnown(given, section, full, problems));
            }
        }
        return kept;
    }

    private String hint(String key, ConfigObject known, String path) {
        Optional<String> near = Spelling.closest(key, known.keySet()).map(word -> join(path, word));
        Optional<String> elsewhere = Optional.ofNullable(sectionByKey.get(key)).map(section -> join(section, key));
        Optional<String> far =
                Spelling.closest(key, sectionByKey.keySet()).map(word -> join(sectionByKey.get(word), word));
        return near.or(() -> elsewhere)
                .or(() -> far)
                .map(word -> ": did you mean '" + word + "'?")
                .orElse(known.isEmpty() ? "" : "; known here: " + String.join(", ", new TreeMap<>(known).keySet()));
    }

    private void index(ConfigObject section, String path) {
        section.forEach((key, value) -> {
            sectionByKey.putIfAbsent(key, path);
            if (value instanceof ConfigObject nested) {
                index(nested, join(path, key));
            }
        });
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
