package io.plateau.gpu;

/**
 * A compute capability of NVIDIA's cards, such as 8.6.
 *
 * @param major the generation; machine code of one does not run on another
 * @param minor the version within it
 */
public record Capability(int major, int minor) {

    /** Reads "8.6". Anything else is an {@link IllegalArgumentException}. */
    public static Capability of(String text) {
        if (!text.matches("\\d{1,3}\\.\\d{1,2}")) {
            throw new IllegalArgumentException("'" + text + "' is no compute capability such as 8.6");
        }
        String[] parts = text.split("\\.", -1);
        return new Capability(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    /** Whether a card of this capability runs machine code made for another: of its own generation, and not newer. */
    public boolean runs(Capability code) {
        return major == code.major && minor >= code.minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
