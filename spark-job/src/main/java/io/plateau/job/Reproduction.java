package io.plateau.job;

import io.plateau.data.TaskSchema;
import io.plateau.train.ModelCard;
import io.plateau.train.TaskScore;
import io.plateau.train.TrainedModel;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * A model and the one that its card led to.
 *
 * @param there the model
 * @param here what was trained anew; of the same layout
 * @param thereMadeBy software and processor of the first training
 * @param hereMadeBy of the second
 */
record Reproduction(
        TrainedModel there, TrainedModel here, Map<String, Object> thereMadeBy, Map<String, Object> hereMadeBy) {

    /** Parameters whose bits differ; two NaN of the same bits are equal, 0 and -0 are not. */
    int different() {
        int different = 0;
        for (int i = 0; i < there.parameters().length; i++) {
            different += sameBits(there.parameters()[i], here.parameters()[i]) ? 0 : 1;
        }
        return different;
    }

    /** Largest absolute difference of a parameter. */
    private double farthest() {
        double farthest = 0;
        for (int i = 0; i < there.parameters().length; i++) {
            double difference = Math.abs((double) there.parameters()[i] - here.parameters()[i]);
            farthest = Double.isNaN(difference) && !sameBits(there.parameters()[i], here.parameters()[i])
                    ? Double.NaN
                    : Math.max(farthest, difference);
        }
        return farthest;
    }

    private static boolean sameBits(float a, float b) {
        return Float.floatToRawIntBits(a) == Float.floatToRawIntBits(b);
    }

    /** Prints the parameters and the metrics side by side, and what differs between the two processes. */
    void print(PrintWriter out) {
        int size = there.parameters().length;
        int different = different();
        out.println(
                different == 0
                        ? "parameters  all " + size + " have the same bits"
                        : "parameters  " + different + " of " + size + " differ, by up to "
                                + TextTable.number(farthest()));
        Map<String, Double> before = there.testMetrics();
        Map<String, Double> after = here.testMetrics();
        if (!before.isEmpty()) {
            TextTable table = new TextTable().row("task", "metric", "of the model", "made again");
            for (TaskSchema task : there.dataset().tasks()) {
                table.row(
                        task.name(),
                        TaskScore.metricOf(task),
                        String.valueOf(before.get(task.name())),
                        String.valueOf(after.get(task.name())));
            }
            table.print(out);
        }
        String changed = changed();
        if (!changed.isEmpty()) {
            out.println("made by     " + changed);
        }
    }

    /** "commit: 1a2b there, 3c4d here; cpu: ..."; empty when nothing differs. */
    String changed() {
        TreeSet<String> names = new TreeSet<>(thereMadeBy.keySet());
        names.addAll(hereMadeBy.keySet());
        StringJoiner changed = new StringJoiner("; ");
        for (String name : names) {
            Object before = thereMadeBy.get(name);
            Object after = hereMadeBy.get(name);
            if (!Objects.equals(before, after)) {
                changed.add(name + ": " + before + " there, " + after + " here");
            }
        }
        return changed.toString();
    }

    /** Compares two models of one layout. */
    static Reproduction of(TrainedModel there, ModelCard card, TrainedModel here, ModelCard again) {
        return new Reproduction(there, here, card.software(), again.software());
    }
}
