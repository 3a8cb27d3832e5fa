package io.plateau.ml;

import io.plateau.conf.ConfigProblem;
import io.plateau.data.Target;
import io.plateau.data.TaskSchema;
import io.plateau.data.TaskType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that a model adds to a DataFrame, in this order.
 *
 * @param prediction vector of a value per task; empty for none
 * @param predictions the same, a column per task; or none
 * @param probabilities vectors of class probabilities, a column per classification; or none
 * @param raw vector of the network's outputs; empty for none
 */
record AddedColumns(String prediction, List<String> predictions, List<String> probabilities, String raw)
        implements Serializable {

    static AddedColumns of(PlateauColumns<?> owner) {
        return new AddedColumns(
                owner.getOrDefault(owner.predictionCol()),
                new ArrayList<>(List.of(owner.getOrDefault(owner.predictionCols()))),
                new ArrayList<>(List.of(owner.getOrDefault(owner.probabilityCols()))),
                owner.getOrDefault(owner.rawPredictionCol()));
    }

    /** Types of the tasks, in their order. */
    static List<TaskType> types(List<TaskSchema> tasks) {
        return tasks.stream().map(TaskSchema::type).toList();
    }

    /** Types of the tasks, in their order. */
    static List<TaskType> typesOf(List<Target> targets) {
        return targets.stream().map(Target::type).toList();
    }

    /**
     * The DataFrame with these columns.
     *
     * @param tasks types of the tasks; empty when they are not known yet
     * @throws ConfigProblem when their number does not fit the tasks, or one is there already
     */
    StructType schema(StructType given, List<TaskType> tasks) {
        List<String> problems = new ArrayList<>();
        boolean known = !tasks.isEmpty();
        if (known && !predictions.isEmpty() && predictions.size() != tasks.size()) {
            problems.add("predictionCols names " + predictions.size() + " columns for " + tasks.size() + " tasks");
        }
        long classifications =
                tasks.stream().filter(type -> type != TaskType.REGRESSION).count();
        if (known && !probabilities.isEmpty() && probabilities.size() != classifications) {
            problems.add("probabilityCols names " + probabilities.size() + " columns for " + classifications
                    + " classifications");
        }
        StructType all = given;
        for (StructField column : columns()) {
            String name = column.name();
            if (List.of(all.fieldNames()).contains(name)) {
                problems.add("the DataFrame has a column '" + name
                        + "' already: drop it, or give the predictions another" + " name");
            } else {
                all = all.add(column);
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigProblem(problems);
        }
        return all;
    }

    private List<StructField> columns() {
        List<StructField> columns = new ArrayList<>();
        if (!prediction.isEmpty()) {
            columns.add(DataTypes.createStructField(prediction, SQLDataTypes.VectorType(), false));
        }
        predictions.forEach(name -> columns.add(DataTypes.createStructField(name, DataTypes.DoubleType, false)));
        probabilities.forEach(name -> columns.add(DataTypes.createStructField(name, SQLDataTypes.VectorType(), false)));
        if (!raw.isEmpty()) {
            columns.add(DataTypes.createStructField(raw, SQLDataTypes.VectorType(), false));
        }
        return columns;
    }
}
