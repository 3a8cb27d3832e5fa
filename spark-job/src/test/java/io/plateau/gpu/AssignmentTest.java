package io.plateau.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
    private static final Card FIRST = new Card(0, "GPU-a", "NVIDIA A10G", new Capability(8, 6), 24L << 30);
    private static final Card SECOND = new Card(1, "GPU-b", "NVIDIA T4", new Capability(7, 5), 16L << 30);
    private static final List<Card> BOTH = List.of(FIRST, SECOND);

    @Test
    void anExecutorTakesTheCardThatSparkNames() throws GpuProblem {
        assertThat(Assignment.ofExecutor(List.of("1"), BOTH)).isEqualTo(SECOND);
        assertThat(Assignment.ofExecutor(List.of("GPU-a"), BOTH)).isEqualTo(FIRST);
        ResourceInformation gpu = new ResourceInformation("gpu", new String[] {"1"});
        assertThat(Assignment.addresses(Map.of("gpu", gpu))).containsExactly("1");
        assertThat(Assignment.addresses(Map.of())).isEmpty();
    }

    @Test
    void anExecutorWithoutOneCardSaysWhy() {
        assertThatThrownBy(() -> Assignment.ofExecutor(List.of(), BOTH))
                .isInstanceOf(GpuProblem.class)
                .hasMessage("Spark assigned no GPU: set spark.executor.resource.gpu.amount=1 and"
                        + " spark.executor.resource.gpu.discoveryScript (submit/discover-gpus); submit/yarn and submit/k8s do"
                        + " with PLATEAU_GPUS=1");
        assertThatThrownBy(() -> Assignment.ofExecutor(List.of("0", "1"), BOTH))
                .hasMessageStartingWith("a process computes on one GPU and was given 2 [0, 1]: set");
        assertThatThrownBy(() -> Assignment.ofExecutor(List.of("4"), BOTH))
                .hasMessage(
                        "Spark assigned GPU 4, and nvidia-smi sees only [0, 1]: the discovery script and this process"
                                + " must see the same cards");
    }

    @Test
    void aProcessOfItsOwnTakesTheOnlyCardOrTheNamedOne() throws GpuProblem {
        assertThat(Assignment.ofLocal(List.of(), null, List.of(FIRST))).isEqualTo(FIRST);
        assertThat(Assignment.ofLocal(List.of(), "1", BOTH)).isEqualTo(SECOND);
        assertThat(Assignment.ofLocal(List.of("0"), "1", BOTH)).isEqualTo(FIRST);
        assertThatThrownBy(() -> Assignment.ofLocal(List.of(), null, BOTH))
                .hasMessage(
                        "this machine has 2 GPUs and Spark assigned none of them: name one with CUDA_VISIBLE_DEVICES=0,"
                                + " or several processes would share the first");
        assertThatThrownBy(() -> Assignment.ofLocal(List.of(), "0,1", BOTH))
                .hasMessageStartingWith("a process computes on one GPU and was given 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.7", "5.0", "6.2", "7.5", "8.0", "8.6", "8.9"})
    void cardsThatTheArtifactRunsOn(String capability) throws GpuProblem {
        CudaArtifact.ofThisBuild().requireRunsOn(card(capability));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "9.0", "10.0", "12.0"})
    void cardsThatTheArtifactHasNoCodeFor(String capability) {
        assertThatThrownBy(() -> CudaArtifact.ofThisBuild().requireRunsOn(card(capability)))
                .isInstanceOf(GpuProblem.class)
                .hasMessage("GPU 0 (Some Card, compute capability " + capability
                        + ") cannot run nd4j-cuda-11.6 1.0.0-M2.1, which holds machine code for compute capabilities 3.7, 5.0,"
                        + " 5.2, 6.0, 6.1, 7.0, 7.5, 8.0, 8.6 and runs on later ones of the same generation: use such a card,"
                        + " or build with -Pcuda and an artifact made for it (-Dnd4j.cuda.artifact, -Dnd4j.cuda.version,"
                        + " -Dnd4j.cuda.capabilities)");
    }

    private static Card card(String capability) {
        return new Card(0, "GPU-a", "Some Card", Capability.of(capability), 1L << 30);
    }
}
