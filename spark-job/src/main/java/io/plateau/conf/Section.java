package io.plateau.conf;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Typed, strict reading of one object of a resolved configuration.
 *
 * <p>Nothing here throws on bad input: a problem is noted with its place and a stand-in value is returned, so that
 * reading goes on and finds the other problems. {@link Problems#raise} ends the reading.
 */
final class Section {

    private final ConfigObject values;
    private final String path;
    private final Problems problems;

    Section(ConfigObject values, String path, Problems problems) {
        this.values = values;
        this.path = path;
        this.problems = problems;
    }

    /** A nested section; an empty one, whose own problems are not told, where the configuration holds something else. */
    Section section(String key) {
        if (values.get(key) instanceof ConfigObject nested) {
            return new Section(nested, path(key), problems);
        }
        wrong(key, "a section { ... }");
        return new Section(ConfigFactory.empty().root(), path(key), new Problems());
    }

    String text(String key) {
        return read(key, "text", Scalars::text).orElse("");
    }

    String filled(String key) {
        return matching(key, "(?s).*\\S.*", "must not be empty");
    }

    String matching(String key, String pattern, String rule) {
        Optional<String> text = read(key, "text", Scalars::text);
        text.ifPresent(t -> require(t.matches(pattern), key, rule + (t.isBlank() ? "" : ", is " + quoted(t))));
        return text.orElse("");
    }

    boolean flag(String key) {
        return read(key, "true or false", Scalars::flag).orElse(false);
    }

    long integer(String key) {
        return integer(key, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    int whole(String key, int low, int high) {
        return (int) integer(key, low, high);
    }

    long integer(String key, long low, long high) {
        Optional<Long> number = read(key, "a whole number", Scalars::integer);
        number.ifPresent(n -> require(n >= low && n <= high, key, bounds(low, high) + ", is " + n));
        return Math.max(low, Math.min(high, number.orElse(low)));
    }

    double number(String key, Range range) {
        Optional<Double> number = read(key, "a number", Scalars::number);
        number.ifPresent(
                n -> require(range.contains(n), key, "must be " + range.describe() + ", is " + Range.print(n)));
        return number.orElse(Double.NaN);
    }

    /** A number, or a word that stands for one that follows from the rest. */
    OptionalDouble numberOr(String key, String word, Range range) {
        return read(key, "a number or " + word, Scalars::text)
                        .filter(word::equals)
                        .isPresent()
                ? OptionalDouble.empty()
                : OptionalDouble.of(number(key, range));
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        return choose(key, List.of(), type).orElse(type.getEnumConstants()[0]);
    }

    /** A choice with one more word, which stands for "none of them". */
    <E extends Enum<E>> Optional<E> choiceOr(String key, String absent, Class<E> type) {
        return choose(key, List.of(absent), type);
    }

    /** A list of choices, each at most once. */
    <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
        List<E> known = List.of(type.getEnumConstants());
        List<String> words = texts(key);
        List<E> chosen = new ArrayList<>();
        for (String word : words) {
            Optional<E> match =
                    known.stream().filter(e -> keyOf(e).equals(word)).findFirst();
            match.ifPresentOrElse(
                    chosen::add, () -> note(key, "must hold " + words(known) + ", one is " + quoted(word)));
        }
        require(chosen.stream().distinct().count() == chosen.size(), key, "names one twice: " + words);
        return chosen.stream().distinct().toList();
    }

    List<String> texts(String key) {
        return list(key, "a list of texts", Scalars::text).orElse(List.of());
    }

    List<String> columnNames(String key) {
        return names(key, "column");
    }

    /** Texts of which none is empty or comes twice. */
    List<String> names(String key, String what) {
        List<String> names = texts(key);
        require(names.size() == names.stream().distinct().count(), key, "names a " + what + " twice: " + names);
        require(names.stream().noneMatch(String::isBlank), key, "holds an empty name");
        return names.stream().distinct().toList();
    }

    List<Double> numbers(String key, Range range) {
        List<Double> numbers = list(key, "a list of numbers", Scalars::number).orElse(List.of());
        numbers.stream()
                .filter(n -> !range.contains(n))
                .findFirst()
                .ifPresent(n -> note(key, "must hold numbers " + range.describe() + ", one is " + Range.print(n)));
        return numbers;
    }

    /** At least one whole number, each in the range. */
    List<Integer> wholes(String key, int low, int high) {
        Optional<List<Long>> numbers = list(key, "a list of whole numbers", Scalars::integer);
        numbers.ifPresent(all -> require(!all.isEmpty(), key, "must hold at least one number"));
        numbers.stream()
                .flatMap(List::stream)
                .filter(n -> n < low || n > high)
                .findFirst()
                .ifPresent(n -> note(
                        key, "must hold numbers of " + bounds(low, high).replace("must be ", "") + ", one is " + n));
        return numbers.orElse(List.of()).stream()
                .map(n -> (int) Math.max(low, Math.min(high, n)))
                .toList();
    }

    /** An open section: any key, each a number. */
    Map<String, Double> numbersByKey() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        values.keySet().stream().sorted().forEach(key -> numbers.put(key, number(key, Range.FINITE)));
        return Map.copyOf(numbers);
    }

    /** An open section: any key, each a text. */
    Map<String, String> textsByKey() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.keySet().stream().sorted().forEach(key -> texts.put(key, filled(key)));
        return Map.copyOf(texts);
    }

    /** A section of sections of plain values, as maps. */
    Map<String, Map<String, Object>> blocks() {
        Map<String, Map<String, Object>> blocks = new LinkedHashMap<>();
        for (String key : values.keySet()) {
            Map<String, Object> block = new LinkedHashMap<>(section(key).values.unwrapped());
            block.values().removeIf(value -> value == null);
            blocks.put(key, Map.copyOf(block));
        }
        return Map.copyOf(blocks);
    }

    /** All values as text, without that of a path. */
    String without(String unwanted) {
        return values.toConfig().withoutPath(unwanted).root().render(ConfigRenderOptions.concise());
    }

    /** Notes a problem about a key unless the condition holds. */
    void require(boolean condition, String key, String problem) {
        if (!condition) {
            note(key, problem);
        }
    }

    /** Notes a problem about a key with the place it was set at. */
    void note(String key, String problem) {
        problems.add(origin(key), path(key), problem);
    }

    /** Notes a problem that names its subject itself, with the place of a key. */
    void say(String key, String problem) {
        problems.add(origin(key), problem);
    }

    /** As {@link #say} for the first key that does not have its default. */
    void sayFirstChanged(String problem) {
        values.keySet().stream()
                .filter(key -> !Problems.isDefault(origin(key)))
                .sorted()
                .findFirst()
                .ifPresentOrElse(key -> say(key, problem), () -> problems.add(problem));
    }

    private ConfigOrigin origin(String key) {
        ConfigValue value = values.get(key);
        return value == null ? values.origin() : value.origin();
    }

    private <E extends Enum<E>> Optional<E> choose(String key, List<String> others, Class<E> type) {
        Optional<String> word = read(key, "text", Scalars::text);
        if (word.isEmpty() || others.contains(word.get())) {
            return Optional.empty();
        }
        List<E> known = List.of(type.getEnumConstants());
        Optional<E> match =
                known.stream().filter(e -> keyOf(e).equals(word.get())).findFirst();
        if (match.isEmpty()) {
            List<String> words = Stream.concat(others.stream(), known.stream().map(Section::keyOf))
                    .toList();
            String hint = Spelling.closest(word.get(), words)
                    .map(w -> ": did you mean '" + w + "'?")
                    .orElse("");
            note(key, "must be one of " + String.join(", ", words) + ", is " + quoted(word.get()) + hint);
        }
        return match;
    }

    private <T> Optional<List<T>> list(String key, String expected, Function<Object, Optional<T>> as) {
        return read(key, expected, raw -> Scalars.list(raw, as));
    }

    private <T> Optional<T> read(String key, String expected, Function<Object, Optional<T>> as) {
        ConfigValue value = values.get(key);
        Optional<T> read = value == null ? Optional.empty() : as.apply(value.unwrapped());
        if (read.isEmpty()) {
            wrong(key, expected);
        }
        return read;
    }

    private void wrong(String key, String expected) {
        ConfigValue value = values.get(key);
        note(key, "must be " + expected + ", is " + (value == null ? "absent" : describe(value)));
    }

    private static String describe(ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT -> "a section";
            case LIST -> "the list " + value.unwrapped();
            case STRING -> quoted((String) value.unwrapped());
            case NULL, NUMBER, BOOLEAN -> String.valueOf(value.unwrapped());
        };
    }

    private static String bounds(long low, long high) {
        boolean open = high == Integer.MAX_VALUE || high == Long.MAX_VALUE;
        return "must be at least " + low + (open ? "" : " and at most " + high);
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    private static String words(List<? extends Enum<?>> known) {
        return known.stream().map(Section::keyOf).collect(Collectors.joining(", "));
    }

    private static String keyOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
