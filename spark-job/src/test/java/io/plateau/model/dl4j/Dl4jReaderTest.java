package io.plateau.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plateau.model.HeadSpec;
import io.plateau.model.ImportedSpec;
import io.plateau.model.ParameterView;
import io.plateau.model.kernel.Loss;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What is made of a file, and what is said of one that does not fit. */
class Dl4jReaderTest {
    private static final HeadSpec PRICE = HeadSpec.regression("price", Loss.MSE, 1);
    private static final HeadSpec AREA = HeadSpec.regression("area", Loss.MSE, 2);

    private static GraphBuilder graph() {
        return new NeuralNetConfiguration.Builder()
                .seed(4)
                .graphBuilder()
                .addInputs("x")
                .addLayer("h", dense(3, 4).build(), "x");
    }

    private static DenseLayer.Builder dense(int inputs, int outputs) {
        return new DenseLayer.Builder().nIn(inputs).nOut(outputs).activation(Activation.TANH);
    }

    private static OutputLayer output(int inputs, int outputs) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nIn(inputs)
                .nOut(outputs)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static GraphBuilder twoTasks() {
        return graph().addLayer("price", output(4, 1), "h")
                .addLayer("area", output(4, 2), "h")
                .setOutputs("price", "area");
    }

    private static ImportedSpec read(GraphBuilder graph, HeadSpec... heads) {
        return read(graph.build(), List.of(), heads);
    }

    private static ImportedSpec read(
            ComputationGraphConfiguration configuration, List<String> shared, HeadSpec... heads) {
        return Dl4jReader.read(json(configuration), shared, 3, heads);
    }

    private static byte[] json(ComputationGraphConfiguration configuration) {
        return configuration.toJson().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> views(ImportedSpec model) {
        return model.layout().views().stream().map(ParameterView::toString).toList();
    }

    @Test
    void layersOfSeveralOutputsAreSharedTheOthersAreHeads() {
        ImportedSpec model = read(twoTasks(), PRICE, AREA);
        assertThat(views(model))
                .containsExactly(
                        "h_W[3, 4]@0",
                        "h_b[4]@12",
                        "price_W[4, 1]@16",
                        "price_b[1]@20",
                        "area_W[4, 2]@21",
                        "area_b[2]@29");
        assertThat(model.layout().shared()).isEqualTo(16);
        assertThat(model.activationsPerRow()).isPositive();
    }

    /** The order of the tasks is the dataset's, whatever that of the outputs. */
    @Test
    void tasksAreFoundByName() {
        assertThat(views(read(twoTasks(), AREA, PRICE))).contains("area_W[4, 2]@16", "price_W[4, 1]@26");
        assertThat(views(read(twoTasks(), AREA)))
                .containsExactly("h_W[3, 4]@0", "h_b[4]@12", "area_W[4, 2]@16", "area_b[2]@24");
    }

    @Test
    void aConfigurationDrawsItsParametersAFileHasThem() {
        float[] drawn = read(twoTasks(), PRICE, AREA).initialParameters(7);
        assertThat(drawn).isEqualTo(read(twoTasks(), PRICE, AREA).initialParameters(8));
        ComputationGraph graph = new ComputationGraph(twoTasks().build());
        graph.init();
        graph.params().assign(2);
        ImportedSpec saved = Dl4jReader.read(Dl4jGraphs.bytes(graph), List.of(), 3, new HeadSpec[] {PRICE, AREA});
        assertThat(saved.initialParameters(7)).hasSameSizeAs(drawn).containsOnly(2f);
    }

    @Test
    void layersThatAreNamedAreShared() {
        GraphBuilder graph = graph().addLayer("g", dense(4, 5).build(), "h")
                .addLayer("price", output(5, 1), "g")
                .addLayer("area", output(4, 2), "h")
                .setOutputs("price", "area");
        assertThat(read(graph, PRICE, AREA).layout().shared()).isEqualTo(16);
        assertThat(read(graph.build(), List.of("h", "g"), PRICE, AREA).layout().shared())
                .isEqualTo(41);
        assertThatThrownBy(() -> read(graph.build(), List.of("g", "k"), PRICE, AREA))
                .hasMessageContainingAll(
                        "shared names k, which is no layer with parameters",
                        "the layer h belongs to several tasks (area, price): name it in shared");
    }

    /** Images: a convolution, whose weights lie in another order than those of a dense layer. */
    @Test
    void imagesAreFilledFromTheFeatures() {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .addLayer(
                        "c",
                        new ConvolutionLayer.Builder(2, 2)
                                .nOut(3)
                                .activation(Activation.TANH)
                                .build(),
                        "x")
                .addLayer(
                        "price",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "c")
                .addLayer(
                        "area",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "c")
                .setOutputs("price", "area")
                .setInputTypes(InputType.convolutionalFlat(3, 3, 1));
        ImportedSpec model = Dl4jReader.read(json(graph.build()), List.of(), 9, new HeadSpec[] {PRICE, AREA});
        assertThat(views(model)).startsWith("c_b[3]@0", "c_W[3, 1, 2, 2]@3", "price_W[12, 1]@15");
    }

    @Test
    void outputsThatDoNotMatchTheTasksAreNamedBesideWhatIsThere() {
        HeadSpec weight = HeadSpec.regression("weight", Loss.MSE, 1);
        HeadSpec wide = HeadSpec.regression("area", Loss.MSE, 3);
        assertThatThrownBy(() -> read(twoTasks(), PRICE, weight))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the graph has no output named like the task weight: name the output layer of each task like"
                                + " the task. The file has the inputs x; the outputs price, area; the vertices h, price, area");
        assertThatThrownBy(() -> read(twoTasks(), PRICE, wide))
                .hasMessageContaining("the output area has 2 numbers for a row: the task wants 3");
        assertThatThrownBy(() -> read(twoTasks(), HeadSpec.binary("price"), HeadSpec.classes("area", 2)))
                .hasMessageContainingAll(
                        "the output price has the activation identity: a binary task has one output with SIGMOID",
                        "the output area has the activation identity: a task with classes has one output for each with"
                                + " SOFTMAX");
        assertThatThrownBy(() -> Dl4jReader.read(json(twoTasks().build()), List.of(), 5, new HeadSpec[] {PRICE, AREA}))
                .hasMessageContaining("the graph cannot be computed on rows of 5 features");
    }

    @Test
    void aTaskNeedsALayerOfItsOwnAndTheTasksASharedOne() {
        assertThatThrownBy(() -> read(twoTasks().build(), List.of("h", "price"), PRICE, AREA))
                .hasMessageContaining("task price has no layer of its own");
        GraphBuilder apart = graph().addLayer("g", dense(3, 4).build(), "x")
                .addLayer("price", output(4, 1), "h")
                .addLayer("area", output(4, 2), "g")
                .setOutputs("price", "area");
        assertThatThrownBy(() -> read(apart, PRICE, AREA)).hasMessageContaining("no layer is shared");
    }

    @Test
    void whatDrawsNumbersKeepsAStateOrIsNotKeptIsRefused() {
        assertRefused(dense(4, 4).dropOut(0.5).build(), "the layer g has dropout");
        assertRefused(dense(4, 4).weightNoise(new DropConnect(0.5)).build(), "the layer g has weight noise");
        assertRefused(dense(4, 4).activation(Activation.RRELU).build(), "the layer g has the activation RReLU");
        assertRefused(dense(4, 4).l2(0.1).build(), "the layer g is regularised");
        assertRefused(dense(4, 4).constrainWeights(new MaxNormConstraint(1, 1)).build(), "the layer g has constraints");
        assertRefused(
                new BatchNormalization.Builder().nIn(4).nOut(4).build(),
                "the layer g is a BatchNormalization, and not one of those that depend on the row");
        ComputationGraphConfiguration wide = twoTasks().build();
        wide.setDataType(DataType.DOUBLE);
        assertThatThrownBy(() -> read(wide, List.of(), PRICE, AREA))
                .hasMessageContaining("the graph is of type DOUBLE");
    }

    private static void assertRefused(org.deeplearning4j.nn.conf.layers.Layer layer, String message) {
        GraphBuilder graph = graph().addLayer("g", layer, "h")
                .addLayer("price", output(4, 1), "g")
                .addLayer("area", output(4, 2), "g")
                .setOutputs("price", "area");
        assertThatThrownBy(() -> read(graph, PRICE, AREA)).hasMessageContaining(message);
    }

    @Test
    void anotherFileIsNoGraph() {
        for (String content : new String[] {"", "PK", "PK\3\4 and then nothing of a zip", "{}", "[1]", "no graph\n"}) {
            assertThatThrownBy(() -> Dl4jReader.read(
                            content.getBytes(StandardCharsets.UTF_8), List.of(), 3, new HeadSpec[] {PRICE}))
                    .as(content)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("is not a graph of Deeplearning4j: write one with ComputationGraph.save");
        }
    }

    @Test
    void parametersOfAnotherGraphAreRefused() throws IOException {
        ComputationGraph other = new ComputationGraph(
                graph().addLayer("price", output(4, 1), "h").setOutputs("price").build());
        other.init();
        byte[] file = with("configuration.json", json(twoTasks().build()), Dl4jGraphs.bytes(other));
        assertThatThrownBy(() -> Dl4jReader.read(file, List.of(), 3, new HeadSpec[] {PRICE, AREA}))
                .hasMessageContaining("the file has 21 parameters of type FLOAT, its configuration asks for 31");
    }

    /** Deeplearning4j itself reads objects from these entries. */
    @Test
    void objectsInAFileAreNotRead() throws IOException {
        ComputationGraph graph = new ComputationGraph(twoTasks().build());
        graph.init();
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(new Tripwire());
        }
        byte[] file = Dl4jGraphs.bytes(graph);
        for (String entry : new String[] {"preprocessor.bin", "normalizer.bin", "updaterState.bin"}) {
            file = with(entry, object.toByteArray(), file);
        }
        Dl4jReader.read(file, List.of(), 3, new HeadSpec[] {PRICE, AREA});
        assertThat(Tripwire.read).isFalse();
    }

    /** Tells that it was read. */
    private static final class Tripwire implements Serializable {
        private static final long serialVersionUID = 1;

        private static boolean read;

        private Object readResolve() {
            read = true;
            return this;
        }
    }

    @Test
    void classesOfOthersAreNotLoaded() {
        String json = twoTasks().build().toJson();
        String foreign = json.replace("org.nd4j.linalg.activations.impl.ActivationTanH", "com.example.Activation");
        assertThat(foreign).isNotEqualTo(json);
        assertThatThrownBy(() -> Dl4jReader.read(
                        foreign.getBytes(StandardCharsets.UTF_8), List.of(), 3, new HeadSpec[] {PRICE, AREA}))
                .hasMessage(
                        "the configuration names the class com.example.Activation: layers, losses and activations of"
                                + " Deeplearning4j itself are read, no others");
    }

    /** A zip with one entry replaced or added. */
    private static byte[] with(String name, byte[] content, byte[] zip) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.getName().equals(name)) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
            out.putNextEntry(new ZipEntry(name));
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
