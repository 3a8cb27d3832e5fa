package io.plateau.toy;

import io.plateau.picture.PictureFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The results of an experiment as files, all numbers with all digits:
 *
 * <ul>
 *   <li>{@code trajectories.csv}: method, start, step, x1, x2, loss1, loss2; the kept points;
 *   <li>{@code ends.csv}: a line per method and start: where and why it ended, and whether on the front;
 *   <li>{@code table.csv}: a line per method: how many starts end on the front, least and largest final losses;
 *   <li>{@code front.csv}: points of the Pareto front and their losses;
 *   <li>{@code toy.png}, {@code toy.svg}: the picture.
 * </ul>
 */
public final class ToyFiles {
    private static final String TRAJECTORIES = "trajectories.csv";
    private static final String ENDS = "ends.csv";
    private static final String TABLE = "table.csv";
    private static final String FRONT = "front.csv";
    private static final String PNG = "toy.png";
    private static final String SVG = "toy.svg";
    private static final int FRONT_POINTS = 281;

    private ToyFiles() {}

    /**
     * The names of the files.
     *
     * @param pictures whether the pictures are among them
     * @return names, in the order of the description
     */
    public static List<String> names(boolean pictures) {
        List<String> tables = List.of(TRAJECTORIES, ENDS, TABLE, FRONT);
        return pictures ? Stream.concat(tables.stream(), Stream.of(PNG, SVG)).toList() : tables;
    }

    /** Whether this machine can draw pictures: it needs fonts, and a server may have none. */
    public static boolean canDraw() {
        return PictureFile.canDraw();
    }

    /**
     * Writes the files.
     *
     * @param results results of at least one method
     * @param settings settings that gave them
     * @param pictures whether to draw the pictures; see {@link #canDraw}
     * @param directory an existing directory; files of these names in it are replaced
     * @throws IOException if a file cannot be written; some may be there then
     */
    public static void write(List<MethodResult> results, ToySettings settings, boolean pictures, Path directory)
            throws IOException {
        trajectories(results, directory.resolve(TRAJECTORIES));
        ends(results, directory.resolve(ENDS));
        table(results, directory.resolve(TABLE));
        front(directory.resolve(FRONT));
        if (pictures) {
            LossPicture picture = new LossPicture(results, settings.steps());
            PictureFile.png(picture, directory.resolve(PNG));
            PictureFile.svg(picture, directory.resolve(SVG));
        }
    }

    private static void trajectories(List<MethodResult> results, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            line(out, "method", "start", "step", "x1", "x2", "loss1", "loss2");
            for (MethodResult result : results) {
                for (Trajectory trajectory : result.trajectories()) {
                    for (Trajectory.Step step : trajectory.points()) {
                        List<Object> cells =
                                new ArrayList<>(List.of(result.method(), Names.start(trajectory.start()), step.step()));
                        addPoint(cells, step);
                        line(out, cells.toArray());
                    }
                }
            }
        }
    }

    private static void ends(List<MethodResult> results, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            line(
                    out,
                    "method",
                    "start",
                    "step",
                    "x1",
                    "x2",
                    "loss1",
                    "loss2",
                    "least_norm",
                    "on_front",
                    "stationary_steps",
                    "not_converged_steps",
                    "end",
                    "reason");
            for (MethodResult result : results) {
                for (Trajectory trajectory : result.trajectories()) {
                    Trajectory.Step last = trajectory.last();
                    List<Object> cells =
                            new ArrayList<>(List.of(result.method(), Names.start(trajectory.start()), last.step()));
                    addPoint(cells, last);
                    cells.add(ToyProblem.leastNorm(ToyProblem.at(last.x())));
                    cells.add(trajectory.onFront());
                    cells.add(trajectory.stationary());
                    cells.add(trajectory.notConverged());
                    cells.add(trajectory.end().words());
                    cells.add(trajectory.reason());
                    line(out, cells.toArray());
                }
            }
        }
    }

    private static void table(List<MethodResult> results, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            line(out, "method", "on_front", "starts", "least_loss1", "most_loss1", "least_loss2", "most_loss2");
            for (MethodResult result : results) {
                line(
                        out,
                        result.method(),
                        result.onFront(),
                        result.trajectories().size(),
                        result.finalLosses(0).getMin(),
                        result.finalLosses(0).getMax(),
                        result.finalLosses(1).getMin(),
                        result.finalLosses(1).getMax());
            }
        }
    }

    private static void front(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            line(out, "x1", "x2", "loss1", "loss2");
            for (double[] x : ParetoFront.points(FRONT_POINTS)) {
                double[] losses = ToyProblem.at(x).losses();
                line(out, x[0], x[1], losses[0], losses[1]);
            }
        }
    }

    private static void addPoint(List<Object> cells, Trajectory.Step step) {
        cells.add(step.x()[0]);
        cells.add(step.x()[1]);
        cells.add(step.losses()[0]);
        cells.add(step.losses()[1]);
    }

    private static void line(BufferedWriter out, Object... cells) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            out.write(i == 0 ? "" : ",");
            out.write(quoted(String.valueOf(cells[i])));
        }
        out.write('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
