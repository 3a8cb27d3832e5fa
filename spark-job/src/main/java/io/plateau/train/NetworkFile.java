package io.plateau.train;

import io.plateau.checkpoint.RunDirectory;
import io.plateau.conf.ConfigProblem;
import io.plateau.conf.ModelConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The file of a network that a user brings. A run keeps a copy and trains what is in it, and its model holds another, so that nothing
 * that goes on from either needs the file again.
 *
 * @param name where it came from, for messages
 * @param bytes its content, not a copy
 */
public record NetworkFile(String name, byte[] bytes) {
    /**
     * Reads the file that a configuration names.
     *
     * @return empty for a network of this program
     * @throws ConfigProblem when it names none, or one that cannot be read
     */
    public static Optional<NetworkFile> read(ModelConfig config, Configuration hadoop) {
        Optional<String> file = config.networkFile();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        String name = file.get();
        String type = config.type().name().toLowerCase(Locale.ROOT);
        String key = "model." + type + ".file";
        if (name.isEmpty()) {
            throw new ConfigProblem(key + " is empty: model.type = " + type
                    + " needs the file of a graph, or a start.model that has one");
        }
        Path path = new Path(name);
        try {
            FileSystem fs = path.getFileSystem(hadoop);
            try (FSDataInputStream in = fs.open(path)) {
                return Optional.of(new NetworkFile(name, in.readAllBytes()));
            }
        } catch (FileNotFoundException missing) {
            throw new ConfigProblem(key + " = " + name + ": there is no such file");
        } catch (IOException unreadable) {
            throw new ConfigProblem(key + " = " + name + " cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * The file that a configuration names or, where it names none, that of the model that a run starts from.
     *
     * @param start the file of that model
     */
    public static Optional<NetworkFile> named(ModelConfig config, Optional<NetworkFile> start, Configuration hadoop) {
        boolean asStarted = config.networkFile().filter(String::isEmpty).isPresent() && start.isPresent();
        return asStarted ? start : read(config, hadoop);
    }

    /**
     * The file of a run: the copy that it keeps, else that of {@link #named}, of which a copy is made.
     *
     * @param start the file of the model that it starts from
     */
    public static Optional<NetworkFile> of(ModelConfig config, RunDirectory run, Optional<NetworkFile> start)
            throws IOException {
        if (config.networkFile().isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> kept = run.network();
        if (kept.isPresent()) {
            return Optional.of(new NetworkFile(run.location() + "/network", kept.get()));
        }
        Optional<NetworkFile> file = named(config, start, run.hadoop());
        run.network(file.orElseThrow().bytes());
        return file;
    }

    /** SHA-256 of the content, in hexadecimal digits. */
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
