package io.plateau.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The temporary siblings of a dataset's directory: {@code .NAME.preparing-OWNER} while it is written and {@code .NAME.replaced-OWNER}
 * for the dataset that it replaces. The owner is in the name, so that what a killed process left behind can be told from what a
 * running one needs.
 */
final class Leftovers {

    /** How directories of rows inside a dataset begin. */
    static final String ROWS = "rows-";

    private static final String OWNER = "(?<host>.+)-(?<pid>\\d+)-(?<started>\\d+)-[0-9a-f]{8}";
    private static final Pattern NAME = Pattern.compile("\\.(?<of>.+)\\.(?<kind>preparing|replaced)-" + OWNER);
    private static final Pattern ROWS_NAME = Pattern.compile(ROWS + OWNER);

    private final FileSystem fs;
    private final Path output;

    Leftovers(FileSystem fs, Path output) {
        this.fs = fs;
        this.output = output;
    }

    /** A new name beside the output. */
    Path sibling(String kind) {
        return new Path(output.getParent(), "." + output.getName() + "." + kind + "-" + owner());
    }

    /** A new name for rows inside the output. */
    String rows() {
        return ROWS + owner();
    }

    private static String owner() {
        OwnerProcess self = OwnerProcess.self();
        String id = UUID.randomUUID().toString().substring(0, 8);
        return self.host() + "-" + self.pid() + "-" + self.started() + "-" + id;
    }

    /**
     * Removes what processes that are gone have left beside the output. A dataset that was moved aside comes back when the one that
     * was to replace it is not complete. What belongs to a process of another machine stays.
     */
    void clear() throws IOException {
        clearRows();
        for (FileStatus entry : children(output.getParent())) {
            Path path = entry.getPath();
            Optional<Matcher> name = Optional.of(NAME.matcher(path.getName()))
                    .filter(Matcher::matches)
                    .filter(match -> match.group("of").equals(output.getName()))
                    .filter(Leftovers::isAbandoned);
            if (name.isEmpty()) {
                continue;
            }
            boolean lost = name.get().group("kind").equals("replaced") && !isDataset(output) && isDataset(path);
            if (lost) {
                fs.delete(output, true);
                fs.rename(path, output);
            } else {
                fs.delete(path, true);
            }
        }
    }

    /** Rows that no description names: of a preparation that was killed, or of a dataset that was replaced. */
    private void clearRows() throws IOException {
        Set<String> named = new HashSet<>();
        if (isDataset(output)) {
            for (DataFile file : Dataset.read(output, fs.getConf()).files()) {
                named.add(file.name().replaceFirst("/.*", ""));
            }
        }
        for (FileStatus entry : children(output)) {
            Matcher name = ROWS_NAME.matcher(entry.getPath().getName());
            if (name.matches() && !named.contains(entry.getPath().getName()) && isAbandoned(name)) {
                fs.delete(entry.getPath(), true);
            }
        }
    }

    private FileStatus[] children(Path directory) throws IOException {
        try {
            return fs.listStatus(directory);
        } catch (FileNotFoundException none) {
            return new FileStatus[0];
        }
    }

    private boolean isDataset(Path directory) throws IOException {
        return fs.exists(new Path(directory, Dataset.FILE_NAME));
    }

    private static boolean isAbandoned(Matcher name) {
        try {
            return new OwnerProcess(
                            name.group("host"),
                            Long.parseLong(name.group("pid")),
                            Long.parseLong(name.group("started")))
                    .isGone();
        } catch (NumberFormatException notOurs) {
            return false;
        }
    }
}
