package io.plateau.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
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

    private static final Pattern NAME = Pattern.compile(
            "\\.(?<of>.+)\\.(?<kind>preparing|replaced)-(?<host>.+)-(?<pid>\\d+)-(?<started>\\d+)-[0-9a-f]{8}");

    private final FileSystem fs;
    private final Path output;

    Leftovers(FileSystem fs, Path output) {
        this.fs = fs;
        this.output = output;
    }

    /** A new name beside the output. */
    Path sibling(String kind) {
        OwnerProcess self = OwnerProcess.self();
        String owner = self.host() + "-" + self.pid() + "-" + self.started();
        String id = UUID.randomUUID().toString().substring(0, 8);
        return new Path(output.getParent(), "." + output.getName() + "." + kind + "-" + owner + "-" + id);
    }

    /**
     * Removes what processes that are gone have left beside the output. A dataset that was moved aside comes back when the one that
     * was to replace it is not complete. What belongs to a process of another machine stays.
     */
    void clear() throws IOException {
        for (FileStatus entry : siblings()) {
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

    private FileStatus[] siblings() throws IOException {
        try {
            return fs.listStatus(output.getParent());
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
