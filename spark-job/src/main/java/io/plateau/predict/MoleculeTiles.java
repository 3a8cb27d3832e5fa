package io.plateau.predict;

import io.plateau.data.DataProblem;
import io.plateau.data.Dataset;
import io.plateau.data.FeatureSchema;
import io.plateau.data.Graphs;
import io.plateau.data.MoleculeRow;
import io.plateau.data.MoleculeRows;
import io.plateau.data.UnseenCategories;
import io.plateau.data.qm9.Qm9Source;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Molecules of a prepared dataset or of a raw form of QM9, under their own numbers. */
final class MoleculeTiles implements TileSource {
    private final UnseenCategories none = new UnseenCategories();
    private final MoleculeRows rows;
    private long leftOut;

    /**
     * Molecules with the features of a dataset.
     *
     * @throws DataProblem when they have others
     */
    MoleculeTiles(Dataset model, Path input, Configuration hadoop) {
        if (Dataset.exists(input, hadoop)) {
            Dataset dataset = Dataset.read(input, hadoop);
            requireSame(model, dataset, input);
            rows = MoleculeRows.ofDataset(input, dataset, hadoop);
        } else {
            rows = MoleculeRows.ofSource(
                    Qm9Source.withOptions(input, model.source().options()), hadoop, entry -> leftOut++);
        }
    }

    private static void requireSame(Dataset model, Dataset given, Path input) {
        String chemistry = "features";
        boolean same = given.graph() != null
                && names(given).equals(names(model))
                && String.valueOf(given.source().options().get(chemistry))
                        .equals(String.valueOf(model.source().options().get(chemistry)));
        if (!same) {
            throw new DataProblem(input + " holds other features than the model was trained on: " + describe(given)
                    + " there, " + describe(model) + " in the model. Prepare it with the same --features.");
        }
    }

    private static List<String> names(Dataset dataset) {
        return dataset.features().stream().map(FeatureSchema::name).toList();
    }

    private static String describe(Dataset dataset) {
        String chemistry = dataset.source().options().get("features");
        return dataset.graph() == null ? "a table" : chemistry + " " + names(dataset);
    }

    @Override
    public InputTile newTile() {
        return new InputTile(InputTile.MOLECULES, 0, 0);
    }

    @Override
    public boolean next(InputTile tile) {
        List<MoleculeRow> some = new ArrayList<>(tile.capacity());
        int length = 0;
        while (some.size() < tile.capacity() && rows.hasNext()) {
            MoleculeRow row = rows.next();
            tile.numbers()[some.size()] = row.id();
            length += row.features().length;
            some.add(row);
        }
        if (some.isEmpty()) {
            return false;
        }
        float[] x = new float[length];
        int at = 0;
        for (MoleculeRow row : some) {
            System.arraycopy(row.features(), 0, x, at, row.features().length);
            at += row.features().length;
        }
        Graphs graphs = Graphs.of(
                some.stream().map(MoleculeRow::positions).toList(),
                some.stream().map(MoleculeRow::bonds).toList());
        tile.holdsMolecules(some.size(), x, graphs);
        return true;
    }

    @Override
    public UnseenCategories unseen() {
        return none;
    }

    @Override
    public long leftOut() {
        return leftOut;
    }

    @Override
    public void close() {
        rows.close();
    }
}
