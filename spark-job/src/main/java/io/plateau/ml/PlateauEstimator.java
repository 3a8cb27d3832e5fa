package io.plateau.ml;

import io.plateau.data.DataProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Trains one model of several tasks on a DataFrame, as the command {@code train} does on a prepared dataset: the same steps, logs and
 * checkpoints, and the same parameters bit for bit where rows, order, shards and settings are the same.
 *
 * <p>Which rows are in which shard does not depend on the DataFrame's partitions: rows are ordered by {@link #orderCol}, or else by a hash
 * of their numbers. The DataFrame is read up to four times: cache it. Features and regression targets are standardised with the
 * statistics of the training rows; predictions are in original units. Values of parameters are read with {@code getOrDefault}.
 */
public final class PlateauEstimator extends Estimator<PlateauModel>
        implements PlateauSettings<PlateauEstimator>, DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final ColumnParams columns;
    private final SettingParams training;
    private final StringArrayParam taskTypes;
    private final Param<String> validationIndicatorCol;
    private final DoubleParam validationFraction;
    private final Param<String> orderCol;
    private final Param<String> runDirectory;

    /** An estimator with default settings. */
    public PlateauEstimator() {
        this(Identifiable$.MODULE$.randomUID("plateau"));
    }

    /**
     * The same with a name of its own.
     *
     * @param uid unique in a pipeline
     */
    public PlateauEstimator(String uid) {
        super();
        this.uid = uid;
        columns = new ColumnParams(this);
        training = new SettingParams(this);
        taskTypes = new StringArrayParam(
                this,
                "taskTypes",
                "regression, binary or classes for each task; default: as the attributes of the label columns say, else"
                        + " regression");
        validationIndicatorCol = new Param<>(
                this,
                "validationIndicatorCol",
                "boolean column: rows that choose the best epoch and are not trained on");
        validationFraction = new DoubleParam(
                this, "validationFraction", "share of the rows to draw as such where no column says; default 0");
        orderCol = new Param<>(
                this, "orderCol", "column that orders the rows before they are dealt out to shards; default: a hash");
        runDirectory = new Param<>(
                this,
                "runDirectory",
                "directory in which every fit leaves a run: logs, checkpoints, model; default: none");
        columns.setDefaults(this);
        training.setDefaults();
        setDefault(taskTypes, new String[0]);
        setDefault(validationFraction, 0.0);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public ColumnParams columns() {
        return columns;
    }

    @Override
    public SettingParams training() {
        return training;
    }

    /** Regression, binary or classes for each task; default: as the attributes of the label columns say, else regression. */
    public StringArrayParam taskTypes() {
        return taskTypes;
    }

    /** Boolean column: rows that choose the best epoch and are not trained on; null is no. */
    public Param<String> validationIndicatorCol() {
        return validationIndicatorCol;
    }

    /** Share of the rows to draw as validation rows where no column says; default 0: epochs are compared on the training rows. */
    public DoubleParam validationFraction() {
        return validationFraction;
    }

    /** Column that orders the rows before they are dealt out to shards; default: a hash of their numbers. */
    public Param<String> orderCol() {
        return orderCol;
    }

    /** Directory, any Hadoop path, in which every fit leaves a run; default: none is left. */
    public Param<String> runDirectory() {
        return runDirectory;
    }

    /** Sets {@link #taskTypes}. */
    public PlateauEstimator setTaskTypes(String... types) {
        return assign(taskTypes, types);
    }

    /** Sets {@link #validationIndicatorCol}. */
    public PlateauEstimator setValidationIndicatorCol(String column) {
        return assign(validationIndicatorCol, column);
    }

    /** Sets {@link #validationFraction}. */
    public PlateauEstimator setValidationFraction(double fraction) {
        return assign(validationFraction, fraction);
    }

    /** Sets {@link #orderCol}. */
    public PlateauEstimator setOrderCol(String column) {
        return assign(orderCol, column);
    }

    /** Sets {@link #runDirectory}. */
    public PlateauEstimator setRunDirectory(String directory) {
        return assign(runDirectory, directory);
    }

    /**
     * Trains.
     *
     * @throws io.plateau.conf.ConfigProblem when parameters or columns are not as they must be, naming all of it, before a job runs
     * @throws DataProblem when the rows are not
     * @throws io.plateau.train.TrainingFailure when the training fails
     */
    @Override
    public PlateauModel fit(Dataset<?> rows) {
        EstimatorPlan plan = EstimatorPlan.of(this, rows.schema());
        try {
            Fit fit = new Fit(plan, plan.select(this, rows));
            PlateauModel model =
                    get(runDirectory).isDefined() ? fit.in(get(runDirectory).get(), uid) : fit.leavingNothing(uid);
            return copyValues(model, ParamMap.empty()).setParent(this);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public StructType transformSchema(StructType schema) {
        EstimatorPlan plan = EstimatorPlan.of(this, schema);
        return AddedColumns.of(this).schema(schema, AddedColumns.typesOf(plan.targets()));
    }

    @Override
    public PlateauEstimator copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Reads estimators that {@link #write} wrote. */
    public static MLReader<PlateauEstimator> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads an estimator. */
    public static PlateauEstimator load(String path) {
        return read().load(path);
    }
}
