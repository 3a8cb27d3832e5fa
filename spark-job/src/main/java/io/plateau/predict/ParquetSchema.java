package io.plateau.predict;

import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.execution.datasources.parquet.ParquetReadSupport;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/** What Spark's reader of Parquet files must be told where there is no session to tell it. */
final class ParquetSchema {

    private ParquetSchema() {}

    /** A copy with the settings of a fresh session. */
    static Configuration settings(Configuration hadoop) {
        Configuration settings = new Configuration(hadoop);
        settings.setBoolean(SQLConf.CASE_SENSITIVE().key(), true);
        settings.setBoolean(SQLConf.PARQUET_BINARY_AS_STRING().key(), false);
        settings.setBoolean(SQLConf.PARQUET_INT96_AS_TIMESTAMP().key(), true);
        settings.setBoolean(SQLConf.PARQUET_INFER_TIMESTAMP_NTZ_ENABLED().key(), true);
        settings.setBoolean(SQLConf.LEGACY_PARQUET_NANOS_AS_LONG().key(), false);
        settings.setBoolean(SQLConf.NESTED_SCHEMA_PRUNING_ENABLED().key(), true);
        settings.setBoolean(SQLConf.PARQUET_FIELD_ID_READ_ENABLED().key(), false);
        return settings;
    }

    /** Asks for some columns. */
    static void request(StructType columns, Configuration settings) {
        settings.set(ParquetInputFormat.READ_SUPPORT_CLASS, ParquetReadSupport.class.getName());
        settings.set(ParquetReadSupport.SPARK_ROW_REQUESTED_SCHEMA(), columns.json());
    }

    /** The columns of a file. */
    static StructType of(MessageType file, Configuration hadoop) {
        return new ParquetToSparkSchemaConverter(settings(hadoop)).convert(file);
    }
}
