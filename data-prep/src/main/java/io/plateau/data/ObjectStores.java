package io.plateau.data;

import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * Which file systems are object stores: there a rename copies, object by object, and is no commit. What is written lies under names of
 * its own from the start, and a description that names every file with its size and checksum is written last.
 */
public final class ObjectStores {

    private static final Set<String> SCHEMES =
            Set.of("s3", "s3a", "s3n", "gs", "oss", "cos", "cosn", "obs", "oci", "swift", "wasb", "wasbs");

    /** Hadoop's key for the schemes of further ones, with commas between. */
    private static final String FURTHER = "plateau.object-stores";

    private ObjectStores() {}

    /**
     * Whether a file system is one.
     *
     * @param fs the file system
     * @param hadoop may name further schemes in {@code plateau.object-stores}
     * @return true when a rename there is no commit
     */
    public static boolean contains(FileSystem fs, Configuration hadoop) {
        String scheme = fs.getUri().getScheme();
        return SCHEMES.contains(scheme)
                || hadoop.getTrimmedStringCollection(FURTHER).contains(scheme);
    }

    /**
     * Moves a file to a place where there may be an older one. HDFS and the local disk replace it at once; elsewhere a reader may find
     * none for a moment. Not for object stores, which replace a file by writing it.
     *
     * @param fs the file system of both
     * @param from the file
     * @param to its place
     * @throws IOException when the file system refuses
     */
    public static void replace(FileSystem fs, Path from, Path to) throws IOException {
        if (fs instanceof DistributedFileSystem hdfs) {
            hdfs.rename(from, to, Options.Rename.OVERWRITE);
            return;
        }
        boolean posix = "file".equals(fs.getUri().getScheme());
        if (!posix && fs.exists(to) && !fs.delete(to, false)) {
            throw new IOException("cannot delete " + to);
        }
        if (!fs.rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }
}
