package io.plateau.model.samediff;

import io.plateau.model.HeadSpec;
import io.plateau.model.ImportedSpec;
import io.plateau.model.ParameterLayout;
import io.plateau.model.ParameterView;
import io.plateau.model.kernel.FloatArrays;
import io.plateau.model.kernel.Loss;
import io.plateau.model.kernel.OpenBlasCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;

/** Makes a model of a SameDiff file, or says everything that is wrong with it. */
public final class SameDiffReader {
    private final SameDiffNames names;
    private final int features;
    private final HeadSpec[] heads;
    private final SameDiff graph;
    private final String contents;
    private final List<String> problems = new ArrayList<>();

    private SameDiffReader(byte[] file, SameDiffNames names, int features, HeadSpec[] heads) {
        this.names = names;
        this.features = features;
        this.heads = heads.clone();
        graph = GraphFile.read(file);
        contents = GraphFile.contents(graph);
    }

    /**
     * Reads and checks a file.
     *
     * @param file what {@code SameDiff.save} wrote
     * @param names what its variables mean
     * @param features length of a feature vector
     * @param heads the tasks to train, each with an entry in the names
     * @return the model, whose initial parameters are those of the file; shared arrays first, then those of each task, by name
     * @throws IllegalArgumentException naming every problem, and what there is in the file
     */
    public static ImportedSpec read(byte[] file, SameDiffNames names, int features, HeadSpec[] heads) {
        OpenBlasCore.prepare();
        return new ImportedSpec(features, heads, new SameDiffReader(file, names, features, heads).model());
    }

    private SameDiffModel model() {
        Optional<Feed> inputs = feed("features", names.features(), features, 0);
        List<Optional<Feed>> labels = new ArrayList<>();
        for (HeadSpec head : heads) {
            int classes = head.loss() == Loss.CROSS_ENTROPY ? head.outputs() : 0;
            labels.add(named("labels", names.labels(), head)
                    .flatMap(name -> feed("labels." + head.task(), name, head.width(), classes)));
            named("losses", names.losses(), head).ifPresent(name -> computed("losses", head, name));
            named("outputs", names.outputs(), head).ifPresent(name -> computed("outputs", head, name));
        }
        graph.getOps().values().stream()
                .filter(op -> RandomOps.isOne(op.getOp()))
                .forEach(op -> problems.add("the operation " + op.getName()
                        + " draws random numbers, so that no training could be repeated: leave it out"));
        raise();
        ParameterLayout layout = Ownership.of(graph, names, problems).layout(heads, problems);
        raise();
        List<GraphTask> tasks = new ArrayList<>();
        for (int task = 0; task < heads.length; task++) {
            String name = heads[task].task();
            tasks.add(new GraphTask(
                    labels.get(task).orElseThrow(),
                    names.losses().get(name),
                    names.outputs().get(name),
                    heads[task].outputs()));
        }
        return probed(inputs.orElseThrow(), tasks, layout);
    }

    private SameDiffModel probed(Feed inputs, List<GraphTask> tasks, ParameterLayout layout) {
        long activations = new Probe(graph, inputs, tasks, heads).activationsPerRow(problems);
        raise();
        float[] initial = new float[layout.size()];
        for (ParameterView view : layout.views()) {
            FloatArrays.read(graph.getArrForVarName(view.name()), initial, view.offset());
        }
        SameDiffModel model =
                new SameDiffModel(GraphFile.structure(graph, layout), inputs, tasks, layout, activations, initial);
        try {
            model.open().close();
        } catch (RuntimeException refused) {
            problems.add("SameDiff cannot differentiate the graph: " + refused.getMessage());
        }
        raise();
        return model;
    }

    private Optional<String> named(String section, Map<String, String> of, HeadSpec head) {
        Optional<String> name = Optional.ofNullable(of.get(head.task()));
        if (name.isEmpty()) {
            problems.add(section + " names no variable for the task " + head.task()
                    + (of.isEmpty()
                            ? ""
                            : "; it has " + of.keySet().stream().sorted().collect(Collectors.joining(", "))));
        }
        return name;
    }

    private Optional<Feed> feed(String key, String name, int columns, int classes) {
        SDVariable variable = graph.getVariable(name);
        if (variable == null || !variable.isPlaceHolder()) {
            problems.add(
                    key + " = " + name + (variable == null ? ": there is no such variable" : " is not a placeholder"));
            return Optional.empty();
        }
        try {
            return Optional.of(Feed.of(variable, columns, classes));
        } catch (IllegalArgumentException misfit) {
            problems.add(key + ": " + misfit.getMessage());
            return Optional.empty();
        }
    }

    private void computed(String section, HeadSpec head, String name) {
        SDVariable variable = graph.getVariable(name);
        if (variable == null || variable.getVariableType() != VariableType.ARRAY) {
            problems.add(section + "." + head.task() + " = " + name
                    + (variable == null ? ": there is no such variable" : " is not computed by the graph"));
        }
    }

    private void raise() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems) + ". The file has " + contents);
        }
    }
}
