package io.plateau.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * What one pass over an ordered DataFrame finds: ranks, the statistics of the training rows, and what is wrong with the rows. A plain class
 * because it crosses Spark's wire.
 */
final class FrameSurvey implements Serializable {

    static final int VALIDATION = 0;
    static final int FEATURES = 1;
    static final int TARGETS = 2;

    private static final long serialVersionUID = 1L;

    private final FrameRanks ranks = new FrameRanks();
    private final TaskStatistics[] tasks;

    /** Per task the number of classes: 0 for a regression, -1 where the largest index tells. */
    private final int[] classes;

    private final int[] largest;
    private final long[] wrongLabels;
    private Moments[] features;
    private final int labels;
    private long otherWidths;
    private long otherTargets;
    private long badFeatures;

    FrameSurvey(List<Target> targets) {
        tasks = targets.stream()
                .map(target -> new TaskStatistics(target.columns().size()))
                .toArray(TaskStatistics[]::new);
        classes = targets.stream().mapToInt(FrameSurvey::classes).toArray();
        labels = Arrays.stream(tasks).mapToInt(TaskStatistics::width).sum();
        largest = new int[tasks.length];
        Arrays.fill(largest, 1);
        wrongLabels = new long[tasks.length];
    }

    private static int classes(Target target) {
        return switch (target.type()) {
            case REGRESSION -> 0;
            case BINARY -> 2;
            case MULTICLASS -> target.labels().isEmpty() ? -1 : target.labels().size();
        };
    }

    /** Rows of a partition, after a null that says that a partition begins. */
    static Iterator<InternalRow> marked(Iterator<InternalRow> rows) {
        Iterator<InternalRow> mark = Collections.singleton((InternalRow) null).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return mark.hasNext() || rows.hasNext();
            }

            @Override
            public InternalRow next() {
                return mark.hasNext() ? mark.next() : rows.next();
            }
        };
    }

    /** This survey with the marked rows of all partitions. */
    FrameSurvey of(Iterator<InternalRow> rows) {
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            if (row == null) {
                ranks.next();
            } else {
                add(row);
            }
        }
        return this;
    }

    private void add(InternalRow row) {
        boolean train = !row.getBoolean(VALIDATION);
        ranks.add(!train);
        float[] x = row.isNullAt(FEATURES) ? null : row.getArray(FEATURES).toFloatArray();
        if (x == null || !areFinite(x)) {
            badFeatures++;
            return;
        }
        if (features == null) {
            features = IntStream.range(0, x.length).mapToObj(i -> new Moments()).toArray(Moments[]::new);
        }
        float[] y = row.getArray(TARGETS).toFloatArray();
        if (x.length != features.length) {
            otherWidths++;
            return;
        }
        if (y.length != labels) {
            otherTargets++;
            return;
        }
        if (train) {
            for (int i = 0; i < x.length; i++) {
                features[i].add(x[i]);
            }
        }
        int at = 0;
        for (int t = 0; t < tasks.length; t++) {
            addTask(t, y, at, train);
            at += tasks[t].width();
        }
    }

    private void addTask(int t, float[] y, int at, boolean train) {
        boolean wrong = false;
        for (int i = at; i < at + tasks[t].width(); i++) {
            wrong |= Float.isInfinite(y[i]) || (classes[t] != 0 && !isClass(t, y[i]));
        }
        wrongLabels[t] += wrong ? 1 : 0;
        if (classes[t] == -1 && !wrong && !Float.isNaN(y[at])) {
            largest[t] = Math.max(largest[t], (int) y[at]);
        }
        if (train && !wrong) {
            tasks[t].add(y, at);
        }
    }

    private boolean isClass(int t, float label) {
        return Float.isNaN(label) || (label >= 0 && label == (int) label && (classes[t] == -1 || label < classes[t]));
    }

    private static boolean areFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Says everything that is wrong at once. */
    void requireUsable(List<Target> targets, List<String> featureNames) {
        if (ranks.counts().train() == 0) {
            throw new DataProblem(
                    ranks.counts().total() == 0
                            ? "the DataFrame has no rows: there is nothing to train on"
                            : "all rows of the DataFrame are validation rows: there is nothing to train on");
        }
        List<String> problems = new ArrayList<>();
        if (badFeatures > 0) {
            problems.add(
                    "the features are null, NaN or infinite in " + badFeatures
                            + " rows: fill them in with Imputer, or drop the rows (VectorAssembler.setHandleInvalid(\"skip\"))");
        } else if (otherWidths > 0) {
            problems.add("the feature vectors differ in length: " + otherWidths + " rows do not have the "
                    + features.length + " components of the first");
        } else if (!featureNames.isEmpty() && features.length != featureNames.size()) {
            problems.add("the feature vectors have " + features.length + " components, the column's attributes name "
                    + featureNames.size());
        }
        if (otherTargets > 0) {
            problems.add("the label vectors of " + otherTargets + " rows do not have " + labels
                    + " components, one per task");
        }
        for (int t = 0; t < tasks.length; t++) {
            unfit(targets.get(t), t).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new DataProblem(String.join("\n", problems));
        }
    }

    private Optional<String> unfit(Target target, int t) {
        String task = "task '" + target.name() + "': ";
        if (wrongLabels[t] > 0) {
            String wanted = classes[t] == 0
                    ? "an infinite label: make it null where it is missing"
                    : "a label that is none of the class indices 0, 1, ..."
                            + (classes[t] > 0 ? " " + (classes[t] - 1) : "")
                            + ": index the column with StringIndexer";
            return Optional.of(task + wrongLabels[t] + " rows have " + wanted);
        }
        try {
            tasks[t].requireVariation("the DataFrame", target.columns());
            return Optional.empty();
        } catch (DataProblem unfit) {
            return badFeatures + otherTargets > 0 ? Optional.empty() : Optional.of(task + unfit.getMessage());
        }
    }

    FrameRanks ranks() {
        return ranks;
    }

    /** Length of a feature vector. */
    int width() {
        return features.length;
    }

    List<FeatureSchema> features(List<String> names) {
        return IntStream.range(0, features.length)
                .mapToObj(i -> new FeatureSchema(
                        names.get(i),
                        names.get(i),
                        FeatureSchema.Kind.NUMERIC,
                        null,
                        features[i].mean(),
                        features[i].std()))
                .toList();
    }

    List<TaskSchema> tasks(List<Target> targets) {
        return IntStream.range(0, tasks.length)
                .mapToObj(t -> task(targets.get(t), t))
                .toList();
    }

    private TaskSchema task(Target target, int t) {
        boolean regression = target.type() == TaskType.REGRESSION;
        return new TaskSchema(
                target.name(),
                target.type(),
                target.columns(),
                target.unit(),
                regression ? tasks[t].means() : List.of(0.0),
                regression ? tasks[t].stds() : List.of(1.0),
                regression ? List.of() : labels(target, classes[t] == -1 ? largest[t] + 1 : classes[t]));
    }

    private static List<String> labels(Target target, int count) {
        return target.labels().isEmpty()
                ? Stream.iterate(0, i -> i + 1)
                        .limit(count)
                        .map(String::valueOf)
                        .toList()
                : target.labels();
    }
}
