package io.plateau.ml;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Looks columns up in a DataFrame by the parameter that names them. */
final class Frame {
    private final StructType schema;

    Frame(StructType schema) {
        this.schema = schema;
    }

    /**
     * A column.
     *
     * @param param the parameter that names it, for the message
     * @param problems told when it is not there
     */
    Optional<StructField> field(String name, String param, List<String> problems) {
        Optional<StructField> field = Arrays.stream(schema.fields())
                .filter(one -> one.name().equals(name))
                .findFirst();
        if (field.isEmpty()) {
            problems.add(param + ": the DataFrame has no column '" + name + "'; its columns are "
                    + String.join(", ", schema.fieldNames()));
        }
        return field;
    }

    /** Passes when a column of that type is there. */
    Optional<StructField> require(String name, String param, DataType type, String wanted, List<String> problems) {
        Optional<StructField> field = field(name, param, problems);
        if (field.isPresent() && !field.get().dataType().equals(type)) {
            problems.add(wrongType(field.get(), param, wanted, "make it one"));
            return Optional.empty();
        }
        return field;
    }

    /** Passes when a column of vectors is there. */
    Optional<StructField> vector(String name, String param, List<String> problems) {
        Optional<StructField> field = field(name, param, problems);
        if (field.isPresent() && !field.get().dataType().equals(SQLDataTypes.VectorType())) {
            problems.add(wrongType(field.get(), param, "a vector", "put number columns together with VectorAssembler"));
            return Optional.empty();
        }
        return field;
    }

    String wrongType(StructField field, String param, String wanted, String remedy) {
        return param + ": column '" + field.name() + "' is " + field.dataType().simpleString() + ", not " + wanted
                + ": " + remedy;
    }

    /** A column of vectors as arrays of floats, null where it is null. */
    static Column floats(String name) {
        Column column = column(name);
        return functions.when(column.isNotNull(), org.apache.spark.ml.functions.vector_to_array(column, "float32"));
    }

    /** A column by its whole name, dots and all. */
    static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }
}
