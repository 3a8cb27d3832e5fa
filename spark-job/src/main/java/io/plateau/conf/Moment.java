package io.plateau.conf;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Moments as settings and options have them. */
public final class Moment {

    /** What is accepted, for messages. */
    public static final String FORM = "a date such as 2026-01-31 (its first moment, UTC) or a time such as"
            + " 2026-01-31T23:59:59Z or 2026-01-31T23:59:59+01:00";

    private Moment() {}

    /**
     * Reads a moment.
     *
     * @param text a date or a time with its zone, ISO 8601
     * @return empty when it is neither
     */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }
}
