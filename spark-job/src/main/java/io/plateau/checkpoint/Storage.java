package io.plateau.checkpoint;

import io.plateau.data.ObjectStores;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/** The few file operations of this package over one Hadoop file system. */
final class Storage {

    private final FileSystem fs;
    private final boolean atomicRename;

    Storage(FileSystem fs, boolean atomicRename) {
        this.fs = fs;
        this.atomicRename = atomicRename;
    }

    static Storage of(Path path, Configuration hadoop) throws IOException {
        FileSystem fs = path.getFileSystem(hadoop);
        boolean objects = ObjectStores.contains(fs, hadoop);
        // The checksummed layer over the local disk buffers what is flushed and leaves .crc files: the manifest covers
        // them.
        return new Storage(fs instanceof LocalFileSystem local ? local.getRaw() : fs, !objects);
    }

    FileSystem fileSystem() {
        return fs;
    }

    /** A path for a message: as a person would write it, without the scheme of the local disk. */
    static String show(Path path) {
        String scheme = path.toUri().getScheme();
        return scheme == null || scheme.equals("file") ? path.toUri().getPath() : Redaction.of(path.toString());
    }

    /** The same file for the Java library, where this is the local disk. */
    java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(qualify(path).toUri().getPath());
    }

    boolean isLocal() {
        return "file".equals(fs.getUri().getScheme());
    }

    boolean atomicRename() {
        return atomicRename;
    }

    /** The absolute path, without the last slash that a path made from an URI may have. */
    Path qualify(Path path) {
        return fs.makeQualified(new Path(path.toString()));
    }

    boolean exists(Path path) throws IOException {
        return fs.exists(path);
    }

    /** The whole content; of a file that its writer never closed, all that it had flushed. */
    byte[] read(Path path) throws IOException {
        long length = fs.getFileStatus(path).getLen();
        if (length > Integer.MAX_VALUE - 8) {
            throw new IOException(path + " has " + length + " bytes, more than one array holds");
        }
        // HDFS gives the length without the last block of an open file, which its stream does give.
        try (FSDataInputStream in = fs.open(path)) {
            byte[] known = in.readNBytes((int) length);
            byte[] more = in.readAllBytes();
            if (more.length == 0) {
                return known;
            }
            byte[] all = Arrays.copyOf(known, Math.addExact(known.length, more.length));
            System.arraycopy(more, 0, all, known.length, more.length);
            return all;
        }
    }

    /**
     * Writes a new or existing file to stable storage, in place.
     *
     * @throws IOException also when the file system says that the file has another length afterwards
     */
    void write(Path path, byte[] bytes) throws IOException {
        if (isLocal()) {
            writeLocal(path, bytes);
        } else {
            try (FSDataOutputStream out = fs.create(path, true)) {
                out.write(bytes);
                if (out.hasCapability(StreamCapabilities.HSYNC)) {
                    out.hsync();
                }
            }
        }
        long length = fs.getFileStatus(path).getLen();
        if (length != bytes.length) {
            throw new IOException(path.getName() + " was cut short: " + length + " of " + bytes.length + " bytes");
        }
    }

    /** Hadoop starts a chmod process for each new file on the local disk, which costs more than the file and dies of a Ctrl-C. */
    private void writeLocal(Path path, byte[] bytes) throws IOException {
        try (FileChannel file = FileChannel.open(
                local(path),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                file.write(left);
            }
            file.force(true);
        }
    }

    /**
     * Writes a file so that a reader sees the old content or the new, never a part.
     *
     * @throws StorageProblem when it cannot be written
     */
    void replace(Path path, byte[] bytes) throws IOException {
        Path temporary = new Path(path.getParent(), "." + path.getName() + ".tmp");
        try {
            write(atomicRename ? temporary : path, bytes);
            if (atomicRename) {
                renameOver(temporary, path);
            }
        } catch (IOException failure) {
            discard(temporary, failure);
            throw StorageProblem.of(show(path), failure);
        }
    }

    /**
     * Writes a file where there is none; it appears with its whole content. Of several processes one succeeds, unless this is an object
     * store: there it takes a {@link Claim} on the directory.
     *
     * @return false when there is one already
     * @throws StorageProblem when it cannot be written
     */
    boolean create(Path path, byte[] bytes) throws IOException {
        if (fs.exists(path)) {
            return false;
        }
        Path temporary = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
        try {
            write(atomicRename ? temporary : path, bytes);
            if (!atomicRename) {
                return true;
            }
            return isLocal() ? link(temporary, path) : renameToNew(temporary, path);
        } catch (IOException failure) {
            discard(temporary, failure);
            throw StorageProblem.of(show(path), failure);
        }
    }

    /** POSIX renames over what is there; a link does not. */
    private boolean link(Path from, Path to) throws IOException {
        try {
            Files.createLink(local(to), local(from));
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } finally {
            delete(from);
        }
    }

    /** HDFS does not rename over what is there. */
    private boolean renameToNew(Path from, Path to) throws IOException {
        if (fs.rename(from, to)) {
            return true;
        }
        delete(from);
        if (!fs.exists(to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
        return false;
    }

    /** Moves a file or directory to a place where there may be an older one. */
    void renameOver(Path from, Path to) throws IOException {
        boolean there = fs.exists(to);
        if (there && fs.getFileStatus(to).isFile()) {
            ObjectStores.replace(fs, from, to);
            return;
        }
        if (there && !fs.delete(to, true)) {
            throw new IOException("cannot delete " + to);
        }
        rename(from, to);
    }

    void rename(Path from, Path to) throws IOException {
        if (!fs.rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }

    /** Removes what a failed write left, if that is possible: the failure is what matters. */
    void discard(Path path, Exception failure) {
        try {
            delete(path);
        } catch (IOException | RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    void delete(Path path) throws IOException {
        if (fs.exists(path) && !fs.delete(path, true)) {
            throw new IOException("cannot delete " + path);
        }
    }

    void makeDirectory(Path path) throws IOException {
        if (!fs.mkdirs(path)) {
            throw new IOException("cannot create the directory " + path);
        }
    }

    /** What lies in a directory, by name; empty when it does not exist. */
    List<FileStatus> list(Path directory) throws IOException {
        try {
            List<FileStatus> found = new ArrayList<>(Arrays.asList(fs.listStatus(directory)));
            found.sort((a, b) -> a.getPath().getName().compareTo(b.getPath().getName()));
            return found;
        } catch (FileNotFoundException none) {
            return List.of();
        }
    }
}
