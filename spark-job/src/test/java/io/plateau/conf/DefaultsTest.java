package io.plateau.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.data.MissingFeatures;
import io.plateau.data.Split;
import io.plateau.data.qm9.FeatureSet;
import io.plateau.data.qm9.Property;
import io.plateau.data.qm9.Qm9Source;
import io.plateau.math.sharpness.NormScope;
import io.plateau.math.sharpness.SharpnessMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every setting without a file. */
class DefaultsTest {
    @Test
    void everyDefault() {
        JobConfig job = ConfigLoader.ofText("", "text").job();
        assertThat(job.run()).isEqualTo(new RunConfig("run", "runs", 1));
        assertThat(job.dataset().path()).isEqualTo("data/dataset");
        assertThat(job.dataset().files()).isEqualTo(4);
        assertThat(job.dataset().scaleTargets()).isTrue();
        assertThat(job.dataset().split()).isEqualTo(new SplitConfig(0.8, 0.1, 0.1, 1, ""));
        assertThat(job.dataset().source().kind()).isEqualTo(SourceConfig.Kind.NONE);
        assertThat(job.dataset().source().csv())
                .isEqualTo(new CsvConfig(
                        "",
                        ",",
                        "\"",
                        true,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        "",
                        List.of("", "?", "NA", "NaN"),
                        MissingFeatures.FAIL,
                        1000));
        assertThat(job.dataset().since()).isEmpty();
        assertThat(job.start()).isEqualTo(new StartConfig(""));
        assertThat(job.publish()).isEqualTo(new PublishConfig("", 0.0));
        assertThat(job.dataset().existing()).isEqualTo(DatasetConfig.Existing.SAME);
        assertThat(job.dataset().source().qm9())
                .isEqualTo(new Qm9Config(
                        "",
                        FeatureSet.PUBLISHED,
                        Property.benchmark().stream().map(Property::key).toList(),
                        Qm9Source.Uncharacterized.KEEP,
                        "",
                        Qm9Source.OnMalformed.FAIL,
                        29,
                        Qm9Config.Download.NONE));
        SyntheticConfig synthetic = job.dataset().source().synthetic();
        assertThat(synthetic.rows()).isEqualTo(10_000);
        assertThat(synthetic.inputs()).isEqualTo(250);
        assertThat(synthetic.outputs()).isEqualTo(100);
        assertThat(synthetic.tasks()).isEqualTo(10);
        assertThat(synthetic.sigma()).hasSize(10).startsWith(1.0).endsWith(100.0);
        assertThat(synthetic.inputScale()).isEqualTo(1 / Math.sqrt(250));
        assertThat(synthetic.noiseSeed()).isEqualTo(1);
        assertThat(job.model())
                .isEqualTo(new ModelConfig(
                        ModelConfig.Type.MLP,
                        List.of(64, 64),
                        ModelConfig.Activation.RELU,
                        ModelConfig.RegressionLoss.MSE,
                        1.0,
                        1,
                        new MpnnConfig(64, 128, 3, 3),
                        new SameDiffConfig("", "features", Map.of(), Map.of(), Map.of(), List.of()),
                        new Dl4jConfig("", List.of())));
        assertThat(job.method()).isEqualTo("nash-mtl");
        assertThat(job.bargaining())
                .isEqualTo(new BargainingConfig(
                        1, BargainingConfig.OnStationary.SKIP, BargainingConfig.OnNotConverged.USE));
        assertThat(job.sharpness())
                .isEqualTo(new SharpnessConfig(
                        SharpnessMode.DECOMPOSED,
                        0.05,
                        0.05,
                        false,
                        NormScope.SEPARATE,
                        SharpnessConfig.Scope.SHARD,
                        SharpnessConfig.Measure.SAM,
                        0.4,
                        0.05,
                        new SharpnessPolicyConfig(
                                SharpnessPolicyConfig.Kind.EVERY_STEP, 5, 0.7, 0.9, 1, -1, 0.5, 0.6, 0.5, 0.5, 0.001),
                        Optional.empty(),
                        "nash-mtl"));
        assertThat(job.optimizer())
                .isEqualTo(new OptimizerConfig(OptimizerConfig.Type.ADAM, 0.001, 0.9, 0.9, 0.999, 1e-8, 0));
        assertThat(job.schedule()).isEqualTo(new ScheduleConfig(ScheduleConfig.Type.CONSTANT, 30, 0.5, 5, 0));
        assertThat(job.training())
                .isEqualTo(new TrainingConfig(
                        50,
                        256,
                        TrainingConfig.LastBatch.EVEN,
                        2,
                        1.0,
                        TrainingConfig.HeadWeighting.PLAIN,
                        TrainingConfig.OnNonFinite.FAIL,
                        0,
                        0,
                        List.of()));
        assertThat(job.evaluation()).isEqualTo(new EvaluationConfig(1, List.of(Split.VALIDATION), Map.of(), List.of()));
        assertThat(job.analysis()).isEqualTo(new AnalysisConfig(0));
        assertThat(job.checkpoint()).isEqualTo(new CheckpointConfig(100, 2));
        assertThat(job.cluster())
                .isEqualTo(new ClusterConfig(
                        ClusterConfig.Type.SPARK,
                        ClusterConfig.Reduction.AUTO,
                        ClusterConfig.Transport.FLOAT32,
                        4096,
                        ClusterConfig.Sync.EVERY_STEP,
                        4));
        assertThat(job.gpu()).isEqualTo(new GpuConfig(false, GpuConfig.Fallback.FAIL, 0.9, 1024));
        assertThat(job.observe()).isEqualTo(new ObserveConfig(0, 60));
        assertThat(job.limits()).isEqualTo(new LimitsConfig(1800, 3600, 900));
        assertThat(job.bench())
                .isEqualTo(new BenchConfig(
                        30,
                        10,
                        BenchConfig.Mode.SAM,
                        64,
                        11,
                        1,
                        BenchConfig.Where.LOOP,
                        BenchConfig.Kernels.BLAS,
                        new ScalingConfig(
                                List.of(1, 2, 4, 8),
                                List.of(
                                        ClusterConfig.Reduction.DRIVER,
                                        ClusterConfig.Reduction.SLICES,
                                        ClusterConfig.Reduction.SKETCH),
                                8,
                                List.of(8, 256),
                                2,
                                2048,
                                List.of(16, 64, 256, 1000),
                                10,
                                10)));
    }
}
