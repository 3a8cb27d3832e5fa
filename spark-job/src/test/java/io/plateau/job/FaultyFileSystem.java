package io.plateau.job;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local disk under the scheme {@code faulty}, with one fault at a time. */
public final class FaultyFileSystem extends RawLocalFileSystem {

    /** What goes wrong. */
    enum Fault {
        NONE,
        RENAME_THROWS,
        RENAME_SAYS_FALSE,
        /** From some moment on every write fails in the middle. */
        DISK_FULL,
        /** A file loses its second half, and nobody says so. */
        CUT_SHORT
    }

    private static volatile Fault fault = Fault.NONE;
    private static volatile String where = "";
    private static final AtomicInteger PASS = new AtomicInteger();

    /** The fault strikes at a path that contains a text, after so many that it lets pass. */
    static void arm(Fault next, String path, int pass) {
        where = path;
        PASS.set(pass);
        fault = next;
    }

    static void disarm() {
        fault = Fault.NONE;
    }

    private static boolean strikes(Fault asked, Path path) {
        return fault == asked && path.toString().contains(where) && PASS.getAndDecrement() <= 0;
    }

    @Override
    public URI getUri() {
        return URI.create("faulty:///");
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        if (strikes(Fault.RENAME_THROWS, to)) {
            throw new IOException("the name node does not answer");
        }
        return !strikes(Fault.RENAME_SAYS_FALSE, to) && super.rename(from, to);
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int buffer, short replication, long block, Progressable progress)
            throws IOException {
        return faulty(path, super.create(path, overwrite, buffer, replication, block, progress));
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int buffer,
            short replication,
            long block,
            Progressable progress)
            throws IOException {
        return faulty(path, super.create(path, permission, overwrite, buffer, replication, block, progress));
    }

    @Override
    public FSDataOutputStream append(Path path, int buffer, Progressable progress) throws IOException {
        return faulty(path, super.append(path, buffer, progress));
    }

    private static FSDataOutputStream faulty(Path path, FSDataOutputStream out) throws IOException {
        return new FSDataOutputStream(new Failing(path, out), null);
    }

    private static final class Failing extends FilterOutputStream {
        private final Path path;

        Failing(Path path, OutputStream out) {
            super(out);
            this.path = path;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            boolean full = strikes(Fault.DISK_FULL, path);
            boolean cut = strikes(Fault.CUT_SHORT, path);
            out.write(bytes, offset, full || cut ? length / 2 : length);
            if (full) {
                throw new IOException("No space left on device");
            }
        }
    }
}
