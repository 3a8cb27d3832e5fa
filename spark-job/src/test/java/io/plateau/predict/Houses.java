package io.plateau.predict;

import io.plateau.conf.ConfigLoader;
import io.plateau.data.CsvFormat;
import io.plateau.data.CsvSource;
import io.plateau.data.Dataset;
import io.plateau.data.DatasetWriter;
import io.plateau.data.MissingFeatures;
import io.plateau.data.SplitPlan;
import io.plateau.data.Target;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A table of made-up houses as CSV and as Parquet, and a model with random parameters for it. */
final class Houses {
    static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
            """
            message houses {
              required int64 id;
              optional binary name (STRING);
              optional float area;
              optional double age;
              required int32 rooms;
              optional binary colour (STRING);
              required int32 sold (DATE);
              optional double price;
              optional binary grade (STRING);
              optional binary ill (STRING);
            }
            """);

    private static final List<String> COLOURS = List.of("red", "green", "blue");

    private final List<House> all = new ArrayList<>();

    /** One row; a null is an empty cell. */
    private record House(
            long id,
            String name,
            Float area,
            double age,
            int rooms,
            String colour,
            double price,
            String grade,
            String ill) {}

    Houses(int rows, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < rows; i++) {
            all.add(new House(
                    1000 + i,
                    i % 7 == 3 ? null : "house " + i,
                    i % 11 == 5 ? null : (float) (100 + 20 * random.nextGaussian()),
                    50 * random.nextDouble(),
                    1 + random.nextInt(6),
                    COLOURS.get(random.nextInt(3)),
                    1e5 * random.nextDouble(),
                    "abc".substring(i % 3, i % 3 + 1),
                    random.nextBoolean() ? "yes" : "no"));
        }
    }

    int rows() {
        return all.size();
    }

    /** All rows as text. */
    Path csv(java.nio.file.Path file) throws IOException {
        StringBuilder text = new StringBuilder("id,name,area,age,rooms,colour,price,grade,ill\n");
        for (House house : all) {
            text.append(house.id).append(',').append(house.name == null ? "" : house.name);
            text.append(',')
                    .append(house.area == null ? "" : house.area)
                    .append(',')
                    .append(house.age);
            text.append(',')
                    .append(house.rooms)
                    .append(',')
                    .append(house.colour)
                    .append(',')
                    .append(house.price);
            text.append(',').append(house.grade).append(',').append(house.ill).append('\n');
        }
        return new Path(Files.writeString(file, text).toString());
    }

    /** Some rows as Parquet, in row groups as small as the writer makes them: 100 rows. */
    Path parquet(java.nio.file.Path file, int from, int to) throws IOException {
        Path path = new Path(file.toString());
        SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(path)
                .withConf(new Configuration(false))
                .withType(SCHEMA)
                .withRowGroupSize(1L)
                .build()) {
            for (House house : all.subList(from, to)) {
                writer.write(group(groups.newGroup(), house));
            }
        }
        return path;
    }

    private static Group group(Group group, House house) {
        group.append("id", house.id);
        if (house.name != null) {
            group.append("name", house.name);
        }
        if (house.area != null) {
            group.append("area", house.area);
        }
        return group.append("age", house.age)
                .append("rooms", house.rooms)
                .append("colour", house.colour)
                .append("sold", (int) (house.id % 20_000))
                .append("price", house.price)
                .append("grade", house.grade)
                .append("ill", house.ill);
    }

    static CsvSource source(Path csv) {
        return new CsvSource(
                csv,
                CsvFormat.standard(),
                List.of(Target.regression("price"), Target.multiclass("grade"), Target.binary("ill")),
                List.of("colour"),
                List.of("id", "name"),
                MissingFeatures.MEAN,
                10);
    }

    /** A model for such tables. */
    static TrainedModel model(Path csv, Configuration hadoop) {
        return model(DatasetWriter.inspect(source(csv), SplitPlan.standard(), hadoop));
    }

    /** A model for a dataset. */
    static TrainedModel model(Dataset dataset) {
        var config = ConfigLoader.load(Optional.empty(), List.of()).job().model();
        TrainedModel empty = new TrainedModel(config, dataset, true, new float[0], Map.of());
        float[] parameters = empty.spec().initialParameters(11);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] *= 2;
        }
        return new TrainedModel(config, dataset, true, parameters, Map.of());
    }
}
