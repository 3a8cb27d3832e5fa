package io.plateau.ml;

import io.plateau.conf.ConfigLoader;
import io.plateau.conf.ConfigProblem;
import io.plateau.conf.ModelConfig;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Setting;
import io.plateau.data.FrameDataset;
import io.plateau.data.Target;
import io.plateau.observe.SparkWatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * What an estimator is going to do with a DataFrame, found out from its parameters and the DataFrame's columns alone.
 *
 * @param config the configuration of the training
 * @param featureNames names of the features, empty when the column does not say
 * @param targets the tasks
 */
record EstimatorPlan(ResolvedConfig config, List<String> featureNames, List<Target> targets) {

    /** Sections and keys of the configuration that say where rows come from or where a run leaves things. */
    private static final List<String> MEANINGLESS = List.of(
            "dataset",
            "start",
            "publish",
            "bench",
            "run.output",
            "run.name",
            "training.compare",
            "evaluation.baseline-runs");

    /** Keys that reach Spark when it starts, by these settings of its own. */
    private static final Map<String, String> OF_THE_SESSION = Map.of(
            "limits.start-seconds", SparkWatch.START_LIMIT,
            "limits.job-seconds", SparkWatch.JOB_LIMIT,
            "gpu.fallback", "spark.plateau.gpu.fallback",
            "gpu.memory-fraction", "spark.plateau.gpu.memory-fraction",
            "gpu.host-memory", "spark.plateau.gpu.host-memory");

    private static final String SCALE = "dataset.scale-targets";

    /**
     * Checks everything that can be without reading a row.
     *
     * @throws ConfigProblem naming all that is wrong
     */
    static EstimatorPlan of(PlateauEstimator estimator, StructType schema) {
        List<String> problems = new ArrayList<>();
        Optional<ResolvedConfig> config = config(estimator, problems);
        List<String> columns = new ArrayList<>();
        Frame frame = new Frame(schema);
        Optional<StructField> features =
                frame.vector(estimator.getOrDefault(estimator.featuresCol()), "featuresCol", columns);
        List<Target> targets = LabelColumns.targets(
                schema,
                text(estimator.get(estimator.labelCol())),
                estimator.getOrDefault(estimator.labelCols()),
                estimator.getOrDefault(estimator.taskTypes()),
                columns);
        checkRows(estimator, frame, columns);
        problems.addAll(columns);
        if (config.isPresent() && !targets.isEmpty()) {
            checkBaseline(config.get(), targets, problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigProblem(problems);
        }
        return new EstimatorPlan(config.orElseThrow(), names(features.orElseThrow()), targets);
    }

    private static Optional<ResolvedConfig> config(PlateauEstimator estimator, List<String> problems) {
        try {
            List<Setting> given = estimator.training().given();
            for (Setting setting : given) {
                if (MEANINGLESS.stream().anyMatch(key -> isIn(setting.path(), key))
                        && !setting.path().equals(SCALE)) {
                    problems.add("settings: " + setting.path()
                            + " means nothing to an estimator, whose rows come from the DataFrame and whose model goes to"
                            + " the caller: leave it out");
                }
                String own = OF_THE_SESSION.get(setting.path());
                if (own != null) {
                    problems.add(
                            "settings: " + setting.path() + " belongs to the Spark session, which has started: leave"
                                    + " it out, and start Spark with " + own + "=" + setting.value());
                }
            }
            ResolvedConfig config = ConfigLoader.load(Optional.empty(), given);
            if (config.job().model().type() == ModelConfig.Type.MPNN) {
                problems.add("settings: model.type = mpnn reads molecules, which a DataFrame does not hold: use mlp, or"
                        + " the command train");
            }
            return Optional.of(config);
        } catch (ConfigProblem bad) {
            problems.addAll(bad.problems());
            return Optional.empty();
        }
    }

    private static boolean isIn(String path, String key) {
        return path.equals(key) || path.startsWith(key + ".");
    }

    private static void checkRows(PlateauEstimator estimator, Frame frame, List<String> problems) {
        Optional<String> indicator = text(estimator.get(estimator.validationIndicatorCol()));
        indicator.ifPresent(
                name -> frame.require(name, "validationIndicatorCol", DataTypes.BooleanType, "boolean", problems));
        text(estimator.get(estimator.orderCol())).ifPresent(name -> frame.field(name, "orderCol", problems));
        double fraction = (Double) estimator.getOrDefault(estimator.validationFraction());
        if (!(fraction >= 0 && fraction < 1)) {
            problems.add("validationFraction is " + fraction + ": give a share of the rows from 0 to below 1");
        }
        if (fraction > 0 && indicator.isPresent()) {
            problems.add("give either validationFraction or validationIndicatorCol");
        }
    }

    private static void checkBaseline(ResolvedConfig config, List<Target> targets, List<String> problems) {
        List<String> names = targets.stream().map(Target::name).toList();
        config.job().evaluation().baseline().keySet().stream()
                .filter(task -> !names.contains(task))
                .forEach(task -> problems.add(
                        "settings: evaluation.baseline." + task + " names no task; the tasks are " + names));
    }

    private static List<String> names(StructField features) {
        Option<Attribute[]> attributes =
                AttributeGroup.fromStructField(features).attributes();
        if (attributes.isEmpty()
                || Arrays.stream(attributes.get()).anyMatch(one -> one.name().isEmpty())) {
            return List.of();
        }
        return Arrays.stream(attributes.get()).map(one -> one.name().get()).toList();
    }

    private static Optional<String> text(Option<String> param) {
        return param.isEmpty() || param.get().isEmpty() ? Optional.empty() : Optional.of(param.get());
    }

    /**
     * The columns that {@link FrameDataset} reads.
     *
     * @throws ConfigProblem when nobody has told how many tasks there are
     */
    Dataset<Row> select(PlateauEstimator estimator, Dataset<?> rows) {
        if (targets.isEmpty()) {
            throw new ConfigProblem(
                    "labelCol: column '" + estimator.get(estimator.labelCol()).get()
                            + "' does not say how many tasks it holds: make it with VectorAssembler, or give taskTypes one entry"
                            + " per task");
        }
        Column x = Frame.floats(estimator.getOrDefault(estimator.featuresCol()));
        Column y = LabelColumns.array(
                text(estimator.get(estimator.labelCol())),
                targets.stream().map(Target::name).toList(),
                targets.size());
        double fraction = (Double) estimator.getOrDefault(estimator.validationFraction());
        Column no = functions.lit(false);
        Column validation = text(estimator.get(estimator.validationIndicatorCol()))
                .map(name -> functions.coalesce(Frame.column(name), no))
                .orElseGet(() -> fraction > 0
                        ? FrameDataset.draw(x, y, fraction, config.job().run().seed())
                        : no);
        List<Column> all = new ArrayList<>(List.of(
                validation.as(FrameDataset.VALIDATION), x.as(FrameDataset.FEATURES), y.as(FrameDataset.TARGETS)));
        text(estimator.get(estimator.orderCol()))
                .ifPresent(name -> all.add(Frame.column(name).as(FrameDataset.ORDER)));
        return rows.toDF().select(all.toArray(Column[]::new));
    }
}
