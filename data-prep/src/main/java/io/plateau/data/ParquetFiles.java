package io.plateau.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** The Parquet files of a dataset: a fixed number, in the order of the rows, under names that do not change from run to run. */
final class ParquetFiles {

    private ParquetFiles() {}

    /** Writes the rows into an empty directory; on object stores the files keep the names that Spark gave them. */
    static List<DataFile> write(SparkSession spark, RowRange rows, long count, int files, Path directory)
            throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        List<long[]> ranges = ranges(count, files);
        JavaRDD<Row> rdd = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(ranges, ranges.size())
                .flatMap(rows);
        spark.createDataFrame(rdd, rows.schema())
                .write()
                .mode(SaveMode.Append)
                .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
                .option("compression", "snappy")
                .parquet(directory.toString());
        return settle(directory, directory.getFileSystem(hadoop), hadoop);
    }

    /** As equal as possible; never an empty one. */
    private static List<long[]> ranges(long count, int files) {
        int parts = (int) Math.min(files, count);
        List<long[]> ranges = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            long start = count / parts * i + Math.min(i, count % parts);
            long length = count / parts + (i < count % parts ? 1 : 0);
            ranges.add(new long[] {start, start + length});
        }
        return ranges;
    }

    /** Spark names files part-NUMBER-RANDOM-...; the number alone is enough here. */
    private static List<DataFile> settle(Path directory, FileSystem fs, Configuration hadoop) throws IOException {
        FileStatus[] written = fs.listStatus(directory, path -> path.getName().startsWith("part-"));
        Arrays.sort(written, Comparator.comparing(status -> status.getPath().getName()));
        List<DataFile> files = new ArrayList<>();
        for (FileStatus status : written) {
            boolean named = ObjectStores.contains(fs, hadoop);
            String name = named ? status.getPath().getName() : String.format("part-%05d.parquet", files.size());
            Path file = new Path(directory, name);
            if (!named && !fs.rename(status.getPath(), file)) {
                throw new IOException("could not rename " + status.getPath() + " to " + file);
            }
            files.add(new DataFile(name, status.getLen(), Checksum.of(file, hadoop)));
        }
        return files;
    }

    /** Every recorded file is there and has its size. */
    static void requireSizes(Path directory, Dataset dataset, Configuration hadoop) {
        for (DataFile file : dataset.files()) {
            Path path = new Path(directory, file.name());
            try {
                FileSystem fs = path.getFileSystem(hadoop);
                if (!fs.exists(path)) {
                    throw new DataProblem(Problems.show(path) + " is missing from the dataset. Prepare it again.");
                }
                long bytes = fs.getFileStatus(path).getLen();
                if (bytes != file.bytes()) {
                    throw new DataProblem(Problems.show(path) + " is truncated or damaged: " + bytes + " bytes, "
                            + file.bytes() + " were written. Prepare the dataset again.");
                }
            } catch (IOException e) {
                throw Problems.unreadable(path, e);
            }
        }
    }

    /** Every recorded file has its content. */
    static void requireContent(Path directory, Dataset dataset, Configuration hadoop) {
        requireSizes(directory, dataset, hadoop);
        for (DataFile file : dataset.files()) {
            Path path = new Path(directory, file.name());
            if (!Checksum.of(path, hadoop).equals(file.sha256())) {
                throw new DataProblem(Problems.show(path) + " is damaged: its checksum is not the one in "
                        + Dataset.FILE_NAME + ". Prepare the dataset again.");
            }
        }
    }
}
