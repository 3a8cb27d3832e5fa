package io.plateau.train;

import io.plateau.conf.ConfigLoader;
import io.plateau.conf.JobConfig;
import io.plateau.conf.Setting;
import java.util.Arrays;
import java.util.Optional;

/** Configurations for tests: the defaults with a few settings. */
final class Configs {
    private Configs() {}

    static JobConfig of(String... settings) {
        return ConfigLoader.load(
                        Optional.empty(),
                        Arrays.stream(settings).map(Setting::parse).toList())
                .job();
    }
}
