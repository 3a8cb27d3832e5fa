package io.plateau.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class OpenBlasCoreTest {

    @Test
    void theWidestVectorsThatTheProcessorHas() {
        assertThat(OpenBlasCore.forFlags(Set.of("fma", "avx2", "avx512f", "avx512dq", "avx512bw", "avx512vl")))
                .contains("SkylakeX");
        // A processor with the foundation alone (Knights Landing) cannot run the kernels of Skylake.
        assertThat(OpenBlasCore.forFlags(Set.of("fma", "avx2", "avx512f"))).contains("Haswell");
        assertThat(OpenBlasCore.forFlags(Set.of("sse2", "avx"))).isEmpty();
        assertThat(OpenBlasCore.forFlags(Set.of())).isEmpty();
    }
}
