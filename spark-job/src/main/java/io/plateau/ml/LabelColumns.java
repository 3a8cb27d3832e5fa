package io.plateau.ml;

import io.plateau.data.Target;
import io.plateau.data.TaskType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The tasks that the label columns of a DataFrame hold. */
final class LabelColumns {
    private static final Map<String, TaskType> TYPES =
            Map.of("regression", TaskType.REGRESSION, "binary", TaskType.BINARY, "classes", TaskType.MULTICLASS);

    private final Frame frame;
    private final List<String> problems;

    private LabelColumns(Frame frame, List<String> problems) {
        this.frame = frame;
        this.problems = problems;
    }

    /**
     * Finds the tasks.
     *
     * @param schema of the DataFrame
     * @param vector {@code labelCol}, empty when not given
     * @param numbers {@code labelCols}
     * @param types {@code taskTypes}
     * @param problems takes what is wrong; the result is then not to be used
     * @return empty also for a vector whose length nobody has told
     */
    static List<Target> targets(
            StructType schema, Optional<String> vector, String[] numbers, String[] types, List<String> problems) {
        LabelColumns labels = new LabelColumns(new Frame(schema), problems);
        if (vector.isPresent() == numbers.length > 0) {
            problems.add(
                    "give either labelCols, a numeric column per task, or labelCol, a vector with a label per task");
            return List.of();
        }
        List<Label> found = vector.isPresent()
                ? labels.ofVector(vector.get(), types.length)
                : Arrays.stream(numbers)
                        .flatMap(name -> labels.ofNumber(name).stream())
                        .toList();
        if (types.length > 0 && types.length != found.size() && problems.isEmpty()) {
            problems.add("taskTypes has " + types.length + " entries for " + found.size() + " tasks");
        }
        Stream.of(types)
                .filter(type -> !TYPES.containsKey(type))
                .forEach(type -> problems.add("taskTypes: '" + type + "' is none of regression, binary, classes"));
        List<String> names = found.stream().map(Label::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            problems.add("two tasks have one name: " + names);
        }
        if (!problems.isEmpty()) {
            return List.of();
        }
        return IntStream.range(0, found.size())
                .mapToObj(t ->
                        target(found.get(t), types.length > 0 ? Optional.of(TYPES.get(types[t])) : Optional.empty()))
                .toList();
    }

    /** One per component of a vector column. */
    private List<Label> ofVector(String name, int count) {
        Optional<StructField> field = frame.field(name, "labelCol", problems);
        if (field.isEmpty()) {
            return List.of();
        }
        if (!field.get().dataType().equals(SQLDataTypes.VectorType())) {
            problems.add(frame.wrongType(field.get(), "labelCol", "a vector", "give number columns as labelCols"));
            return List.of();
        }
        AttributeGroup group = AttributeGroup.fromStructField(field.get());
        int size = group.size() >= 0 ? group.size() : count;
        List<Label> found = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Attribute one = group.attributes().isDefined() ? group.getAttr(i) : NumericAttribute.defaultAttr();
            found.add(new Label(one.name().isDefined() ? one.name().get() : name + "_" + i, one));
        }
        return found;
    }

    private Optional<Label> ofNumber(String name) {
        Optional<StructField> field = frame.field(name, "labelCols", problems);
        if (field.isEmpty()) {
            return Optional.empty();
        }
        if (!isNumber(field.get())) {
            problems.add(frame.wrongType(
                    field.get(), "labelCols", "numeric", "index text with StringIndexer, cast numbers to double"));
            return Optional.empty();
        }
        if (field.get().dataType() instanceof BooleanType) {
            return Optional.of(new Label(name, BinaryAttribute.defaultAttr()));
        }
        return Optional.of(new Label(name, Attribute.fromStructField(field.get())));
    }

    private static boolean isNumber(StructField field) {
        return field.dataType() instanceof NumericType || field.dataType() instanceof BooleanType;
    }

    private static Target target(Label label, Optional<TaskType> given) {
        Attribute attribute = label.attribute();
        String[] values = attribute instanceof NominalAttribute nominal
                        && nominal.values().isDefined()
                ? nominal.values().get()
                : attribute instanceof BinaryAttribute binary && binary.values().isDefined()
                        ? binary.values().get()
                        : new String[0];
        TaskType own = !attribute.isNominal()
                ? TaskType.REGRESSION
                : attribute instanceof BinaryAttribute || values.length == 2 ? TaskType.BINARY : TaskType.MULTICLASS;
        TaskType type = given.orElse(own);
        boolean named =
                type == TaskType.MULTICLASS ? values.length >= 2 : type == TaskType.BINARY && values.length == 2;
        return new Target(label.name(), type, List.of(label.name()), named ? List.of(values) : List.of(), "");
    }

    /**
     * The labels of all tasks as an array of floats per row, NaN where one is missing.
     *
     * @param vector name of the vector column, if that has them
     * @param names of the number columns, if those have
     * @param count number of tasks
     */
    static Column array(Optional<String> vector, List<String> names, int count) {
        Column missing = functions.lit(Float.NaN);
        if (vector.isPresent()) {
            Column none = functions.array(
                    IntStream.range(0, count).mapToObj(i -> missing).toArray(Column[]::new));
            return functions.coalesce(Frame.floats(vector.get()), none);
        }
        return functions.array(names.stream()
                .map(name -> functions.coalesce(Frame.column(name).cast("float"), missing))
                .toArray(Column[]::new));
    }

    /** The name of a task, and what is known of its labels. */
    private record Label(String name, Attribute attribute) {}
}
