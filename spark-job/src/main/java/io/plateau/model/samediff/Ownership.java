package io.plateau.model.samediff;

import io.plateau.model.HeadSpec;
import io.plateau.model.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Which trainable variables all tasks share, and which belong to one; each list by name. */
final class Ownership {
    private final List<SDVariable> shared = new ArrayList<>();
    private final Map<String, List<SDVariable>> heads = new LinkedHashMap<>();

    private Ownership() {}

    /** Divides the variables by the losses that depend on them, those of tasks that are not trained among them. */
    static Ownership of(SameDiff graph, SameDiffNames names, List<String> problems) {
        Map<String, Set<String>> reached = new TreeMap<>();
        names.losses().forEach((task, loss) -> {
            if (graph.hasVariable(loss)) {
                reached.put(task, Dependencies.of(graph, loss));
            }
        });
        List<SDVariable> trainable = GraphFile.trainable(graph);
        for (String name : names.shared()) {
            if (trainable.stream().noneMatch(variable -> variable.name().equals(name))) {
                problems.add("shared names " + name + ", which is no trainable variable");
            }
        }
        Ownership owners = new Ownership();
        for (SDVariable variable : trainable) {
            owners.add(variable, tasks(variable, reached), names.shared(), problems);
        }
        if (owners.shared.isEmpty() && problems.isEmpty()) {
            problems.add("no variable is shared: name those that all tasks share in shared");
        }
        return owners;
    }

    private static List<String> tasks(SDVariable variable, Map<String, Set<String>> reached) {
        return reached.entrySet().stream()
                .filter(loss -> loss.getValue().contains(variable.name()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void add(SDVariable variable, List<String> tasks, List<String> named, List<String> problems) {
        String name = variable.name();
        if (variable.dataType() != DataType.FLOAT) {
            problems.add("the trainable variable " + name + " is of type " + variable.dataType()
                    + ": parameters are FLOAT here");
        } else if (tasks.isEmpty()) {
            problems.add("the trainable variable " + name
                    + " belongs to no task, because no loss depends on it: make it" + " a constant");
        } else if (named.contains(name) || (named.isEmpty() && tasks.size() > 1)) {
            shared.add(variable);
        } else if (tasks.size() > 1) {
            problems.add("the trainable variable " + name + " belongs to several tasks (" + String.join(", ", tasks)
                    + "): name it in shared");
        } else {
            heads.computeIfAbsent(tasks.get(0), task -> new ArrayList<>()).add(variable);
        }
    }

    /** The flat vector of the shared variables and of the heads of some tasks; notes those without a variable of their own. */
    ParameterLayout layout(HeadSpec[] tasks, List<String> problems) {
        ParameterLayout.Builder layout = new ParameterLayout.Builder();
        shared.forEach(variable -> layout.shared(variable.name(), shape(variable)));
        for (HeadSpec task : tasks) {
            List<SDVariable> own = heads.getOrDefault(task.task(), List.of());
            if (own.isEmpty()) {
                problems.add("task " + task.task() + " has no trainable variable of its own");
            }
            layout.head();
            own.forEach(variable -> layout.inHead(variable.name(), shape(variable)));
        }
        return layout.build();
    }

    private static int[] shape(SDVariable variable) {
        return Arrays.stream(variable.getShape()).mapToInt(Math::toIntExact).toArray();
    }
}
