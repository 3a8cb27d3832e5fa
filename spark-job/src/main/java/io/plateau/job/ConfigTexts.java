package io.plateau.job;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Resolved configurations as text, every key with its value. */
final class ConfigTexts {
    private ConfigTexts() {}

    /**
     * The keys that have different values in two texts, or are in one alone.
     *
     * @param free beginnings of keys that do not count
     */
    static Set<String> differences(String a, String b, Set<String> free) {
        Map<String, Object> left = settings(a);
        Map<String, Object> right = settings(b);
        Set<String> changed = new TreeSet<>(left.keySet());
        changed.addAll(right.keySet());
        changed.removeIf(key ->
                Objects.equals(left.get(key), right.get(key)) || free.stream().anyMatch(key::startsWith));
        return changed;
    }

    /** Every key of a text with its value. */
    static Map<String, Object> settings(String text) {
        Map<String, Object> settings = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> entry :
                ConfigFactory.parseString(text).entrySet()) {
            settings.put(entry.getKey(), entry.getValue().unwrapped());
        }
        return settings;
    }
}
