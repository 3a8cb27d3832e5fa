package io.plateau.data;

import java.util.Locale;

/** Text to float, with an explanation when it does not work. */
final class Numbers {

    private Numbers() {}

    /** What is wrong with a cell that should hold a number. */
    static final class NotANumber extends Exception {
        private static final long serialVersionUID = 1L;

        NotANumber(String reason) {
            super(reason, null, false, false);
        }
    }

    /** A finite float; anything else says why. */
    static float parse(String cell) throws NotANumber {
        if (!looksDecimal(cell)) {
            String lower = cell.toLowerCase(Locale.ROOT).replaceFirst("^[+-]", "");
            boolean special = lower.equals("nan") || lower.equals("inf") || lower.equals("infinity");
            throw new NotANumber(
                    cell.isEmpty()
                            ? "the cell is empty"
                            : Problems.show(cell) + (special ? " is not a finite number" : " is not a number"));
        }
        double value;
        try {
            value = Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new NotANumber(Problems.show(cell) + " is not a number");
        }
        float single = (float) value;
        if (!Float.isFinite(single)) {
            throw new NotANumber(Problems.show(cell) + " is beyond the range of 32-bit numbers (3.4e38)");
        }
        return single;
    }

    /** Java's parser would also take 1d, 0x1p3 and NaN. */
    private static boolean looksDecimal(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return !cell.isEmpty();
    }
}
