package io.plateau.conf;

import java.util.List;

/**
 * Section {@code model.dl4j}.
 *
 * @param file the graph, a Hadoop path; empty: that of the model in {@code start.model}
 * @param shared the layers that all tasks share; empty: those that more than one output depends on
 */
public record Dl4jConfig(String file, List<String> shared) {

    static Dl4jConfig from(Section dl4j) {
        return new Dl4jConfig(dl4j.text("file"), dl4j.names("shared", "layer"));
    }
}
