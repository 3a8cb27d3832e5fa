package io.plateau.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads and writes {@code dataset.json}. */
final class DatasetJson {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private DatasetJson() {}

    static boolean exists(Path directory, Configuration hadoop) {
        Path file = new Path(directory, Dataset.FILE_NAME);
        try {
            return file.getFileSystem(hadoop).exists(file);
        } catch (IOException e) {
            throw Problems.unreadable(file, e);
        }
    }

    static Dataset read(Path directory, Configuration hadoop) {
        Path file = new Path(directory, Dataset.FILE_NAME);
        try (InputStream in = file.getFileSystem(hadoop).open(file)) {
            return parse(MAPPER.readTree(in), Problems.show(file));
        } catch (FileNotFoundException e) {
            throw new DataProblem(
                    Problems.show(directory) + " is not a complete Plateau dataset: it has no " + Dataset.FILE_NAME
                            + ". Make it with 'prepare', or correct dataset.path.",
                    e);
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new DataProblem(Problems.show(file) + " is damaged" + line + ". Prepare the dataset again.", e);
        } catch (IOException e) {
            throw Problems.unreadable(file, e);
        }
    }

    /** Reads a description that was stored elsewhere, such as with a model. */
    static Dataset parse(String json, String where) {
        try {
            return parse(MAPPER.readTree(json), where);
        } catch (JsonProcessingException e) {
            throw new DataProblem(where + " is damaged: its description of the dataset is not whole.", e);
        }
    }

    private static Dataset parse(JsonNode tree, String where) throws JsonProcessingException {
        int version = tree.path("formatVersion").asInt(-1);
        if (version != Dataset.FORMAT_VERSION) {
            throw new DataProblem(where + ": format version " + (version < 0 ? "missing" : Integer.toString(version))
                    + ", this release reads version " + Dataset.FORMAT_VERSION
                    + ". Prepare the dataset again with this release.");
        }
        complete(tree);
        return MAPPER.treeToValue(tree, Dataset.class);
    }

    /** Members that are left out when they say nothing, or came after the first files of this version were written. */
    private static void complete(JsonNode tree) {
        if (tree instanceof ObjectNode dataset) {
            for (String absent : new String[] {"graph", "splitFile"}) {
                if (!dataset.has(absent)) {
                    dataset.putNull(absent);
                }
            }
            if (!dataset.has("parts")) {
                dataset.putArray("parts");
            }
            for (String absent : new String[] {"leftOut", "missingLabels"}) {
                if (!dataset.has(absent)) {
                    dataset.putObject(absent);
                }
            }
        }
        for (JsonNode element : tree.path("tasks")) {
            if (element instanceof ObjectNode task && !task.has("metricFactor")) {
                task.put("metricFactor", 1.0);
                task.set("metricUnit", task.path("unit"));
            }
        }
    }

    static String write(Dataset dataset) {
        try {
            return MAPPER.writeValueAsString(dataset);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Writes the file, or replaces it, so that a reader sees all of it or what was there before: on object stores in place, where a file
     * appears when it is closed; elsewhere beside the final name, and renames.
     */
    static void write(Dataset dataset, Path directory, FileSystem fs, boolean objects) throws IOException {
        Path file = new Path(directory, Dataset.FILE_NAME);
        if (objects) {
            create(dataset, file, fs);
            return;
        }
        Path temporary = new Path(directory, "." + Dataset.FILE_NAME + ".writing");
        try {
            create(dataset, temporary, fs);
            ObjectStores.replace(fs, temporary, file);
        } catch (IOException e) {
            fs.delete(temporary, false);
            throw e;
        }
    }

    private static void create(Dataset dataset, Path file, FileSystem fs) throws IOException {
        byte[] content = write(dataset).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = fs.create(file, true)) {
            out.write(content);
        }
        long length = fs.getFileStatus(file).getLen();
        if (length != content.length) {
            throw new IOException(file + " was cut short: " + length + " of " + content.length + " bytes");
        }
    }
}
