package io.plateau.job;

import io.plateau.checkpoint.RunDirectory;
import io.plateau.conf.ConfigProblem;
import io.plateau.conf.JobConfig;
import io.plateau.data.Dataset;
import io.plateau.data.TaskSchema;
import io.plateau.model.ParameterView;
import io.plateau.train.ModelSpecs;
import io.plateau.train.NetworkFile;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The model that a run starts from: its parameters, and the statistics that scale the data, without which they mean nothing. The
 * optimizer and the bargaining start anew.
 */
final class WarmStart {
    private final String where;
    private final TrainedModel model;

    private final Configuration hadoop;

    private WarmStart(String where, TrainedModel model, Configuration hadoop) {
        this.where = where;
        this.model = model;
        this.hadoop = hadoop;
    }

    /**
     * Reads the model that a configuration names.
     *
     * @return empty when it names none
     */
    static Optional<WarmStart> of(JobConfig config, Configuration hadoop) throws IOException {
        String where = config.start().model();
        return where.isEmpty()
                ? Optional.empty()
                : Optional.of(new WarmStart(where, TrainedModel.read(new Path(where), hadoop), hadoop));
    }

    /** The model that the run started from: a champion may be another one when the run goes on. */
    WarmStart keptIn(RunDirectory run) throws IOException {
        if (run.hasStart()) {
            return new WarmStart(where, TrainedModel.read(run.start(), run.hadoop()), hadoop);
        }
        model.write(run.start(), run.hadoop());
        return this;
    }

    /** The dataset as the model sees it. */
    Datasets.Opened seen(Datasets.Opened opened) {
        return opened.as(ModelColumns.asSeenBy(model.dataset(), opened.dataset()));
    }

    /** The flat parameters. */
    float[] parameters() {
        return model.parameters();
    }

    /** The file of a network that the user brought. */
    Optional<NetworkFile> network() {
        return model.network();
    }

    /** {@link #require} for the run itself and the variants that are trained with it. */
    void requireAll(JobConfig config, Dataset stored) {
        require(config, stored);
        config.training().compare().forEach(variant -> require(variant.config(), stored));
    }

    /**
     * Passes when a run can start from the model.
     *
     * @param config settings of the run
     * @param stored the dataset with all its tasks
     * @throws ConfigProblem when the run's network is another one than the model's, naming the first difference
     * @throws io.plateau.data.DataProblem when the dataset has other columns
     */
    private void require(JobConfig config, Dataset stored) {
        ModelColumns.require(model.dataset(), stored, config.dataset().path());
        Dataset trained = TaskSelection.of(config.dataset().tasks(), stored);
        requireSame("tasks", names(model.dataset()), names(trained));
        requireSame("model.type", model.config().type(), config.model().type());
        requireSame(
                "model.activation", model.config().activation(), config.model().activation());
        requireSame(
                "dataset.scale-targets", model.scaledTargets(), config.dataset().scaleTargets());
        List<ParameterView> there = model.spec().layout().views();
        List<ParameterView> here = ModelSpecs.of(
                        config.model(), trained, NetworkFile.named(config.model(), network(), hadoop))
                .layout()
                .views();
        for (int i = 0; i < Math.min(there.size(), here.size()); i++) {
            requireSame("parameters", shape(there.get(i)), shape(here.get(i)));
        }
        requireSame("number of parameter arrays", there.size(), here.size());
    }

    private static List<String> names(Dataset dataset) {
        return dataset.tasks().stream().map(TaskSchema::name).toList();
    }

    private static String shape(ParameterView view) {
        return view.name()
                + IntStream.range(0, view.rank())
                        .mapToObj(axis -> Integer.toString(view.dimension(axis)))
                        .collect(Collectors.joining(" x ", " ", ""));
    }

    private void requireSame(String what, Object there, Object here) {
        if (!there.equals(here)) {
            throw new ConfigProblem("cannot start from model " + where + " (start.model, --warm-start): " + what + ": "
                    + there + " there, " + here
                    + " here. Train with the settings of that model, or without --warm-start");
        }
    }
}
