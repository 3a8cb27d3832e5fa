package io.plateau.scaling;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.conf.ClusterConfig;
import io.plateau.conf.ScalingConfig;
import io.plateau.picture.PictureFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A study as files:
 *
 * <ul>
 *   <li>{@code scaling.csv}: a line per measured step and per prediction: size, seconds, bytes, and for measured ones what the model says
 *       and seconds by phase;
 *   <li>{@code scaling.json}: the coefficients with unit and source, the errors, the settings;
 *   <li>{@code scaling.png}, {@code scaling.svg}: the picture.
 * </ul>
 */
public final class ScalingFiles {
    private static final String TABLE = "scaling.csv";
    private static final String MODEL = "scaling.json";
    private static final String PNG = "scaling.png";
    private static final String SVG = "scaling.svg";

    /** The phases of every step with all rows. */
    private static final List<String> PHASES = List.of(
            "broadcast",
            "forward",
            "loss-gradients",
            "perturbed-gradients",
            "reduction",
            "gram",
            "solve",
            "combine",
            "update");

    private ScalingFiles() {}

    /**
     * The names of the files.
     *
     * @param pictures whether the pictures are among them
     */
    public static List<String> names(boolean pictures) {
        List<String> tables = List.of(TABLE, MODEL);
        return pictures ? Stream.concat(tables.stream(), Stream.of(PNG, SVG)).toList() : tables;
    }

    /** Whether this machine can draw pictures: it needs fonts, and a server may have none. */
    public static boolean canDraw() {
        return PictureFile.canDraw();
    }

    /**
     * Writes the files.
     *
     * @param pictures whether to draw the pictures; see {@link #canDraw}
     * @param directory an existing directory; files of these names in it are replaced
     * @throws IOException if a file cannot be written; some may be there then
     */
    public static void write(ScalingStudy study, boolean pictures, Path directory) throws IOException {
        table(study, directory.resolve(TABLE));
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(directory.resolve(MODEL).toFile(), model(study));
        if (pictures) {
            ScalingPicture picture = new ScalingPicture(study);
            PictureFile.png(picture, directory.resolve(PNG));
            PictureFile.svg(picture, directory.resolve(SVG));
        }
    }

    private static void table(ScalingStudy study, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("kind,model,tasks,shared,reduction,executors,shards,seconds,model-seconds,"
                    + "bytes-sent,bytes-received,bytes-exchanged");
            for (String phase : PHASES) {
                out.write("," + phase + "-seconds");
            }
            out.write('\n');
            for (MeasuredStep step : study.steps()) {
                List<Object> cells = new ArrayList<>(
                        start("measured", step.workload(), step.reduction(), study.executors(), step.shards()));
                cells.add(step.seconds());
                cells.add(study.modelled(step.workload(), step.reduction(), step.shards()));
                cells.add(Math.round(step.sent()));
                cells.add(Math.round(step.received()));
                cells.add(Math.round(step.exchanged()));
                PHASES.forEach(phase -> cells.add(step.phases().getOrDefault(phase, 0.0)));
                line(out, cells);
            }
            for (ScalingStudy.Prediction at : study.predictions()) {
                List<Object> cells = new ArrayList<>(
                        start("predicted", at.workload(), at.reduction(), at.executors(), at.executors()));
                cells.add("");
                cells.add(at.seconds());
                cells.add(at.traffic().sent());
                cells.add(at.traffic().received());
                cells.add(at.traffic().exchanged());
                PHASES.forEach(phase -> cells.add(""));
                line(out, cells);
            }
        }
    }

    private static List<Object> start(
            String kind, Workload work, ClusterConfig.Reduction reduction, int executors, int shards) {
        return List.of(
                kind, work.name(), work.size().tasks(), work.size().shared(), word(reduction), executors, shards);
    }

    private static void line(BufferedWriter out, List<Object> cells) throws IOException {
        out.write(String.join(",", cells.stream().map(String::valueOf).toList()));
        out.write('\n');
    }

    private static Map<String, Object> model(ScalingStudy study) {
        Map<String, Object> coefficients = new LinkedHashMap<>();
        for (Coefficient which : Coefficient.values()) {
            Map<String, Object> about = new LinkedHashMap<>();
            about.put("value", study.model().coefficient(which));
            about.put("unit", which.unit());
            about.put("source", which.source());
            coefficients.put(which.name().toLowerCase(Locale.ROOT).replace('_', '-'), about);
        }
        Map<String, Double> gradients = new LinkedHashMap<>();
        study.workloads().forEach(work -> gradients.put(work.name(), work.gradient()));
        ScalingConfig settings = study.settings();
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("coefficients", coefficients);
        model.put("gradient-seconds", gradients);
        model.put("error", errors(study.errors()));
        model.put("error-at-most-shards-unseen", errors(study.extrapolation()));
        model.put("executors", study.executors());
        model.put("rows-per-shard", settings.rows());
        model.put("network-gbit-per-s", settings.network());
        model.put("driver-network-gbit-per-s", settings.driverNetwork());
        return model;
    }

    private static Map<String, Object> errors(Calibration.Errors errors) {
        Map<String, Object> both = new LinkedHashMap<>();
        // JSON has no NaN.
        both.put("median", Double.isNaN(errors.median()) ? null : errors.median());
        both.put("worst", Double.isNaN(errors.worst()) ? null : errors.worst());
        return both;
    }

    /** What the configuration calls a reduction. */
    public static String word(ClusterConfig.Reduction reduction) {
        return reduction.name().toLowerCase(Locale.ROOT);
    }
}
