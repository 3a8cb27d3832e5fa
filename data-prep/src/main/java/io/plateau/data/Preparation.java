package io.plateau.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What two passes over a source establish, before anything is written.
 *
 * @param source the source
 * @param plan how its rows are divided
 * @param splitFile the file that divides them instead
 * @param survey what the first pass found
 * @param assignment the split of every row
 * @param schema what the second pass learnt
 */
record Preparation(
        Source source,
        SplitPlan plan,
        Optional<SplitFile> splitFile,
        Reading.Survey survey,
        SplitAssignment assignment,
        Reading.Schema schema) {

    /** Kind of reason of the rows that the split file does not name. */
    static final String NOT_IN_SPLIT = "not-in-split";

    static Preparation of(Reading reading, Source source, SplitPlan plan, Optional<SplitFile> splitFile) {
        Reading.Survey survey = reading.survey();
        SplitAssignment assignment = splitFile.isPresent()
                ? ofFile(splitFile.get(), survey)
                : plan.groupColumn() == null
                        ? SplitAssignment.ofRows(plan, survey.rows(), survey.where())
                        : SplitAssignment.ofGroups(plan, survey.rowsOfGroup(), survey.where());
        return new Preparation(source, plan, splitFile, survey, assignment, reading.learn(assignment));
    }

    private static SplitAssignment ofFile(SplitFile file, Reading.Survey survey) {
        survey.molecules()
                .ifPresentOrElse(
                        there -> file.requireIn(there.ids(), survey.where()),
                        () -> file.requireBelow(survey.rows(), survey.where()));
        return SplitAssignment.ofFile(file);
    }

    Dataset describe(String name, List<DataFile> files) {
        boolean csv = source instanceof CsvSource;
        return new Dataset(
                Dataset.FORMAT_VERSION,
                version(),
                name,
                Fingerprint.of(survey.info(), plan, splitFile.map(SplitFile::info)),
                survey.info(),
                assignment.counts(),
                plan,
                schema.features(),
                schema.tasks(),
                csv ? ((CsvSource) source).format() : CsvFormat.standard(),
                csv ? ((CsvSource) source).missingFeatures() : MissingFeatures.FAIL,
                files,
                schema.graph(),
                leftOut(),
                survey.molecules().map(Reading.Census::missingLabels).orElseGet(TreeMap::new),
                splitFile.map(SplitFile::info).orElse(null),
                List.of());
    }

    private SortedMap<String, Long> leftOut() {
        SortedMap<String, Long> leftOut =
                new TreeMap<>(survey.molecules().map(Reading.Census::leftOut).orElseGet(TreeMap::new));
        long unlisted = survey.rows() - assignment.counts().total();
        if (unlisted > 0) {
            leftOut.put(NOT_IN_SPLIT, unlisted);
        }
        return leftOut;
    }

    static String version() {
        try (InputStream in = Preparation.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
