package io.plateau.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Statistics of a text table over the rows it is shown, which are those of the training split. */
final class CsvStatistics {

    private final CsvSource source;
    private final CsvColumns columns;
    private final CellReader cells;
    private final List<List<String>> labels;
    private final String where;
    private final TargetEncoder targets;
    private final Moments[] numbers;
    private final List<TreeMap<String, Long>> categories = new ArrayList<>();
    private final TaskStatistics[] tasks;
    private long rows;

    CsvStatistics(CsvSource source, CsvColumns columns, CellReader cells, List<List<String>> labels, String where) {
        this.source = source;
        this.columns = columns;
        this.cells = cells;
        this.labels = labels;
        this.where = where;
        this.targets = new TargetEncoder(cells, columns.targets(), labels, source.targets());
        this.numbers = IntStream.range(0, columns.features().size())
                .mapToObj(i -> new Moments())
                .toArray(Moments[]::new);
        columns.features().forEach(column -> categories.add(new TreeMap<>()));
        this.tasks = source.targets().stream()
                .map(target -> new TaskStatistics(target.columns().size()))
                .toArray(TaskStatistics[]::new);
    }

    void add(CsvRow row) {
        rows++;
        for (int f = 0; f < numbers.length; f++) {
            int column = columns.features().get(f);
            if (columns.categorical().contains(column)) {
                addCategory(row, column, categories.get(f));
            } else {
                float value = cells.feature(row, column);
                if (!Float.isNaN(value)) {
                    numbers[f].add(value);
                }
            }
        }
        float[] values = targets.encode(row);
        int at = 0;
        for (TaskStatistics task : tasks) {
            task.add(values, at);
            at += task.width();
        }
    }

    private void addCategory(CsvRow row, int column, Map<String, Long> counts) {
        String category = cells.category(row, column);
        if (counts.merge(category, 1L, Long::sum) == 1 && counts.size() > source.maxCategories()) {
            throw cells.problem(
                    row,
                    column,
                    Problems.show(category) + " is category number " + counts.size() + "; a column may have "
                            + source.maxCategories() + ". Ignore the column if it is an identifier.");
        }
    }

    List<FeatureSchema> features() {
        List<FeatureSchema> features = new ArrayList<>();
        for (int f = 0; f < numbers.length; f++) {
            int index = columns.features().get(f);
            String column = columns.names().get(index);
            if (columns.categorical().contains(index)) {
                categories.get(f).forEach((category, count) -> features.add(indicator(column, category, count)));
            } else if (numbers[f].count() == 0) {
                throw new DataProblem(where + ", column '" + column
                        + "': no row of the training split has a value. Ignore the column.");
            } else {
                features.add(new FeatureSchema(
                        column, column, FeatureSchema.Kind.NUMERIC, null, numbers[f].mean(), numbers[f].std()));
            }
        }
        return features;
    }

    private FeatureSchema indicator(String column, String category, long count) {
        double share = (double) count / rows;
        return new FeatureSchema(
                column + "=" + (category.isEmpty() ? "(missing)" : category),
                column,
                FeatureSchema.Kind.CATEGORY,
                category,
                share,
                Math.sqrt(share * (1 - share)));
    }

    List<TaskSchema> tasks() {
        List<TaskSchema> schemas = new ArrayList<>();
        for (int t = 0; t < tasks.length; t++) {
            Target target = source.targets().get(t);
            tasks[t].requireVariation(where, target.columns());
            boolean regression = target.type() == TaskType.REGRESSION;
            schemas.add(new TaskSchema(
                    target.name(),
                    target.type(),
                    target.columns(),
                    target.unit(),
                    regression ? tasks[t].means() : Collections.nCopies(1, 0.0),
                    regression ? tasks[t].stds() : Collections.nCopies(1, 1.0),
                    regression ? List.of() : labels.get(t)));
        }
        return schemas;
    }
}
