package io.plateau.job;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** The local disk as Hadoop sees it. */
final class LocalDisk {

    private LocalDisk() {}

    /**
     * Ends Hadoop's habit of a hidden {@code .NAME.crc} beside every file, for the whole process. What we write has checksums of its
     * own; files that have such a companion are still held against it.
     */
    static void withoutChecksumFiles(Configuration hadoop) throws IOException {
        FileSystem.getLocal(hadoop).setWriteChecksum(false);
    }
}
