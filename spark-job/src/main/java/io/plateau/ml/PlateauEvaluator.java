package io.plateau.ml;

import io.plateau.cluster.TaskErrors;
import io.plateau.conf.ConfigProblem;
import io.plateau.data.TaskSchema;
import io.plateau.model.HeadSpec;
import io.plateau.train.Evaluation;
import io.plateau.train.ModelSpecs;
import io.plateau.train.TaskScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * Scores the predictions of a {@link PlateauModel} against the labels, as the command {@code evaluate} does. Rows count for the tasks that
 * they have a label of.
 *
 * <p>Metrics: {@code delta-m} (percent against a baseline, negative is better), {@code mean-relative} (mean over the tasks of mean squared
 * error over the variance of the training labels, and of log loss over that of a uniform guess), {@code score} (the first where there is
 * a baseline, else the second; the default), and, of one {@link #task}, {@code mae}, {@code rmse}, {@code relative}, {@code accuracy},
 * {@code log-loss}, {@code entropy}, {@code ece}.
 */
public final class PlateauEvaluator extends Evaluator implements DefaultParamsWritable {
    private static final long serialVersionUID = 1;
    private static final String SCORE = "score";
    private static final String DELTA = "delta-m";
    private static final String RELATIVE = "mean-relative";

    private final String uid;
    private final Param<String> metricName;
    private final Param<String> task;
    private final StringArrayParam baseline;
    private final Param<String> rawPredictionCol;

    /** An evaluator by {@code score}. */
    public PlateauEvaluator() {
        this(Identifiable$.MODULE$.randomUID("plateauEvaluator"));
    }

    /**
     * The same with a name of its own.
     *
     * @param uid any text
     */
    public PlateauEvaluator(String uid) {
        super();
        this.uid = uid;
        metricName = new Param<>(this, "metricName", "score, delta-m, mean-relative, or a metric of one task");
        task = new Param<>(this, "task", "the task of a metric of one task");
        baseline = new StringArrayParam(
                this,
                "baseline",
                "task=value for every task: what models of one task reach; default: those of the model");
        rawPredictionCol = new Param<>(this, "rawPredictionCol", "the column of that name of the model");
        setDefault(metricName, SCORE);
        setDefault(baseline, new String[0]);
        setDefault(rawPredictionCol, "rawPrediction");
    }

    @Override
    public String uid() {
        return uid;
    }

    /** What is measured; default {@code score}. */
    public Param<String> metricName() {
        return metricName;
    }

    /** The task of a metric of one task. */
    public Param<String> task() {
        return task;
    }

    /** {@code task=value} for every task, in the unit of the metric that tables show; default: the baseline of the model. */
    public StringArrayParam baseline() {
        return baseline;
    }

    /** The model's column of that name; default {@code rawPrediction}. */
    public Param<String> rawPredictionCol() {
        return rawPredictionCol;
    }

    /** Sets {@link #metricName}. */
    public PlateauEvaluator setMetricName(String name) {
        set(metricName, name);
        return this;
    }

    /** Sets {@link #task}. */
    public PlateauEvaluator setTask(String name) {
        set(task, name);
        return this;
    }

    /** Sets {@link #baseline}. */
    public PlateauEvaluator setBaseline(String... tasksAndValues) {
        set(baseline, tasksAndValues);
        return this;
    }

    /** Sets {@link #rawPredictionCol}. */
    public PlateauEvaluator setRawPredictionCol(String column) {
        set(rawPredictionCol, column);
        return this;
    }

    /** Only an accuracy is better when it is larger. */
    @Override
    public boolean isLargerBetter() {
        return getOrDefault(metricName).equals("accuracy");
    }

    /**
     * Scores a DataFrame.
     *
     * @return NaN without a labelled row
     * @throws ConfigProblem when the DataFrame lacks a column, or the metric a task or a baseline, before a job runs
     */
    @Override
    public double evaluate(Dataset<?> rows) {
        PredictionFacts facts = facts(rows);
        String metric = getOrDefault(metricName);
        Map<String, Double> base = baseline(facts);
        List<String> names = facts.tasks().stream().map(one -> one.name()).toList();
        boolean whole = List.of(SCORE, DELTA, RELATIVE).contains(metric);
        if (metric.equals(DELTA) && !base.keySet().containsAll(names)) {
            throw new ConfigProblem("metricName = delta-m needs a baseline for every task: setBaseline(\""
                    + names.get(0) + "=...\", ...), or train with settings evaluation.baseline.TASK=VALUE");
        }
        Optional<String> of = get(task).isDefined() ? Optional.of(get(task).get()) : Optional.empty();
        if (!whole && (of.isEmpty() || !names.contains(of.get()))) {
            throw new ConfigProblem("metricName = " + metric + " is a metric of one task: setTask to one of " + names);
        }
        Evaluation evaluation = Evaluation.of(
                facts.tasks(), errors(rows, facts), facts.scaledTargets(), metric.equals(RELATIVE) ? Map.of() : base);
        return whole ? evaluation.score() : metric(evaluation.tasks().get(names.indexOf(of.orElseThrow())), metric);
    }

    private static double metric(TaskScore score, String name) {
        Double value = score.metrics().get(name);
        if (value == null) {
            throw new ConfigProblem("metricName: task '" + score.task() + "' has no " + name + "; it has "
                    + String.join(", ", score.metrics().keySet()));
        }
        return value;
    }

    private PredictionFacts facts(Dataset<?> rows) {
        List<String> problems = new ArrayList<>();
        Frame frame = new Frame(rows.schema());
        String raw = getOrDefault(rawPredictionCol);
        Optional<StructField> column = frame.vector(raw, "rawPredictionCol", problems);
        Optional<PredictionFacts> facts = column.flatMap(PredictionFacts::of);
        if (column.isPresent() && facts.isEmpty()) {
            problems.add(
                    "rawPredictionCol: column '" + raw + "' was not made by PlateauModel, or has lost its metadata");
        }
        facts.ifPresent(known -> {
            known.labelCols().forEach(name -> frame.field(name, "labelCols", problems));
            if (!known.labelCol().isEmpty()) {
                frame.vector(known.labelCol(), "labelCol", problems);
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigProblem(problems);
        }
        return facts.orElseThrow();
    }

    private Map<String, Double> baseline(PredictionFacts facts) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String text : getOrDefault(baseline)) {
            int equals = text.lastIndexOf('=');
            try {
                values.put(text.substring(0, equals).strip(), Double.parseDouble(text.substring(equals + 1)));
            } catch (NumberFormatException | StringIndexOutOfBoundsException bad) {
                throw new ConfigProblem("baseline: '" + text + "' is not task=value");
            }
        }
        return values.isEmpty() ? facts.baseline() : values;
    }

    /** Errors of every task, merged in the order of the partitions. */
    private List<TaskErrors> errors(Dataset<?> rows, PredictionFacts facts) {
        List<HeadSpec> heads = new ArrayList<>(ModelSpecs.heads(facts.model(), facts.tasks()));
        Optional<String> vector = facts.labelCol().isEmpty() ? Optional.empty() : Optional.of(facts.labelCol());
        Dataset<Row> pairs = rows.toDF()
                .select(
                        Frame.floats(getOrDefault(rawPredictionCol)),
                        LabelColumns.array(
                                vector, facts.labelCols(), facts.tasks().size()));
        List<TaskErrors> sum = TaskErrors.none(heads);
        double[] mean = scaling(facts, task -> task.mean().get(0), 0);
        double[] std = scaling(facts, task -> task.std().get(0), 1);
        pairs.queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(some -> {
                    List<TaskErrors> errors = TaskErrors.none(heads);
                    some.forEachRemaining(row -> {
                        float[] labels = row.getArray(1).toFloatArray();
                        for (int t = 0; t < labels.length; t++) {
                            labels[t] = (float) ((labels[t] - mean[t]) / std[t]);
                        }
                        TaskErrors.addRow(errors, heads, row.getArray(0).toFloatArray(), 0, labels, 0);
                    });
                    return List.of(new ArrayList<>(errors)).iterator();
                })
                .collect()
                .forEach(part -> TaskErrors.merge(sum, part));
        return sum;
    }

    /** From labels to the model's targets; classes have mean 0 and deviation 1. */
    private static double[] scaling(PredictionFacts facts, ToDoubleFunction<TaskSchema> statistic, double unscaled) {
        return facts.tasks().stream()
                .mapToDouble(task -> facts.scaledTargets() ? statistic.applyAsDouble(task) : unscaled)
                .toArray();
    }

    @Override
    public PlateauEvaluator copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Reads evaluators that {@link #write} wrote. */
    public static MLReader<PlateauEvaluator> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads an evaluator. */
    public static PlateauEvaluator load(String path) {
        return read().load(path);
    }
}
