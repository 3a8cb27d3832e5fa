package io.plateau.conf;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Strict conversions of unwrapped HOCON values: empty where the value is of another type. Numbers and flags may come as
 * text, since values from the environment do.
 */
final class Scalars {

    private Scalars() {}

    static Optional<String> text(Object raw) {
        boolean scalar = raw instanceof String || raw instanceof Number || raw instanceof Boolean;
        return scalar ? Optional.of(raw.toString()) : Optional.empty();
    }

    static Optional<Boolean> flag(Object raw) {
        return switch (String.valueOf(raw)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Exact: 2.0 is a whole number, 2.5 and 1e30 are not ones of 64 bits. */
    static Optional<Long> integer(Object raw) {
        return decimal(raw).flatMap(d -> {
            try {
                return Optional.of(d.longValueExact());
            } catch (ArithmeticException notWhole) {
                return Optional.empty();
            }
        });
    }

    static Optional<Double> number(Object raw) {
        return decimal(raw).map(BigDecimal::doubleValue);
    }

    /** A list in which every item converts. */
    static <T> Optional<List<T>> list(Object raw, Function<Object, Optional<T>> as) {
        if (!(raw instanceof List<?> items)) {
            return Optional.empty();
        }
        List<T> all = new ArrayList<>();
        items.forEach(item -> as.apply(item).ifPresent(all::add));
        return all.size() == items.size() ? Optional.of(List.copyOf(all)) : Optional.empty();
    }

    private static Optional<BigDecimal> decimal(Object raw) {
        if (!(raw instanceof Number) && !(raw instanceof String)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(raw.toString().trim()));
        } catch (NumberFormatException notNumber) {
            return Optional.empty();
        }
    }
}
