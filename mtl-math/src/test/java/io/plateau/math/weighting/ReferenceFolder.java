package io.plateau.math.weighting;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The folder with the reference cases: -Dreference.dir=DIR, or ../shared/vectors beside the repository. */
final class ReferenceFolder {
    private ReferenceFolder() {}

    /** The file; the test is skipped when nobody asked for a folder and there is none, and fails when the one asked for lacks it. */
    static Path file(String name) {
        String given = System.getProperty("reference.dir", "");
        if (!given.isEmpty()) {
            Path file = Path.of(given, name);
            if (!Files.isRegularFile(file)) {
                fail("-Dreference.dir=" + given + " has no file " + name);
            }
            return file;
        }
        Path file = Path.of(System.getProperty("plateau.root", "."), "..", "shared", "vectors", name)
                .normalize();
        if (!Files.isRegularFile(file)) {
            String reason = "skipped: no reference cases at " + file + "; name their folder with -Dreference.dir=DIR";
            System.out.println("[" + name + "] " + reason);
            Assumptions.abort(reason);
        }
        return file;
    }
}
