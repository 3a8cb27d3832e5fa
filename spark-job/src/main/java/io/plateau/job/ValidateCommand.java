package io.plateau.job;

import io.plateau.conf.ClusterConfig;
import io.plateau.conf.JobConfig;
import io.plateau.conf.SharpnessConfig;
import io.plateau.conf.SharpnessPolicyConfig;
import io.plateau.conf.Variant;
import io.plateau.data.Dataset;
import io.plateau.data.ShardReader;
import io.plateau.math.sharpness.SharpnessMode;
import io.plateau.train.BatchPlan;
import io.plateau.train.Footprint;
import io.plateau.train.ModelSpecs;
import io.plateau.train.NetworkFile;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plateau validate}: everything that can be known before a training, without Spark and without writing. */
@Command(
        name = "validate",
        description = {
            "Checks a configuration and its data, and estimates memory and traffic. Starts no training.",
            "A source that is not prepared yet is read once from end to end."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  submit/local validate --config conf/quickstart.conf",
            "  submit/local validate --config conf/parkinsons.conf --set training.shards=16"
        })
final class ValidateCommand implements Runnable {

    private static final Set<Enum<?>> DEFAULTS =
            Set.of(SharpnessPolicyConfig.Kind.EVERY_STEP, SharpnessConfig.Measure.SAM, SharpnessConfig.Scope.SHARD);

    @Mixin
    private ConfigOptions config;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Configuration hadoop = SparkSessions.hadoop();
        Baselines baselines = Baselines.of(config.load().job(), hadoop);
        JobConfig job = config.load(baselines.settings()).job();
        Optional<Dataset> prepared = Datasets.find(job.dataset(), hadoop).map(Datasets.Opened::dataset);
        prepared.ifPresent(there -> ShardReader.verify(Datasets.path(job.dataset()), there, hadoop));
        Dataset stored = prepared.orElseGet(() -> Datasets.inspect(job.dataset(), hadoop));
        Dataset dataset = TaskSelection.of(job.dataset().tasks(), stored);
        baselines.check(job, stored, notice -> spec.commandLine().getErr().println("plateau: warning: " + notice));
        int batches = BatchPlan.of(job.training(), dataset).batches();
        PrintWriter out = spec.commandLine().getOut();
        row(out, "dataset", job.dataset().path() + (prepared.isPresent() ? "" : " (to be prepared)"));
        row(out, "rows", DatasetSummary.of(dataset));
        DatasetSummary.omissions(dataset, Datasets.path(job.dataset())).forEach(line -> row(out, "", line));
        row(
                out,
                "tasks",
                dataset.tasks().stream()
                        .map(task -> task.name() + " (" + task.type().label() + ")")
                        .collect(Collectors.joining(", ")));
        describe(out, job, dataset, NetworkFile.read(job.model(), hadoop), batches);
        for (Variant variant : job.training().compare()) {
            row(out, "variant", "\"" + variant.label() + "\": " + method(variant.config()));
        }
        row(out, "result", "configuration and data are valid");
    }

    private void describe(PrintWriter out, JobConfig job, Dataset dataset, Optional<NetworkFile> network, int batches) {
        Footprint cost = Footprint.of(job, ModelSpecs.of(job.model(), dataset, network));
        row(out, "method", method(job));
        row(
                out,
                "parameters",
                String.format(
                        Locale.ROOT,
                        "%,d (%,d shared, %,d in heads)",
                        cost.sharedParameters() + cost.headParameters(),
                        cost.sharedParameters(),
                        cost.headParameters()));
        row(
                out,
                "steps",
                String.format(
                        Locale.ROOT,
                        "%,d per epoch, %,d epochs at most",
                        batches,
                        job.training().epochs()));
        if (job.cluster().hasRounds()) {
            int steps = Math.min(job.cluster().localSteps(), batches);
            row(
                    out,
                    "sync",
                    String.format(
                            Locale.ROOT,
                            "local-steps: rounds of %,d %s by each shard, %,d per epoch; then the states are averaged",
                            steps,
                            steps == 1 ? "step" : "steps",
                            (batches + steps - 1) / steps));
        }
        row(out, "memory", "about " + Footprint.bytes(cost.slotBytes()) + " for each task slot, besides its shards");
        row(out, "state", Footprint.bytes(cost.stateBytes()) + " on the driver and in every checkpoint");
        if (job.cluster().type() == ClusterConfig.Type.LOCAL) {
            row(out, "traffic", "none: one process");
            return;
        }
        if (job.cluster().hasRounds()) {
            row(
                    out,
                    "traffic",
                    Footprint.bytes(cost.stepBytes()) + " to the driver in each round, from "
                            + job.training().shards() + " shards; " + Footprint.bytes(cost.sentBytes())
                            + " to every executor");
            cost.requireResultsFit(new SparkConf());
            return;
        }
        row(
                out,
                "traffic",
                Footprint.bytes(cost.stepBytes()) + " to the driver in each step, from "
                        + job.training().shards() + " shards; " + Footprint.bytes(cost.sentBytes())
                        + " to every executor");
        row(out, "reduction", cost.reduction().name().toLowerCase(Locale.ROOT) + " on a cluster");
        cost.requireResultsFit(new SparkConf());
    }

    private static String method(JobConfig job) {
        String mode = job.sharpness().mode().name().toLowerCase(Locale.ROOT);
        String flat = job.sharpness().flatMethod().equals(job.method())
                ? ""
                : ", flat part " + job.sharpness().flatMethod();
        return job.method() + flat + ", sharpness " + mode + policy(job.sharpness());
    }

    /** What is not the default: ", every-n, gsam, global". */
    private static String policy(SharpnessConfig sharpness) {
        if (sharpness.mode() == SharpnessMode.NONE) {
            return "";
        }
        return Stream.of(sharpness.policy().kind(), sharpness.measure(), sharpness.scope())
                .filter(choice -> !DEFAULTS.contains(choice))
                .map(choice -> ", " + choice.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining());
    }

    private static void row(PrintWriter out, String name, String value) {
        out.printf(Locale.ROOT, "%-11s %s%n", name, value);
    }
}
