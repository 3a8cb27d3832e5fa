package io.plateau.export;

import ai.onnxruntime.OrtException;
import io.plateau.conf.ModelConfig;
import io.plateau.conf.MpnnConfig;
import io.plateau.data.CsvFormat;
import io.plateau.data.CsvReader;
import io.plateau.data.CsvRow;
import io.plateau.data.CsvSource;
import io.plateau.data.Dataset;
import io.plateau.data.DatasetWriter;
import io.plateau.data.FeatureSchema;
import io.plateau.data.MissingFeatures;
import io.plateau.data.MoleculeRow;
import io.plateau.data.MoleculeRows;
import io.plateau.data.RowEncoder;
import io.plateau.data.Source;
import io.plateau.data.SplitPlan;
import io.plateau.data.Target;
import io.plateau.data.UnseenCategories;
import io.plateau.data.qm9.Qm9Source;
import io.plateau.train.TrainedModel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Exported graphs against our own predictions on rows and molecules that somebody measured; the parameters are random. */
class ExportedRealDataTest {
    private static final int ROWS = 200;

    private final Configuration hadoop = new Configuration(false);

    @Test
    void voicesOfPatients() throws OrtException {
        Path table = shared("tabular/parkinsons/parkinsons_updrs.data");
        CsvSource source = new CsvSource(
                table,
                CsvFormat.standard(),
                List.of(Target.regression("motor_UPDRS"), Target.regression("total_UPDRS")),
                List.of("sex"),
                List.of("subject#"),
                MissingFeatures.FAIL,
                100);
        TrainedModel model = model(ModelConfig.Type.MLP, source);
        Dataset dataset = model.dataset();
        int width = dataset.featureCount();
        float[] given = new float[ROWS * width];
        float[] x = new float[ROWS * width];
        try (CsvReader reader = CsvReader.open(table, dataset.format(), hadoop)) {
            RowEncoder encoder = RowEncoder.of(dataset, reader.columns(), "the table");
            for (int row = 0; row < ROWS; row++) {
                CsvRow cells = reader.next();
                System.arraycopy(encoder.encode(cells, new UnseenCategories()), 0, x, row * width, width);
                for (int i = 0; i < width; i++) {
                    FeatureSchema feature = dataset.features().get(i);
                    String cell = cells.cell(reader.columns().indexOf(feature.column()));
                    given[row * width + i] = feature.kind() == FeatureSchema.Kind.NUMERIC
                            ? Float.parseFloat(cell)
                            : cell.equals(feature.category()) ? 1 : 0;
                }
            }
        }
        try (OnnxSession session = new OnnxSession(new Onnx().encode(model))) {
            OwnPredictions.requireEqual(
                    model, x, null, session.with("features", given, ROWS, width).run(), ROWS);
        }
    }

    @Test
    void moleculesOfQm9() throws OrtException {
        Qm9Source source = Qm9Source.of(shared("qm9-sample/gdb9_sample.sdf"));
        TrainedModel model = model(ModelConfig.Type.MPNN, source);
        List<float[]> features = new ArrayList<>();
        List<float[]> positions = new ArrayList<>();
        List<byte[]> bonds = new ArrayList<>();
        int molecules = 40;
        try (MoleculeRows rows = MoleculeRows.ofSource(source, hadoop, entry -> {})) {
            for (int m = 0; m < molecules; m++) {
                MoleculeRow row = rows.next();
                features.add(row.features());
                positions.add(row.positions());
                bonds.add(row.bonds());
            }
        }
        PaddedMolecules padded = new PaddedMolecules(features, positions, bonds, 0);
        try (OnnxSession session = new OnnxSession(new Onnx().encode(model))) {
            OwnPredictions.requireEqual(
                    model, padded.flat(), padded.graphs(), padded.into(session).run(), molecules);
        }
    }

    private static Path shared(String name) {
        java.nio.file.Path file =
                java.nio.file.Path.of(System.getProperty("plateau.root"), "..", "shared", "data", name);
        Assumptions.assumeTrue(Files.exists(file), "no ../shared/data/" + name + " here");
        return new Path(file.normalize().toString());
    }

    /** The published sizes, over statistics of the data. */
    private TrainedModel model(ModelConfig.Type type, Source source) {
        Dataset dataset = DatasetWriter.standard().inspect(hadoop, source, SplitPlan.standard());
        ModelConfig config = new ModelConfig(
                type,
                List.of(64, 64),
                ModelConfig.Activation.RELU,
                ModelConfig.RegressionLoss.MSE,
                1,
                1,
                new MpnnConfig(64, 128, 3, 3),
                ExportedModels.NO_GRAPH,
                ExportedModels.NO_LAYERS);
        TrainedModel empty = new TrainedModel(config, dataset, true, new float[0], Map.of());
        return new TrainedModel(config, dataset, true, empty.spec().initialParameters(2), Map.of());
    }
}
