package io.plateau.submit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The shipped Kubernetes files, and Kubernetes' types to hold them against. */
final class Manifests {
    static final Path DIRECTORY = SparkHome.ROOT.resolve("submit/kubernetes");

    /** The types keep what they do not know; here it is an error. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new KnownFieldsOnly())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private Manifests() {}

    /** Every document of every file. */
    static List<JsonNode> all() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            List<JsonNode> documents = new java.util.ArrayList<>();
            for (Path file : files.filter(name -> name.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                documents.addAll(documents(file));
            }
            return documents;
        }
    }

    static List<JsonNode> documents(Path file) throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        try (MappingIterator<JsonNode> documents =
                yaml.readerFor(JsonNode.class).readValues(file.toFile())) {
            return documents.readAll();
        }
    }

    /** The only document of a kind. */
    static JsonNode of(String kind, String name) throws IOException {
        List<JsonNode> found = all().stream()
                .filter(document -> document.path("kind").asText().equals(kind)
                        && document.path("metadata").path("name").asText().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " documents of kind " + kind + " and name " + name);
        }
        return found.get(0);
    }

    /** Reads a piece as one of Kubernetes' types; an unknown field or a wrong type is an exception. */
    static <T> T strictly(JsonNode node, Class<T> type) throws IOException {
        return STRICT.treeToValue(node, type);
    }

    private static final class KnownFieldsOnly extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
