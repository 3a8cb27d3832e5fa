package io.plateau.train;

import io.plateau.data.Dataset;
import io.plateau.data.SourceInfo;
import io.plateau.data.Split;
import io.plateau.data.TaskSchema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** A model's card as a page of Markdown, in the usual sections of model cards (arXiv 1810.03993). */
final class CardPage {
    private final ModelCard card;
    private final Dataset dataset;
    private final StringBuilder text = new StringBuilder();

    private CardPage(ModelCard card, Dataset dataset) {
        this.card = card;
        this.dataset = dataset;
    }

    /**
     * The page.
     *
     * @param card the card
     * @param dataset what the model was trained on
     * @param parameters number of the model's parameters
     * @param scores of the saved parameters
     * @param split the split that they were scored on
     */
    static String of(ModelCard card, Dataset dataset, int parameters, Evaluation scores, Split split) {
        CardPage page = new CardPage(card, dataset);
        page.model(parameters);
        page.metrics(scores, split);
        page.data();
        page.cost();
        page.software();
        page.again();
        return page.text.toString();
    }

    private void model(int parameters) {
        Map<String, Object> training = card.section(ModelCard.TRAINING);
        text.append("# ").append(card.run()).append("\n\n");
        text.append("A model of ").append(tasks()).append(", ").append(grouped(parameters));
        text.append(" parameters, trained by Plateau.\n\n");
        table("method", training.get("method"), "sharpness", lower(training.get("sharpness")));
        row("seed", training.get("seed"));
        row("steps", training.get("steps"));
        row("saved after step", training.get("best-step"));
    }

    private String tasks() {
        StringJoiner names = new StringJoiner(", ", dataset.tasks().size() == 1 ? "the task " : "the tasks ", "");
        dataset.tasks().stream().map(TaskSchema::name).forEach(names::add);
        return names.toString();
    }

    private void metrics(Evaluation scores, Split split) {
        text.append("\n## Metrics\n\nOn the ").append(split.label()).append(" split, ");
        text.append(grouped(dataset.rows().of(split))).append(" rows.\n\n");
        line("task", "metric", "value", "unit");
        line("---", "---", "---", "---");
        for (TaskScore score : scores.tasks()) {
            line(score.task(), score.metric(), four(score.value()), score.unit());
        }
        scores.deltaM()
                .ifPresent(deltaM ->
                        text.append("\nDelta_m: ").append(four(deltaM)).append(" %\n"));
    }

    private void data() {
        SourceInfo source = dataset.source();
        text.append("\n## Data\n\n");
        table("dataset", dataset.name(), "fingerprint", dataset.fingerprint());
        row("source", source.kind() + (source.file() == null ? "" : ", " + source.file()));
        if (source.sha256() != null) {
            row("SHA-256 of the source", source.sha256());
        }
        row(
                "rows",
                grouped(dataset.rows().train()) + " training, "
                        + grouped(dataset.rows().validation()) + " validation, "
                        + grouped(dataset.rows().test()) + " test");
        row(
                "division",
                dataset.splitFile() == null
                        ? "seed " + dataset.split().seed()
                                + (dataset.split().groupColumn() == null
                                        ? ""
                                        : ", whole groups of " + dataset.split().groupColumn())
                        : dataset.splitFile().name() + ", SHA-256 "
                                + dataset.splitFile().sha256());
    }

    private void cost() {
        text.append("\n## Cost\n\n");
        Map<String, Object> cost = card.section(ModelCard.COST);
        table("steps", cost.get("steps"), "seconds of steps", four(cost.get("step-seconds")));
        row("seconds of evaluations", four(cost.get("evaluation-seconds")));
        row("forward passes", four(cost.get("forward-passes")));
        row("backward passes", four(cost.get("backward-passes")));
        row("bytes to and from the driver", grouped(((Number) cost.get("driver-bytes")).longValue()));
    }

    private void software() {
        text.append("\n## Software\n\n");
        line("", "");
        line("---", "---");
        card.software().forEach(this::row);
    }

    private void again() {
        text.append(
                "\n## Made again\n\n`reproduce` with this directory trains the model anew from `card.json`, which holds the whole");
        text.append(" configuration, and says whether the bits agree.\n");
    }

    /** A table of names and values with its first two rows. */
    private void table(String first, Object one, String second, Object other) {
        line("", "");
        line("---", "---");
        row(first, one);
        row(second, other);
    }

    private void row(String name, Object value) {
        line(name, String.valueOf(value));
    }

    private void line(String... cells) {
        StringJoiner line = new StringJoiner(" | ", "| ", " |\n");
        List.of(cells).forEach(cell -> line.add(cell.replace("|", "\\|").replace('\n', ' ')));
        text.append(line);
    }

    private static String lower(Object value) {
        return String.valueOf(value).toLowerCase(Locale.ROOT);
    }

    private static String four(Object value) {
        return String.format(Locale.ROOT, "%.4g", ((Number) value).doubleValue());
    }

    private static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
