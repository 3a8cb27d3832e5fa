package io.plateau.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.plateau.checkpoint.RecordedRun;
import io.plateau.checkpoint.RunProblem;
import io.plateau.conf.ConfigLoader;
import io.plateau.conf.ResolvedConfig;
import io.plateau.report.RunHistory;
import io.plateau.train.TrainedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A run as a report reads it, running or ended.
 *
 * @param run its directory
 * @param state its state, with the reason
 * @param config its configuration
 * @param provenance the facts of its last attempt; of the run that it is a variant of
 * @param history its logs
 * @param model its model; empty when it has not succeeded
 */
record ReportedRun(
        RecordedRun run,
        String state,
        ResolvedConfig config,
        Map<String, Object> provenance,
        RunHistory history,
        Optional<TrainedModel> model) {
    private static final String COMPARE = "training.compare";

    private record Found(RecordedRun run, ResolvedConfig config, Map<String, Object> provenance, String label) {}

    /**
     * Reads runs, each with the variants that it has trained.
     *
     * @throws RunProblem when one is not there, has made no step or is named twice
     */
    static List<ReportedRun> read(List<String> directories, Configuration hadoop) throws IOException {
        List<Found> found = new ArrayList<>();
        Set<String> places = new HashSet<>();
        for (String directory : directories) {
            RecordedRun run = RecordedRun.open(new Path(directory), hadoop);
            if (!places.add(run.location())) {
                throw new RunProblem("run " + run.location() + " is named twice: leave one out");
            }
            addWithVariants(run, found);
        }
        Map<String, Integer> uses = new LinkedHashMap<>();
        found.forEach(one -> uses.merge(one.label(), 1, Integer::sum));
        List<ReportedRun> runs = new ArrayList<>();
        for (Found one : found) {
            String label = uses.get(one.label()) == 1 ? one.label() : one.run().location();
            RunHistory history = RunHistory.read(one.run(), label, found.size());
            Optional<TrainedModel> model = one.run().hasSucceeded()
                    ? Optional.of(TrainedModel.read(one.run().path(), hadoop))
                    : Optional.empty();
            runs.add(new ReportedRun(one.run(), one.run().state(), one.config(), one.provenance(), history, model));
        }
        return runs;
    }

    private static void addWithVariants(RecordedRun run, List<Found> found) throws IOException {
        String text = run.config()
                .orElseThrow(() -> new RunProblem("run " + run.location() + " has no config.resolved.conf: it has not"
                        + " begun, or it is a variant, which the report of its run shows"));
        ResolvedConfig config = ConfigLoader.ofText(text, run.location());
        Map<String, Object> provenance = lastAttempt(run.provenance());
        found.add(new Found(run, config, provenance, run.id()));
        List<RecordedRun> variants = run.variants();
        Config whole = ConfigFactory.parseString(text);
        for (Config changes : whole.hasPath(COMPARE) ? whole.getConfigList(COMPARE) : List.<Config>of()) {
            String label = changes.getString("label");
            for (RecordedRun variant : variants) {
                if (variant.id().equals(Trial.id(label))) {
                    Config own = changes.withoutPath("label")
                            .withFallback(whole.withValue(COMPARE, ConfigValueFactory.fromIterable(List.of())));
                    found.add(new Found(
                            variant,
                            ConfigLoader.ofText(own.root().render(), variant.location()),
                            provenance,
                            run.id() + ": " + label));
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> lastAttempt(Map<String, Object> attempts) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (!attempts.isEmpty() && attempts.get("attempt-" + attempts.size()) instanceof Map<?, ?> last) {
            facts.put("attempts", attempts.size());
            facts.putAll((Map<String, Object>) last);
        }
        return facts;
    }

    /** What charts and tables call it. */
    String label() {
        return history.label();
    }

    /** What it scored; empty when it has not succeeded or has no test split. */
    Optional<ScoredRun> scored() {
        return model.filter(trained -> !trained.testMetrics().isEmpty())
                .map(trained -> ScoredRun.of(run.location(), config.text(), trained, history.cost()));
    }
}
