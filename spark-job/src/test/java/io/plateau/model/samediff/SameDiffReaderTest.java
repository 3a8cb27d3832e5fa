package io.plateau.model.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plateau.model.HeadSpec;
import io.plateau.model.ImportedSpec;
import io.plateau.model.ParameterView;
import io.plateau.model.kernel.Loss;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What is made of a file, and what is said of one that does not fit. */
class SameDiffReaderTest {
    private static final HeadSpec PRICE = HeadSpec.regression("price", Loss.MSE, 1);
    private static final HeadSpec AREA = HeadSpec.regression("area", Loss.MSE, 2);
    private static final SameDiffNames NAMES = new SameDiffNames(
            "x",
            Map.of("price", "y1", "area", "y2"),
            Map.of("price", "loss1", "area", "loss2"),
            Map.of("price", "out1", "area", "out2"),
            List.of());

    private final SameDiff graph = SameDiff.create();
    private final SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3);

    SameDiffReaderTest() {
        SDVariable h = graph.math().tanh("h", x.mmul(weight("w", 3, 4)));
        head("1", h, 1);
        head("2", h, 2);
    }

    private SDVariable weight(String name, long... shape) {
        return graph.var(name, Nd4j.ones(DataType.FLOAT, shape));
    }

    private void head(String number, SDVariable h, int width) {
        SDVariable y = graph.placeHolder("y" + number, DataType.FLOAT, -1, width);
        SDVariable out = h.mmul("out" + number, weight("v" + number, 4, width));
        graph.math().squaredDifference(out, y).mean("loss" + number);
    }

    private ImportedSpec read(SameDiffNames names, HeadSpec... heads) {
        return SameDiffReader.read(SameDiffGraphs.bytes(graph), names, 3, heads);
    }

    private static SameDiffNames sharing(String... shared) {
        return new SameDiffNames("x", NAMES.labels(), NAMES.losses(), NAMES.outputs(), List.of(shared));
    }

    private static List<String> views(ImportedSpec model) {
        return model.layout().views().stream().map(ParameterView::toString).toList();
    }

    @Test
    void variablesOfSeveralLossesAreSharedTheOthersAreHeads() {
        ImportedSpec model = read(NAMES, PRICE, AREA);
        assertThat(views(model)).containsExactly("w[3, 4]@0", "v1[4, 1]@12", "v2[4, 2]@16");
        assertThat(model.layout().shared()).isEqualTo(12);
        assertThat(model.initialParameters(1)).hasSize(24).containsOnly(1f);
        assertThat(model.activationsPerRow()).isPositive();
    }

    /** Whatever is trained, a variable stays what it is for all tasks of the file. */
    @Test
    void oneTaskOfTheFileIsTrainedAlone() {
        assertThat(views(read(NAMES, AREA))).containsExactly("w[3, 4]@0", "v2[4, 2]@12");
    }

    @Test
    void variablesThatAreNamedAreShared() {
        weight("extra", 4);
        SDVariable first = graph.getVariable("loss1");
        first.add("loss1b", graph.getVariable("extra").sum());
        SameDiffNames names = new SameDiffNames(
                "x",
                NAMES.labels(),
                Map.of("price", "loss1b", "area", "loss2"),
                NAMES.outputs(),
                List.of("w", "extra"));
        assertThat(views(read(names, PRICE, AREA)))
                .containsExactly("extra[4]@0", "w[3, 4]@4", "v1[4, 1]@16", "v2[4, 2]@20");
    }

    @Test
    void whatIsMissingIsNamedBesideWhatIsThere() {
        SameDiffNames names = new SameDiffNames(
                "z",
                Map.of("price", "h", "area", "y1"),
                Map.of("price", "w"),
                Map.of("price", "output1", "area", "out2"),
                List.of());
        assertThatThrownBy(() -> read(names, PRICE, AREA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "features = z: there is no such variable",
                        "labels.price = h is not a placeholder",
                        "labels.area: the placeholder y1 of shape [-1, 1] does not take any number of rows of 2 columns",
                        "losses.price = w is not computed by the graph",
                        "losses names no variable for the task area; it has price",
                        "outputs.price = output1: there is no such variable",
                        "The file has placeholders: x [-1, 3], y1 [-1, 1], y2 [-1, 2];"
                                + " trainable variables: v1 [4, 1], v2 [4, 2], w [3, 4]; computed: h, loss1, loss2,");
    }

    @Test
    void variablesOfNoTaskOrOfSeveralAreNamed() {
        weight("idle", 2);
        graph.var("wide", Nd4j.ones(DataType.DOUBLE, 2));
        assertThatThrownBy(() -> read(sharing("v1", "nothing"), PRICE, AREA))
                .hasMessageContainingAll(
                        "shared names nothing, which is no trainable variable",
                        "the trainable variable idle belongs to no task, because no loss depends on it: make it a constant",
                        "the trainable variable wide is of type DOUBLE: parameters are FLOAT here",
                        "the trainable variable w belongs to several tasks (area, price): name it in shared");
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        graph.math().squaredDifference("rows", graph.getVariable("out1"), graph.getVariable("y1"));
        SameDiffNames names = new SameDiffNames(
                "x",
                NAMES.labels(),
                Map.of("price", "rows", "area", "loss2"),
                Map.of("price", "out2", "area", "out2"),
                List.of());
        assertThatThrownBy(() -> read(names, PRICE, AREA))
                .hasMessageContainingAll(
                        "the loss rows of price has the shape [3, 1] for 3 rows: it has to be one number",
                        "the output out2 of price has the shape [3, 2] for 3 rows: the task wants 1 number for a row");
        assertThatThrownBy(
                        () -> SameDiffReader.read(SameDiffGraphs.bytes(graph), NAMES, 5, new HeadSpec[] {PRICE, AREA}))
                .hasMessageContaining(
                        "features: the placeholder x of shape [-1, 3] does not take any number of rows of 5 columns");
    }

    @Test
    void aNetworkWithoutSharedOrOwnVariablesIsRefused() {
        SameDiffNames one = new SameDiffNames(
                "x", Map.of("price", "y1"), Map.of("price", "loss1"), Map.of("price", "out1"), List.of());
        assertThatThrownBy(() -> read(one, PRICE)).hasMessageContaining("v2 belongs to no task");
        assertThatThrownBy(() -> read(sharing("w", "v1"), PRICE, AREA))
                .hasMessageContaining("task price has no trainable variable of its own");
    }

    @Test
    void randomOperationsAreRefused() {
        SDVariable noisy = graph.nn().dropout("noisy", graph.getVariable("h"), 0.5);
        noisy.mean("loss3");
        assertThatThrownBy(() -> read(NAMES, PRICE, AREA)).hasMessageContaining("draws random numbers");
    }

    @Test
    void anotherFileIsNoGraph() {
        for (String content : new String[] {"", "PK", "not a graph at all, but a text of some length\n".repeat(20)}) {
            assertThatThrownBy(() -> SameDiffReader.read(
                            content.getBytes(StandardCharsets.UTF_8), NAMES, 3, new HeadSpec[] {PRICE}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("is not a SameDiff file: write one with SameDiff.save(file, false)");
        }
    }
}
