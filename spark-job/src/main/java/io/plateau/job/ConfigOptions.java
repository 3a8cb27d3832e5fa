package io.plateau.job;

import io.plateau.checkpoint.Redaction;
import io.plateau.conf.ConfigLoader;
import io.plateau.conf.ConfigProblem;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every command that reads a configuration. */
final class ConfigOptions {

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The configuration, in HOCON.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Override a value of the configuration; may be given several times.")
    private List<String> settings = new ArrayList<>();

    /**
     * Refuses values for keys that something else sets.
     *
     * @param taken the keys, with the place that sets them
     * @throws ConfigProblem naming all of them
     */
    void requireFree(Map<String, String> taken) {
        List<String> problems = settings.stream()
                .map(Setting::parse)
                .filter(setting -> taken.containsKey(setting.path()))
                .map(setting -> "--set " + setting.path() + ": the sweep varies it (" + taken.get(setting.path())
                        + "): leave it out, or give that axis other values")
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigProblem(problems);
        }
    }

    /**
     * Takes the values of a section that is not one of the configuration.
     *
     * @param section its first key
     */
    List<Setting> take(String section) {
        List<Setting> taken = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (String setting : settings) {
            Setting parsed = Setting.parse(setting);
            if (parsed.path().startsWith(section + ".")) {
                taken.add(parsed);
            } else {
                left.add(setting);
            }
        }
        settings = left;
        return taken;
    }

    /** The configuration with further values on top. */
    ResolvedConfig load(Setting... more) {
        List<Setting> all = new ArrayList<>();
        settings.forEach(setting -> all.add(Setting.parse(setting)));
        all.addAll(List.of(more));
        ResolvedConfig resolved = ConfigLoader.load(Optional.of(file), all);
        Redaction.learn(resolved.text());
        return resolved;
    }
}
