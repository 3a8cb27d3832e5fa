package io.plateau.conf;

import java.util.Locale;

/**
 * Section {@code dataset.source}. Only the section that {@code kind} names is checked for completeness.
 *
 * @param kind which of the sources is used
 * @param csv a file of delimited text
 * @param synthetic generated regression tasks
 */
public record SourceConfig(Kind kind, CsvConfig csv, SyntheticConfig synthetic) {

    /** The known sources. */
    public enum Kind {
        /** The dataset has been prepared before. */
        NONE,
        /** Delimited text. */
        CSV,
        /** Generated tasks. */
        SYNTHETIC;

        /** The kind as it is written in a configuration. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static SourceConfig from(Section source) {
        Kind kind = source.choice("kind", Kind.class);
        return new SourceConfig(
                kind,
                CsvConfig.from(source.section("csv"), kind == Kind.CSV),
                SyntheticConfig.from(source.section("synthetic")));
    }
}
