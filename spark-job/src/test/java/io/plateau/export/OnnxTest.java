package io.plateau.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.plateau.conf.ConfigProblem;
import io.plateau.conf.ModelConfig;
import io.plateau.data.FeatureSchema;
import io.plateau.data.Graphs;
import io.plateau.data.MissingFeatures;
import io.plateau.data.TaskSchema;
import io.plateau.train.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxTest {
    private static final int ROWS = 37;

    @ParameterizedTest
    @EnumSource(ModelConfig.Activation.class)
    void aPerceptronPredictsTheSameInOnnxruntime(ModelConfig.Activation activation) throws OrtException {
        for (boolean scaled : new boolean[] {true, false}) {
            TrainedModel model = ExportedModels.mlp(activation, MissingFeatures.FAIL, scaled);
            float[] original = table(model);
            requireEqual(model, original, original);
        }
    }

    @Test
    void aMissingNumberIsTheMeanWhereTheDatasetSaysSo() throws OrtException {
        TrainedModel model = ExportedModels.mlp(ModelConfig.Activation.TANH, MissingFeatures.MEAN, true);
        float[] given = table(model);
        float[] filled = given.clone();
        int width = model.dataset().featureCount();
        for (int row = 0; row < ROWS; row += 3) {
            given[row * width] = Float.NaN;
            filled[row * width] = (float) model.dataset().features().get(0).mean();
        }
        requireEqual(model, given, filled);
    }

    private static void requireEqual(TrainedModel model, float[] given, float[] meant) throws OrtException {
        List<FeatureSchema> features = model.dataset().features();
        float[] x = new float[meant.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = features.get(i % features.size()).standardised(meant[i]);
        }
        try (OnnxSession session = new OnnxSession(new Onnx().encode(model))) {
            Map<String, float[][]> outputs =
                    session.with("features", given, ROWS, features.size()).run();
            OwnPredictions.requireEqual(model, x, null, outputs, ROWS);
            assertThat(session.metadata()).isEqualTo(ModelMetadata.of(model));
        }
    }

    private static float[] table(TrainedModel model) {
        Random random = new Random(5);
        List<FeatureSchema> features = model.dataset().features();
        float[] x = new float[ROWS * features.size()];
        for (int i = 0; i < x.length; i++) {
            FeatureSchema feature = features.get(i % features.size());
            boolean number = feature.kind() == FeatureSchema.Kind.NUMERIC;
            x[i] = number ? (float) (feature.mean() + 2 * feature.std() * random.nextGaussian()) : random.nextInt(2);
        }
        return x;
    }

    /** One padded batch of molecules of 1 to 7 atoms; what lies in the padding must not matter. */
    @Test
    void aMessagePassingNetworkPredictsTheSameInOnnxruntime() throws OrtException {
        TrainedModel model = ExportedModels.mpnn();
        Random random = new Random(6);
        List<float[]> positions = new ArrayList<>();
        List<byte[]> bonds = new ArrayList<>();
        List<float[]> features = new ArrayList<>();
        int molecules = 12;
        for (int m = 0; m < molecules; m++) {
            int atoms = 1 + m % 7;
            positions.add(gaussians(3 * atoms, 2, random));
            features.add(gaussians(ExportedModels.NODE_FEATURES * atoms, 1, random));
            bonds.add(chain(atoms, random));
        }
        PaddedMolecules padded = new PaddedMolecules(features, positions, bonds, 1e3f);
        try (OnnxSession session = new OnnxSession(new Onnx().encode(model))) {
            OwnPredictions.requireEqual(
                    model, padded.flat(), padded.graphs(), padded.into(session).run(), molecules);
        }
    }

    private static float[] gaussians(int count, double scale, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return values;
    }

    private static byte[] chain(int atoms, Random random) {
        byte[] bonds = new byte[3 * (atoms - 1)];
        for (int i = 0; i + 1 < atoms; i++) {
            bonds[3 * i] = (byte) i;
            bonds[3 * i + 1] = (byte) (i + 1);
            bonds[3 * i + 2] = (byte) random.nextInt(Graphs.BOND_KINDS);
        }
        return bonds;
    }

    @Test
    void aTaskMayNotHaveTheNameOfAnInput() {
        TrainedModel model = ExportedModels.mlp(ModelConfig.Activation.RELU, MissingFeatures.FAIL, true);
        List<TaskSchema> tasks = new ArrayList<>(model.dataset().tasks());
        TaskSchema first = tasks.get(0);
        tasks.set(
                0,
                new TaskSchema(
                        "features",
                        first.type(),
                        first.columns(),
                        first.unit(),
                        first.mean(),
                        first.std(),
                        first.labels()));
        TrainedModel renamed =
                new TrainedModel(model.config(), model.dataset().withTasks(tasks), true, model.parameters(), Map.of());
        assertThatThrownBy(() -> new Onnx().encode(renamed))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("task 'features' has the name of an input");
    }
}
