package io.plateau.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaSmiTest {
    @TempDir
    Path directory;

    @Test
    void readsEveryCard() throws Exception {
        assertThat(smi(FakeCuda.smi(directory, "0, GPU-a, NVIDIA A10G, 8.6, 23028", "1, GPU-b, NVIDIA T4, 7.5, 15360"))
                        .cards())
                .containsExactly(
                        new Card(0, "GPU-a", "NVIDIA A10G", new Capability(8, 6), 23028L << 20),
                        new Card(1, "GPU-b", "NVIDIA T4", new Capability(7, 5), 15360L << 20));
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThatThrownBy(new NvidiaSmi(directory.resolve("none").toString())::cards)
                .isInstanceOf(GpuProblem.class)
                .hasMessage(
                        "there is no nvidia-smi on the PATH: install the NVIDIA driver, and give the container the card");
        String noDriver = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.";
        assertThatThrownBy(smi(FakeCuda.script(directory, "#!/bin/sh\necho \"" + noDriver + "\"\nexit 9\n"))::cards)
                .hasMessage("nvidia-smi failed: " + noDriver
                        + "; install an NVIDIA driver of version 510 or later, and give the container the card");
        assertThatThrownBy(smi(FakeCuda.script(directory, "#!/bin/sh\nexit 0\n"))::cards)
                .hasMessage("nvidia-smi sees no GPU");
    }

    /** Drivers before 510 do not know the compute capability. */
    @Test
    void anOldDriverIsToldApart() throws IOException {
        assertThatThrownBy(smi(FakeCuda.smi(directory, "0, GPU-a, Tesla K80, [N/A], 11441"))::cards)
                .isInstanceOf(GpuProblem.class)
                .hasMessageContaining("answered '0, GPU-a, Tesla K80, [N/A], 11441'")
                .hasMessageEndingWith("update the NVIDIA driver to 510 or later");
    }

    private static NvidiaSmi smi(Path directory) {
        return new NvidiaSmi(directory.resolve("nvidia-smi").toString());
    }
}
