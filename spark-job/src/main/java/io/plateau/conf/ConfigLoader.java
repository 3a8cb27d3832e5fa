package io.plateau.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import io.plateau.math.weighting.Weighting;
import io.plateau.math.weighting.Weightings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

    static final String REFERENCE = "reference.conf";

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
        Config layers = layers(settings, problems);
        if (file.isPresent()) {
            layers = layers.withFallback(parse(file.get(), "configuration file", problems));
        }
        return resolve(layers, problems);
    }

    /** Settings as one layer; a later one goes before an earlier one. */
    static Config layers(List<Setting> settings, Problems problems) {
        Config layers = ConfigFactory.empty();
        for (Setting setting : settings) {
            try {
                layers = setting.toConfig().withFallback(layers);
            } catch (ConfigProblem bad) {
                bad.problems().forEach(problems::add);
            }
        }
        return layers;
    }

    /**
     * Reads a configuration from its text, such as the stored one of a run.
     *
     * @param hocon the text
     * @param name what messages call it
     * @param settings values that override it
     * @throws ConfigProblem naming everything that is wrong
     */
    public static ResolvedConfig ofText(String hocon, String name, Setting... settings) {
        Problems problems = new Problems();
        Config layers = layers(List.of(settings), problems);
        try {
            layers = layers.withFallback(ConfigFactory.parseString(
                    hocon, ConfigParseOptions.defaults().setOriginDescription(name)));
        } catch (ConfigException syntax) {
            problems.add(oneLine(syntax));
        }
        return resolve(layers, problems);
    }

    /**
     * Reads a file as it is.
     *
     * @param kind what messages call it
     */
    static Config parse(Path file, String kind, Problems problems) {
        if (!Files.isRegularFile(file)) {
            String what = Files.isDirectory(file) ? " is a directory" : " does not exist";
            problems.add(kind + " " + file + what);
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
        Variants variants = Variants.of(known, merged, keys, problems);
        JobConfig job = read(known, variants.all(), problems);
        problems.raise();
        return new ResolvedConfig(job, text(variants.writtenInto(known)));
    }

    /** A configuration as runs store it. */
    static String text(ConfigObject known) {
        ConfigRenderOptions style = ConfigRenderOptions.defaults()
                .setOriginComments(false)
                .setComments(false)
                .setJson(false);
        return known.render(style);
    }

    static JobConfig read(ConfigObject known, List<Variant> variants, Problems problems) {
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
                Weighting method = Weightings.create(name, job.methods().get(name));
                boolean used =
                        name.equals(job.method()) || name.equals(job.sharpness().flatMethod());
                root.section("cluster")
                        .require(
                                !used
                                        || method.rowFilter().isEmpty()
                                        || job.cluster().reduction() != ClusterConfig.Reduction.SKETCH,
                                "reduction",
                                "= sketch does not go with the method " + name
                                        + ", which changes whole rows: use slices");
            } catch (IllegalArgumentException bad) {
                methods.section(name).sayFirstChanged(bad.getMessage());
            }
        }
    }

    private static void checkName(String name, Section section, String key) {
        if (!Weightings.names().contains(name)) {
            try {
                Weightings.create(name, Map.of());
            } catch (IllegalArgumentException unknown) {
                section.say(key, unknown.getMessage());
            }
        }
    }

    static Optional<Config> substitute(Config config, Problems problems) {
        try {
            return Optional.of(config.resolve());
        } catch (ConfigException unresolved) {
            problems.add(oneLine(unresolved));
            return Optional.empty();
        }
    }

    /** The defaults; options of methods that the file leaves out come from the registry. */
    private static Config reference() {
        Map<String, Object> registry = new TreeMap<>();
        Weightings.names().forEach(name -> registry.put(name, Weightings.defaults(name)));
        Config file = ConfigFactory.parseResources(
                ConfigLoader.class,
                REFERENCE,
                ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription(REFERENCE));
        return file.withFallback(
                ConfigValueFactory.fromMap(registry, Problems.REGISTRY).atPath("methods"));
    }

    /** The library's syntax errors begin with "file: line:". */
    private static String oneLine(ConfigException problem) {
        String text = String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
        return text.replaceFirst("^(.+?): (\\d+):", "$1:$2:");
    }
}
