package io.plateau.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.plateau.math.weighting.Weightings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a configuration.
 *
 * <p>Precedence, highest first:
 *
 * <ol>
 *   <li>settings of the command line, a later one before an earlier one;
 *   <li>the configuration file;
 *   <li>{@code reference.conf}, which holds every key.
 * </ol>
 *
 * <p>References ({@code ${run.seed}}) are resolved after the layers are merged, so a default that refers to another key
 * follows it. All problems of a configuration are reported by one {@link ConfigProblem}; there is no partial result.
 * Stateless, safe for threads.
 */
public final class ConfigLoader {

    private static final String REFERENCE = "reference.conf";
    private static final String COMPARE = "training.compare";
    /** What a variant may change: nothing that decides the data or where the run lies. */
    private static final Set<String> VARIANT_SECTIONS = new TreeSet<>(
            Set.of("method", "methods", "bargaining", "sharpness", "optimizer", "schedule", "training", "model"));

    private ConfigLoader() {}

    /**
     * Reads the layers from the command line.
     *
     * @param file the configuration file, or empty for the defaults alone
     * @param settings values that override it
     * @throws ConfigProblem naming everything that is wrong
     */
    public static ResolvedConfig load(Optional<Path> file, List<Setting> settings) {
        Problems problems = new Problems();
        Config layers = ConfigFactory.empty();
        for (Setting setting : settings) {
            try {
                layers = setting.toConfig().withFallback(layers);
            } catch (ConfigProblem bad) {
                bad.problems().forEach(problems::add);
            }
        }
        if (file.isPresent()) {
            layers = layers.withFallback(parse(file.get(), problems));
        }
        return resolve(layers, problems);
    }

    /**
     * Reads a configuration from its text, such as the stored one of a run.
     *
     * @param hocon the text
     * @param name what messages call it
     * @throws ConfigProblem naming everything that is wrong
     */
    public static ResolvedConfig ofText(String hocon, String name) {
        Problems problems = new Problems();
        Config text = ConfigFactory.empty();
        try {
            text = ConfigFactory.parseString(
                    hocon, ConfigParseOptions.defaults().setOriginDescription(name));
        } catch (ConfigException syntax) {
            problems.add(oneLine(syntax));
        }
        return resolve(text, problems);
    }

    private static Config parse(Path file, Problems problems) {
        if (!Files.isRegularFile(file)) {
            String what = Files.isDirectory(file) ? " is a directory" : " does not exist";
            problems.add("configuration file " + file + what);
            return ConfigFactory.empty();
        }
        try {
            ConfigParseOptions strict =
                    ConfigParseOptions.defaults().setAllowMissing(false).setSyntax(ConfigSyntax.CONF);
            return ConfigFactory.parseFile(file.toFile(), strict);
        } catch (ConfigException syntax) {
            problems.add(oneLine(syntax));
            return ConfigFactory.empty();
        }
    }

    private static ResolvedConfig resolve(Config layers, Problems problems) {
        Config reference = reference();
        Config merged = layers.withFallback(reference);
        Optional<Config> resolved = substitute(merged, problems);
        problems.raise();
        KnownKeys keys = new KnownKeys(reference.resolve().root());
        ConfigObject known = keys.keepKnown(resolved.orElseThrow().root(), problems);
        List<Variant> variants = variants(known, merged, keys, problems);
        JobConfig job = read(known, variants, problems);
        problems.raise();
        ConfigRenderOptions style = ConfigRenderOptions.defaults()
                .setOriginComments(false)
                .setComments(false)
                .setJson(false);
        return new ResolvedConfig(job, known.render(style));
    }

    private static List<Variant> variants(ConfigObject known, Config merged, KnownKeys keys, Problems problems) {
        List<Variant> variants = new ArrayList<>();
        Config plain = merged.withValue(COMPARE, ConfigValueFactory.fromIterable(List.of()));
        Set<String> labels = new TreeSet<>();
        for (ConfigValue item : compareList(known, problems)) {
            if (!(item instanceof ConfigObject overrides)) {
                problems.add(item.origin(), COMPARE + " must hold sections { label = ..., ... }");
                continue;
            }
            Section section = new Section(overrides, COMPARE, problems);
            String label = section.filled("label");
            section.require(labels.add(label), "label", "'" + label + "' is used twice");
            ConfigObject changes = overrides.withoutKey("label");
            for (String key : new TreeSet<>(changes.keySet())) {
                boolean fixed = keys.isTopLevel(key) && !VARIANT_SECTIONS.contains(key);
                section.require(
                        !fixed,
                        key,
                        "may not differ between variants; these may: " + String.join(", ", VARIANT_SECTIONS));
            }
            substitute(changes.toConfig().withFallback(plain), problems).ifPresent(resolved -> {
                ConfigObject clean = keys.keepKnown(resolved.root(), problems);
                variants.add(new Variant(label, read(clean, List.of(), problems)));
            });
        }
        return List.copyOf(variants);
    }

    private static List<ConfigValue> compareList(ConfigObject known, Problems problems) {
        if (!(known.get("training") instanceof ConfigObject training)) {
            return List.of();
        }
        if (training.get("compare") instanceof ConfigList list) {
            return list;
        }
        new Section(training, "training", problems).note("compare", "must be a list of sections");
        return List.of();
    }

    private static JobConfig read(ConfigObject known, List<Variant> variants, Problems problems) {
        Section root = new Section(known, "", problems);
        JobConfig job = JobConfig.from(root, variants);
        checkMethods(job, root);
        return job;
    }

    /** Names and options are the registry's to judge: a method added there needs no change here. */
    private static void checkMethods(JobConfig job, Section root) {
        Section sharpness = root.section("sharpness");
        checkName(job.method(), root, "method");
        checkName(job.sharpness().flatMethod(), sharpness, "flat-method");
        Section methods = root.section("methods");
        for (String name : Weightings.names()) {
            try {
                Weightings.create(name, job.methods().get(name));
            } catch (IllegalArgumentException bad) {
                methods.note(name, bad.getMessage());
            }
        }
    }

    private static void checkName(String name, Section section, String key) {
        if (!Weightings.names().contains(name)) {
            try {
                Weightings.create(name, Map.of());
            } catch (IllegalArgumentException unknown) {
                section.note(key, unknown.getMessage());
            }
        }
    }

    private static Optional<Config> substitute(Config config, Problems problems) {
        try {
            return Optional.of(config.resolve());
        } catch (ConfigException unresolved) {
            problems.add(oneLine(unresolved));
            return Optional.empty();
        }
    }

    private static Config reference() {
        return ConfigFactory.parseResources(
                ConfigLoader.class, REFERENCE, ConfigParseOptions.defaults().setAllowMissing(false));
    }

    /** The library's syntax errors begin with "file: line:". */
    private static String oneLine(ConfigException problem) {
        String text = String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
        return text.replaceFirst("^(.+?): (\\d+):", "$1:$2:");
    }
}
