package io.plateau.ml;

import io.plateau.conf.ConfigLoader;
import io.plateau.conf.JobConfig;
import io.plateau.conf.Setting;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters of {@link PlateauSettings}, each with the key of the configuration that it stands for and whose default it has. */
public final class SettingParams implements Serializable {
    private static final long serialVersionUID = 1;

    final Param<String> method;
    final Param<String> sharpnessMode;
    final DoubleParam rho;
    final IntParam epochs;
    final IntParam batchSize;
    final IntParam shards;
    final Param<String> optimizer;
    final DoubleParam learningRate;
    final IntArrayParam hidden;
    final Param<String> activation;
    final LongParam seed;
    final IntParam earlyStoppingPatience;
    final StringArrayParam settings;

    private final Params owner;
    private final LinkedHashMap<Param<?>, String> keys = new LinkedHashMap<>();

    SettingParams(Params owner) {
        this.owner = owner;
        method = text("method", "method");
        sharpnessMode = text("sharpnessMode", "sharpness.mode");
        rho = keyed(new DoubleParam(owner, "rho", doc("sharpness.rho")), "sharpness.rho");
        epochs = whole("epochs", "training.epochs");
        batchSize = whole("batchSize", "training.batch-size");
        shards = whole("shards", "training.shards");
        optimizer = text("optimizer", "optimizer.type");
        learningRate = keyed(
                new DoubleParam(owner, "learningRate", doc("optimizer.learning-rate")), "optimizer.learning-rate");
        hidden = keyed(new IntArrayParam(owner, "hidden", doc("model.hidden")), "model.hidden");
        activation = text("activation", "model.activation");
        seed = keyed(new LongParam(owner, "seed", doc("run.seed")), "run.seed");
        earlyStoppingPatience = whole("earlyStoppingPatience", "training.early-stopping-patience");
        settings = new StringArrayParam(owner, "settings", "any other settings, each key=value as for --set");
    }

    private Param<String> text(String name, String key) {
        return keyed(new Param<>(owner, name, doc(key)), key);
    }

    private IntParam whole(String name, String key) {
        return keyed(new IntParam(owner, name, doc(key)), key);
    }

    private <P extends Param<?>> P keyed(P param, String key) {
        keys.put(param, key);
        return param;
    }

    private static String doc(String key) {
        return "the setting " + key + "; conf/reference.conf explains it";
    }

    /** The defaults are those of the configuration. To be called when the owner has all its parameters. */
    void setDefaults() {
        JobConfig job = ConfigLoader.load(Optional.empty(), List.of()).job();
        owner.setDefault(method, job.method());
        owner.setDefault(sharpnessMode, word(job.sharpness().mode()));
        owner.setDefault(rho, job.sharpness().rho());
        owner.setDefault(epochs, job.training().epochs());
        owner.setDefault(batchSize, job.training().batchSize());
        owner.setDefault(shards, job.training().shards());
        owner.setDefault(optimizer, word(job.optimizer().type()));
        owner.setDefault(learningRate, job.optimizer().learningRate());
        owner.setDefault(
                hidden,
                job.model().hidden().stream().mapToInt(Integer::intValue).toArray());
        owner.setDefault(activation, word(job.model().activation()));
        owner.setDefault(seed, job.run().seed());
        owner.setDefault(earlyStoppingPatience, job.training().earlyStoppingPatience());
        owner.setDefault(settings, new String[0]);
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What has been set, the typed parameters last, so that they count.
     *
     * @throws io.plateau.conf.ConfigProblem for an element of {@code settings} that is not {@code key=value}
     */
    List<Setting> given() {
        List<Setting> given = new ArrayList<>();
        for (String text : owner.getOrDefault(settings)) {
            given.add(Setting.parse(text));
        }
        keys.forEach((param, key) -> {
            if (owner.isSet(param)) {
                given.add(new Setting(param.name(), key, plain(owner.getOrDefault(param))));
            }
        });
        return given;
    }

    private static Object plain(Object value) {
        return value instanceof int[] numbers ? Arrays.stream(numbers).boxed().toList() : value;
    }
}
