package io.plateau.job;

import io.plateau.data.DataProblem;
import io.plateau.data.Dataset;
import io.plateau.data.FeatureSchema;
import io.plateau.data.TaskSchema;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A dataset as a trained model sees it: the same columns, scaled with the statistics that the model was trained with. */
final class ModelColumns {

    private ModelColumns() {}

    /**
     * Passes when a dataset has the model's inputs and its tasks, in the model's order, with the same class labels.
     *
     * @param of the dataset that the model was trained on
     * @param given the dataset
     * @param where what messages call it
     * @throws DataProblem naming the first difference
     */
    static void require(Dataset of, Dataset given, String where) {
        same(where, "feature", names(of.features(), FeatureSchema::name), names(given.features(), FeatureSchema::name));
        // A model may have been trained on some of the tasks only.
        List<String> tasks = names(of.tasks(), TaskSchema::name);
        List<String> found = names(given.tasks(), TaskSchema::name);
        same(where, "task", tasks, tasks.stream().filter(found::contains).toList());
        for (TaskSchema task : of.tasks()) {
            TaskSchema there = given.tasks().get(found.indexOf(task.name()));
            if (!there.type().equals(task.type()) || !there.labels().equals(task.labels())) {
                throw new DataProblem(where + ": task '" + task.name() + "' is " + describe(there) + ", for the model "
                        + describe(task) + ": prepare it as the dataset of the model was");
            }
        }
    }

    private static String describe(TaskSchema task) {
        return task.type().label() + (task.labels().isEmpty() ? "" : " (" + String.join(", ", task.labels()) + ")");
    }

    private static <T> List<String> names(List<T> all, Function<T, String> name) {
        return all.stream().map(name).toList();
    }

    private static void same(String where, String kind, List<String> wanted, List<String> found) {
        if (wanted.equals(found)) {
            return;
        }
        String difference = wanted.stream()
                .filter(name -> !found.contains(name))
                .findFirst()
                .map(name -> "no " + kind + " '" + name + "'")
                .or(() -> found.stream()
                        .filter(name -> !wanted.contains(name))
                        .findFirst()
                        .map(name -> "a " + kind + " '" + name + "', which the model does not know"))
                .orElse("the " + kind + "s in another order");
        throw new DataProblem(where + " has " + difference
                + ": prepare it from a table with the columns and categories that the model was trained on");
    }

    /** The files of a dataset, scaled with the statistics that the model was trained with. */
    static Dataset asSeenBy(Dataset model, Dataset files) {
        Map<String, TaskSchema> known =
                model.tasks().stream().collect(Collectors.toMap(TaskSchema::name, Function.identity()));
        return files.withFeatures(model.features())
                .withTasks(files.tasks().stream()
                        .map(task -> known.getOrDefault(task.name(), task))
                        .toList());
    }
}
