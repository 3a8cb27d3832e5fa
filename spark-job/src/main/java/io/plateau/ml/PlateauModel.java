package io.plateau.ml;

import io.plateau.conf.ConfigProblem;
import io.plateau.model.FloatBytes;
import io.plateau.train.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Predicts all tasks for the rows of a DataFrame: original units for a regression, the index of the likeliest class and the probabilities
 * of all for a classification. A row without features, or with a NaN among them, has NaN predictions.
 *
 * <p>It is saved as the directory that {@code train} leaves, inside the stage's own: the commands {@code predict} and {@code evaluate}
 * take that too.
 */
public final class PlateauModel extends Model<PlateauModel> implements PlateauColumns<PlateauModel>, MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final ColumnParams columns;
    private final transient TrainedModel trained;
    private final PlateauSummary summary;

    /**
     * A model.
     *
     * @param summary how it was fitted, null for a model that was read
     */
    PlateauModel(String uid, TrainedModel trained, PlateauSummary summary) {
        super();
        this.uid = uid;
        columns = new ColumnParams(this);
        this.trained = trained;
        this.summary = summary;
        columns.setDefaults(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public ColumnParams columns() {
        return columns;
    }

    /** The model as the rest of the program knows it: network, scaling, parameters, facts. */
    public TrainedModel trained() {
        return trained;
    }

    /** Names of the tasks, in the order of the predictions. */
    public List<String> tasks() {
        return trained.dataset().tasks().stream().map(task -> task.name()).toList();
    }

    /** Class labels of a task in the order of their indices; empty for a regression. */
    public List<String> labels(String task) {
        return trained.dataset().tasks().stream()
                .filter(one -> one.name().equals(task))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no task '" + task + "', there are " + tasks()))
                .labels();
    }

    /** The parameters [shared | head 1 | ... | head K] as a vector. */
    public Vector parameters() {
        float[] values = trained.parameters();
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return Vectors.dense(wide);
    }

    /** How the model came about, and its scores: what {@code model.json} says. */
    public Map<String, Object> facts() {
        return trained.facts();
    }

    /** How the fit went; empty for a model that was read. */
    public Optional<PlateauSummary> summary() {
        return Optional.ofNullable(summary);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
        AddedColumns added = AddedColumns.of(this);
        StructType schema = transformSchema(rows.schema());
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
        PredictPartition predict = new PredictPartition(
                trained,
                context.broadcast(FloatBytes.encode(trained.parameters())),
                schema.fieldIndex(getOrDefault(featuresCol())),
                added);
        Dataset<Row> predicted = rows.toDF().mapPartitions(predict, Encoders.row(schema));
        // Encoders know no metadata.
        List<Column> all = new ArrayList<>();
        for (var field : schema.fields()) {
            Column column = Frame.column(field.name());
            all.add(
                    field.name().equals(added.raw())
                            ? column.as(field.name(), PredictionFacts.of(this).metadata())
                            : column.as(field.name(), field.metadata()));
        }
        return predicted.select(all.toArray(Column[]::new));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        List<String> problems = new ArrayList<>();
        new Frame(schema).vector(getOrDefault(featuresCol()), "featuresCol", problems);
        if (!problems.isEmpty()) {
            throw new ConfigProblem(problems);
        }
        return AddedColumns.of(this)
                .schema(schema, AddedColumns.types(trained.dataset().tasks()));
    }

    @Override
    public PlateauModel copy(ParamMap extra) {
        PlateauModel copy = copyValues(new PlateauModel(uid, trained, summary), extra);
        return copy.setParent(parent());
    }

    @Override
    public MLWriter write() {
        return new PlateauModelFiles.Writer(this);
    }

    /** Reads models that {@link #write} wrote. */
    public static MLReader<PlateauModel> read() {
        return new PlateauModelFiles.Reader();
    }

    /**
     * Reads a model.
     *
     * @throws java.io.UncheckedIOException when there is no whole model, or one of another format version, saying what to do
     */
    public static PlateauModel load(String path) {
        return read().load(path);
    }
}
