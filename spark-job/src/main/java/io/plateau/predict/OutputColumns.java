package io.plateau.predict;

import io.plateau.conf.ConfigProblem;
import io.plateau.data.Dataset;
import io.plateau.data.TaskSchema;
import io.plateau.data.TaskType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the predictions: {@code row}, what is passed on, then per task its columns in original units, or the predicted label and
 * {@code NAME_probability}; each number is followed by {@code NAME_deviation} where one is asked for.
 */
final class OutputColumns {

    private OutputColumns() {}

    /**
     * The columns for a model.
     *
     * @param dataset the dataset of the model
     * @param kept what is passed on
     * @param deviations whether each number has a deviation
     * @throws ConfigProblem when two columns would have one name
     */
    static List<OutputColumn> of(Dataset dataset, StructType kept, boolean deviations) {
        List<OutputColumn> columns = new ArrayList<>();
        columns.add(new OutputColumn.RowNumber());
        for (int i = 0; i < kept.length(); i++) {
            columns.add(new KeptColumn(kept.fields()[i], i));
        }
        int value = 0;
        for (TaskSchema task : dataset.tasks()) {
            List<String> names = task.columns();
            if (task.type() != TaskType.REGRESSION) {
                columns.add(new OutputColumn.Label(task.name(), value++, task.labels()));
                names = List.of(task.name() + "_probability");
            }
            for (String name : names) {
                columns.add(new OutputColumn.Value(name, value, false));
                if (deviations) {
                    columns.add(new OutputColumn.Value(name + "_deviation", value, true));
                }
                value++;
            }
        }
        requireDistinct(columns);
        return columns;
    }

    private static void requireDistinct(List<OutputColumn> columns) {
        Set<String> names = new HashSet<>();
        for (OutputColumn column : columns) {
            if (!names.add(column.name())) {
                throw new ConfigProblem(
                        "--keep " + column.name() + ": the predictions have a column of that name already:"
                                + " rename it in the table, or join the predictions by their row");
            }
        }
    }

    /** As the schema of a Parquet file. */
    static MessageType schema(List<OutputColumn> columns) {
        return new MessageType(
                "prediction", columns.stream().map(OutputColumn::type).toArray(Type[]::new));
    }
}
