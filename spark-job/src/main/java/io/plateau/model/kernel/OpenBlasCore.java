package io.plateau.model.kernel;

import com.sun.jna.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes OpenBLAS take the kernels that fit the processor. Left alone it goes by the processor's model number and, on virtual
 * machines that hide or invent one, ends with its slowest kernels: products take two to six times as long.
 *
 * <p>Must run before the library is loaded; {@link BlasKernels} does so. A process that names OPENBLAS_CORETYPE in its
 * environment is left as it is.
 */
public final class OpenBlasCore {
    private static final String VARIABLE = "OPENBLAS_CORETYPE";
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private OpenBlasCore() {}

    /**
     * Names the kernels to the library, once per process.
     *
     * @return the name of the kernels asked for; empty if the library chooses
     */
    public static Optional<String> prepare() {
        return Holder.CORE;
    }

    /** The kernels for a processor with the given flags, in the spelling of /proc/cpuinfo. */
    static Optional<String> forFlags(Set<String> flags) {
        if (flags.containsAll(Set.of("avx512f", "avx512dq", "avx512bw", "avx512vl"))) {
            return Optional.of("SkylakeX");
        }
        if (flags.containsAll(Set.of("avx2", "fma"))) {
            return Optional.of("Haswell");
        }
        return Optional.empty();
    }

    private static Set<String> flags() {
        try {
            return Files.readAllLines(CPU_INFO).stream()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> new TreeSet<>(Arrays.asList(
                            line.substring(line.indexOf(':') + 1).trim().split(" +"))))
                    .orElseGet(TreeSet::new);
        } catch (IOException notLinux) {
            // Elsewhere the library's own choice stands.
            return Set.of();
        }
    }

    private static final class Holder {
        static final Optional<String> CORE = choose();

        private static Optional<String> choose() {
            String named = System.getenv(VARIABLE);
            if (named != null && !named.isEmpty()) {
                return Optional.of(named);
            }
            Optional<String> core = forFlags(flags());
            // The Java view of the environment is a copy; the library asks the C library.
            core.ifPresent(name -> Function.getFunction("c", "setenv").invokeInt(new Object[] {VARIABLE, name, 1}));
            return core;
        }
    }
}
