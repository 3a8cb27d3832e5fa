package io.plateau.conf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sweep trains and compares.
 *
 * @param text the file it was read from
 * @param trials in the order in which they are trained; at least one
 * @param varied the keys of the configuration that differ between trials, with the place that says so
 * @param plain group that paired tests hold a group against, by group; groups without an entry are not tested
 * @param baseline group that Delta_m is taken against; empty for {@code evaluation.baseline}
 * @param execution how the trials are run
 */
public record SweepPlan(
        String text,
        List<SweepTrial> trials,
        Map<String, String> varied,
        Map<String, String> plain,
        Optional<String> baseline,
        SweepExecution execution) {}
