package io.plateau.data;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * Whether a prepared dataset is what a configuration asks for: the SHA-256, in hexadecimal, of the source's settings, the content of
 * its files, the split plan or the content of the split file, and the format version. Paths, file counts and software versions play no
 * part.
 */
public final class Fingerprint {

    private static final String EXCLUDED = "excluded";

    private Fingerprint() {}

    /**
     * The fingerprint that preparing this source would give. Reads the source's files once, to hash them.
     *
     * @param source the source
     * @param plan how its rows are divided
     * @param hadoop for the file system
     * @return 64 hexadecimal digits
     * @throws DataProblem when a file cannot be read
     */
    public static String of(Source source, SplitPlan plan, Configuration hadoop) {
        return of(source, plan, Optional.empty(), hadoop);
    }

    /**
     * The same where a file may divide the rows.
     *
     * @param source the source
     * @param plan how its rows are divided without a file
     * @param splitFile the file as it is recorded in a dataset
     * @param hadoop for the file system
     * @return 64 hexadecimal digits
     * @throws DataProblem when a file cannot be read
     */
    public static String of(Source source, SplitPlan plan, Optional<DataFile> splitFile, Configuration hadoop) {
        return of(source.kind(), options(source, hadoop), content(source, hadoop), plan, splitFile);
    }

    /**
     * The fingerprint of a dataset that is divided by a file after its preparation.
     *
     * @param stored fingerprint of the dataset as it lies there
     * @param splitFile the file
     * @return 64 hexadecimal digits
     */
    public static String divided(String stored, DataFile splitFile) {
        return Checksum.of(stored + "\ndivided by " + splitFile.sha256());
    }

    /** The fingerprint of a dataset that rows were added to. */
    static String appended(String stored, String tableSha256) {
        return Checksum.of(stored + "\nappended " + tableSha256);
    }

    /** The fingerprint of the training rows of a dataset from a rank on. */
    static String since(String stored, long firstTrainingRank) {
        return Checksum.of(stored + "\ntraining rows from " + firstTrainingRank);
    }

    /** The same for content whose checksum is known. */
    static String of(SourceInfo info, SplitPlan plan, Optional<DataFile> splitFile) {
        return of(info.kind(), info.options(), info.sha256(), plan, splitFile);
    }

    private static String of(
            String kind,
            SortedMap<String, String> options,
            String contentSha256,
            SplitPlan plan,
            Optional<DataFile> splitFile) {
        return Checksum.of(String.join(
                "\n",
                "plateau dataset " + Dataset.FORMAT_VERSION,
                kind,
                options.toString(),
                String.valueOf(contentSha256),
                splitFile.map(file -> "split file " + file.sha256()).orElseGet(plan::toString)));
    }

    /** The settings, with the checksum of a list that one of them names. */
    static SortedMap<String, String> options(Source source, Configuration hadoop) {
        SortedMap<String, String> options = new TreeMap<>(source.options());
        if (source instanceof MoleculeSource molecules) {
            molecules.exclusion(hadoop).ifPresent(list -> options.put(EXCLUDED, Checksum.of(list.file(), hadoop)));
        }
        return options;
    }

    private static String content(Source source, Configuration hadoop) {
        if (source instanceof CsvSource csv) {
            return Checksum.of(csv.file(), hadoop);
        }
        return source instanceof MoleculeSource molecules
                ? SourceContent.of(molecules.files(hadoop), hadoop).sha256()
                : null;
    }
}
