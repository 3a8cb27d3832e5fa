package io.plateau.data;

import org.apache.hadoop.conf.Configuration;

/**
 * Whether a prepared dataset is what a configuration asks for: the SHA-256, in hexadecimal, of the source's settings, the content of
 * its file, the split plan and the format version. Paths, file counts and software versions play no part.
 */
public final class Fingerprint {

    private Fingerprint() {}

    /**
     * The fingerprint that preparing this source would give. Reads the source file once, to hash it.
     *
     * @param source the source
     * @param plan how its rows are divided
     * @param hadoop for the file system
     * @return 64 hexadecimal digits
     * @throws DataProblem when the file cannot be read
     */
    public static String of(Source source, SplitPlan plan, Configuration hadoop) {
        return of(source, plan, source instanceof CsvSource csv ? Checksum.of(csv.file(), hadoop) : null);
    }

    /** The same for content whose checksum is known. */
    static String of(Source source, SplitPlan plan, String contentSha256) {
        return Checksum.of(String.join(
                "\n",
                "plateau dataset " + Dataset.FORMAT_VERSION,
                source.kind(),
                source.options().toString(),
                String.valueOf(contentSha256),
                plan.toString()));
    }
}
