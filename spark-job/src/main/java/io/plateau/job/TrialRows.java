package io.plateau.job;

import io.plateau.checkpoint.SweepDirectory;
import io.plateau.report.ValidationLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The trials of a sweep as one table, a row each: state, seed, epochs, best validation score, seconds; what it has on each axis; and, of
 * one that has finished, the test metric of every task. What there is none of is null.
 */
final class TrialRows {
    private final StructType columns;
    private final List<Row> rows;

    private TrialRows(StructType columns, List<Row> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * Puts the table together.
     *
     * @param logs what the trials have logged, by name, with the time
     * @param runs what those that have finished scored, by name
     */
    static TrialRows of(List<Sweep.Outcome> outcomes, Map<String, ValidationLog> logs, Map<String, ScoredRun> runs) {
        Set<String> axes = new LinkedHashSet<>();
        outcomes.forEach(
                outcome -> axes.addAll(outcome.planned().trial().values().keySet()));
        Set<String> tasks = new LinkedHashSet<>();
        runs.values().forEach(run -> tasks.addAll(run.tasks()));
        List<Row> rows = new ArrayList<>();
        for (Sweep.Outcome outcome : outcomes) {
            PlannedTrial planned = outcome.planned();
            String name = planned.trial().name();
            ValidationLog log = logs.get(name);
            List<Object> cells = new ArrayList<>(
                    List.of(name, planned.trial().group(), outcome.state().key(), outcome.message()));
            cells.add(planned.config().job().run().seed());
            cells.add(log.epochs());
            cells.add(log.best(Integer.MAX_VALUE)
                    .map(ValidationLog.Evaluated::score)
                    .orElse(null));
            cells.add(log.seconds());
            axes.forEach(axis -> cells.add(planned.trial().values().get(axis)));
            tasks.forEach(task -> cells.add(number(runs.get(name), task)));
            rows.add(RowFactory.create(cells.toArray()));
        }
        return new TrialRows(columns(axes, tasks), rows);
    }

    private static Double number(ScoredRun run, String task) {
        Double value = run == null ? null : run.test().get(task);
        return value == null || value.isNaN() ? null : value;
    }

    private static StructType columns(Set<String> axes, Set<String> tasks) {
        StructType columns = new StructType()
                .add("trial", DataTypes.StringType)
                .add("group", DataTypes.StringType)
                .add("state", DataTypes.StringType)
                .add("message", DataTypes.StringType)
                .add("seed", DataTypes.LongType)
                .add("epochs", DataTypes.IntegerType)
                .add("score", DataTypes.DoubleType)
                .add("seconds", DataTypes.DoubleType);
        for (String axis : axes) {
            columns = columns.add(free(axis, columns), DataTypes.StringType);
        }
        for (String task : tasks) {
            columns = columns.add(free(task, columns), DataTypes.DoubleType);
        }
        return columns;
    }

    /** The name of a column: its own, or with a prefix where there is one of that name, as Spark tells them apart. */
    private static String free(String name, StructType columns) {
        for (String other : columns.fieldNames()) {
            if (other.equalsIgnoreCase(name)) {
                return free("of-" + name, columns);
            }
        }
        return name;
    }

    /** Writes {@code trials.csv}, which any program reads. */
    void csv(SweepDirectory directory) throws IOException {
        StringBuilder csv = new StringBuilder();
        SweepFiles.line(List.of(columns.fieldNames()), csv);
        for (Row row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(row.isNullAt(i) ? "" : String.valueOf(row.get(i)));
            }
            SweepFiles.line(cells, csv);
        }
        directory.write("trials.csv", csv.toString());
    }

    /** Writes {@code trials.parquet}: the same with types, in one part. */
    void parquet(SweepDirectory directory, SparkSession spark) {
        spark.createDataFrame(rows, columns)
                .coalesce(1)
                .write()
                .mode(SaveMode.Overwrite)
                .parquet(new Path(directory.path(), "trials.parquet").toString());
    }
}
