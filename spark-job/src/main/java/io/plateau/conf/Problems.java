package io.plateau.conf;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects problems, each once, so that one run of the program reports them all. */
final class Problems {

    private final Set<String> found = new LinkedHashSet<>();

    void add(String problem) {
        found.add(problem);
    }

    /** Adds a problem with the place that the offending value was written at. */
    void add(ConfigOrigin origin, String problem) {
        found.add(place(origin) + ": " + problem);
    }

    /** Throws when there is any. */
    void raise() {
        if (!found.isEmpty()) {
            List<String> all = new ArrayList<>(found);
            throw new ConfigProblem(all);
        }
    }

    /** {@code file:line} for values of a file, else what the origin calls itself: {@code --set}. */
    static String place(ConfigOrigin origin) {
        String file = origin.filename();
        if (file == null) {
            return origin.description().replaceFirst(": (\\d+)$", ":$1");
        }
        return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
    }
}
