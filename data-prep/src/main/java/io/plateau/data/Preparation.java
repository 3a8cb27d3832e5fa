package io.plateau.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/**
 * What two passes over a source establish, before anything is written.
 *
 * @param source the source
 * @param plan how its rows are divided
 * @param survey what the first pass found
 * @param assignment the split of every row
 * @param schema what the second pass learnt
 */
record Preparation(
        Source source, SplitPlan plan, Reading.Survey survey, SplitAssignment assignment, Reading.Schema schema) {

    static Preparation of(Reading reading, Source source, SplitPlan plan) {
        Reading.Survey survey = reading.survey();
        SplitAssignment assignment = plan.groupColumn() == null
                ? SplitAssignment.ofRows(plan, survey.rows(), survey.where())
                : SplitAssignment.ofGroups(plan, survey.rowsOfGroup(), survey.where());
        return new Preparation(source, plan, survey, assignment, reading.learn(assignment));
    }

    Dataset describe(String name, List<DataFile> files) {
        boolean csv = source instanceof CsvSource;
        return new Dataset(
                Dataset.FORMAT_VERSION,
                version(),
                name,
                Fingerprint.of(source, plan, survey.info().sha256()),
                survey.info(),
                assignment.counts(),
                plan,
                schema.features(),
                schema.tasks(),
                csv ? ((CsvSource) source).format() : CsvFormat.standard(),
                csv ? ((CsvSource) source).missingFeatures() : MissingFeatures.FAIL,
                files);
    }

    private static String version() {
        try (InputStream in = Preparation.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
