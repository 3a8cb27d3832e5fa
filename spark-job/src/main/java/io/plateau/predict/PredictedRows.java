package io.plateau.predict;

import io.plateau.cluster.KernelsFactory;
import io.plateau.data.CsvReader;
import io.plateau.data.CsvRow;
import io.plateau.data.OutputDecoder;
import io.plateau.data.RowEncoder;
import io.plateau.data.UnseenCategories;
import io.plateau.model.MiniBatch;
import io.plateau.model.ModelSpec;
import io.plateau.model.TaskGradients;
import io.plateau.model.kernel.Kernels;
import io.plateau.train.TrainedModel;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Predictions for the rows of a text table, in their order: the row's number (from 1), then the columns of
 * {@link OutputDecoder}. Holds one batch of rows at a time. Not thread-safe.
 */
final class PredictedRows implements Iterator<List<Object>>, Closeable {
    private static final int BATCH = 512;

    private final CsvReader reader;
    private final RowEncoder encoder;
    private final OutputDecoder decoder;
    private final ModelSpec spec;
    private final Kernels kernels;
    private final TaskGradients network;
    private final UnseenCategories unseen = new UnseenCategories();
    private final Iterator<List<Object>> none = List.<List<Object>>of().iterator();
    private Iterator<List<Object>> batch = none;
    private long rows;

    PredictedRows(TrainedModel model, Path table, KernelsFactory kernelsFactory, Configuration hadoop) {
        reader = CsvReader.open(table, model.dataset().format(), hadoop);
        encoder = RowEncoder.of(model.dataset(), reader.columns(), table.toString());
        decoder = OutputDecoder.of(model.dataset(), model.scaledTargets());
        spec = model.spec();
        kernels = kernelsFactory.get();
        network = new TaskGradients(spec, kernels);
        network.load(model.parameters());
    }

    /** Names and types of the columns. */
    static StructType schema(TrainedModel model) {
        StructType schema = new StructType().add("row", DataTypes.LongType, false);
        for (var field : OutputDecoder.of(model.dataset(), model.scaledTargets())
                .schema()
                .fields()) {
            schema = schema.add(field);
        }
        return schema;
    }

    @Override
    public boolean hasNext() {
        return batch.hasNext() || reader.hasNext();
    }

    @Override
    public List<Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (!batch.hasNext()) {
            batch = predictBatch();
        }
        return batch.next();
    }

    private Iterator<List<Object>> predictBatch() {
        float[] x = new float[BATCH * encoder.width()];
        int count = 0;
        while (count < BATCH && reader.hasNext()) {
            CsvRow row = reader.next();
            System.arraycopy(encoder.encode(row, unseen), 0, x, count * encoder.width(), encoder.width());
            count++;
        }
        float[] labels = new float[count * spec.targets()];
        Arrays.fill(labels, Float.NaN);
        float[] outputs = new float[count * spec.outputs()];
        network.predict(new MiniBatch(count, Arrays.copyOf(x, count * encoder.width()), labels), outputs);
        List<List<Object>> predicted = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            List<Object> values = new ArrayList<>();
            values.add(++rows);
            values.addAll(decoder.decode(outputs, i * spec.outputs()));
            predicted.add(values);
        }
        return predicted.iterator();
    }

    /** Rows predicted so far. */
    long rows() {
        return rows;
    }

    /** Cells whose category did not occur in training. */
    UnseenCategories unseen() {
        return unseen;
    }

    @Override
    public void close() {
        network.close();
        kernels.close();
        reader.close();
    }
}
