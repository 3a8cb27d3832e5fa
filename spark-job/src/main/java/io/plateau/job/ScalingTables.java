package io.plateau.job;

import io.plateau.conf.ClusterConfig;
import io.plateau.scaling.Calibration;
import io.plateau.scaling.Coefficient;
import io.plateau.scaling.MeasuredStep;
import io.plateau.scaling.ScalingFiles;
import io.plateau.scaling.ScalingStudy;
import io.plateau.scaling.Workload;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code bench --scaling} prints. */
final class ScalingTables {
    private ScalingTables() {}

    static void print(ScalingStudy study, PrintWriter out) {
        measured(study, out);
        out.println();
        predicted(study, out);
        out.println();
        coefficients(study, out);
        out.println();
        errors("model against all measured steps", study.errors(), out);
        errors("at the most shards, fitted without them", study.extrapolation(), out);
    }

    private static void measured(ScalingStudy study, PrintWriter out) {
        TextTable table = new TextTable()
                .row(
                        "measured, " + study.executors() + " executors",
                        "shards",
                        "ms",
                        "model ms",
                        "gradients",
                        "reduction",
                        "combine",
                        "rest",
                        "MB sent",
                        "MB received",
                        "MB exchanged");
        for (MeasuredStep step : study.steps()) {
            double gradients = MeasuredStep.gradients(step.phases());
            double all = step.phases().values().stream().mapToDouble(d -> d).sum();
            double reduction = step.phases().getOrDefault("reduction", 0.0);
            double combine = step.phases().getOrDefault("combine", 0.0);
            table.row(
                    label(step.workload(), step.reduction()),
                    Integer.toString(step.shards()),
                    millis(step.seconds()),
                    millis(study.modelled(step.workload(), step.reduction(), step.shards())),
                    millis(gradients),
                    millis(reduction),
                    millis(combine),
                    millis(all - gradients - reduction - combine),
                    megabytes(step.sent()),
                    megabytes(step.received()),
                    megabytes(step.exchanged()));
        }
        table.print(out);
    }

    private static void predicted(ScalingStudy study, PrintWriter out) {
        List<String> head = new ArrayList<>(List.of("predicted ms, one executor per shard"));
        study.settings().predicted().forEach(executors -> head.add(executors + " executors"));
        study.settings().predicted().forEach(executors -> head.add("MB received, " + executors));
        TextTable table = new TextTable().row(head);
        for (Workload work : study.workloads()) {
            for (ClusterConfig.Reduction reduction : study.settings().reductions()) {
                List<String> row = new ArrayList<>(List.of(label(work, reduction)));
                List<ScalingStudy.Prediction> predictions = study.settings().predicted().stream()
                        .map(executors -> study.predicted(work, reduction, executors))
                        .toList();
                predictions.forEach(at -> row.add(millis(at.seconds())));
                predictions.forEach(
                        at -> row.add(megabytes((double) at.traffic().received())));
                table.row(row);
            }
        }
        table.print(out);
    }

    private static void coefficients(ScalingStudy study, PrintWriter out) {
        TextTable table = new TextTable().row("coefficient", "value", "unit", "source");
        for (Workload work : study.workloads()) {
            table.row("gradient, " + work.name(), TextTable.number(work.gradient()), "s per shard", "measured");
        }
        for (Coefficient which : Coefficient.values()) {
            table.row(
                    which.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    TextTable.number(study.model().coefficient(which)),
                    which.unit(),
                    which.source());
        }
        table.row("network", TextTable.number(study.settings().network()), "Gbit/s", "setting");
        table.row("driver-network", TextTable.number(study.settings().driverNetwork()), "Gbit/s", "setting");
        table.print(out);
    }

    private static void errors(String what, Calibration.Errors errors, PrintWriter out) {
        if (!Double.isNaN(errors.median())) {
            out.printf(
                    Locale.ROOT,
                    "%s: off by %.0f %% (median), %.0f %% (worst)%n",
                    what,
                    100 * errors.median(),
                    100 * errors.worst());
        }
    }

    private static String label(Workload work, ClusterConfig.Reduction reduction) {
        return work.name() + ", " + ScalingFiles.word(reduction);
    }

    private static String millis(double seconds) {
        return String.format(Locale.ROOT, "%,.0f", 1e3 * seconds);
    }

    private static String megabytes(double bytes) {
        return String.format(Locale.ROOT, "%,.2f", 1e-6 * bytes);
    }
}
