package io.plateau.job;

import io.plateau.conf.ConfigLoader;
import io.plateau.conf.ResolvedConfig;
import io.plateau.conf.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** The configuration with further values on top. */
    ResolvedConfig load(Setting... more) {
        List<Setting> all = new ArrayList<>();
        settings.forEach(setting -> all.add(Setting.parse(setting)));
        all.addAll(List.of(more));
        return ConfigLoader.load(Optional.of(file), all);
    }
}
