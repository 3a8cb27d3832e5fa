package io.plateau.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.text.StringTokenizer;
import org.apache.commons.text.matcher.StringMatcherFactory;

/**
 * A command of a launcher as a page prints it: in a block of code, comments and continued lines resolved.
 *
 * @param page the page
 * @param line the line that it begins on
 * @param launcher {@code submit/local}, {@code submit/yarn} or {@code submit/k8s}
 * @param words its arguments
 */
record DocumentedCommand(String page, int line, String launcher, List<String> words) {
    private static final Pattern LAUNCHER = Pattern.compile("(?:\\w+=\\S+ )*(submit/(?:local|yarn|k8s))\\s+(.*)");
    private static final String FENCE = "```";

    /** Where the reader is to put the id of the run before. */
    static final String RUN_ID = "<run-id>";

    /** The commands of a page in their order. */
    static List<DocumentedCommand> of(Path page) throws IOException {
        List<DocumentedCommand> commands = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        boolean fenced = false;
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.startsWith(FENCE)) {
                fenced = !fenced;
                continue;
            }
            if (!fenced && !line.startsWith("    ")) {
                continue;
            }
            int first = at;
            StringBuilder whole = new StringBuilder(line.strip());
            while (whole.length() > 0 && whole.charAt(whole.length() - 1) == '\\') {
                whole.setLength(whole.length() - 1);
                whole.append(lines.get(++at).strip());
            }
            var match = LAUNCHER.matcher(whole.toString().replaceFirst("\\s+#\\s.*$", ""));
            if (match.matches()) {
                commands.add(new DocumentedCommand(
                        page.getFileName().toString(), first + 1, match.group(1), words(match.group(2))));
            }
        }
        return commands;
    }

    private static List<String> words(String text) {
        StringTokenizer tokens = new StringTokenizer(
                text.replace("<run id>", RUN_ID),
                StringMatcherFactory.INSTANCE.spaceMatcher(),
                StringMatcherFactory.INSTANCE.quoteMatcher());
        return tokens.getTokenList();
    }

    /** The values of an option, in their order. */
    List<String> values(String option) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals(option)) {
                values.add(words.get(i + 1));
            }
        }
        return values;
    }

    /** "README.md:24: train --config conf/quickstart.conf". */
    @Override
    public String toString() {
        return page + ":" + line + ": " + String.join(" ", words);
    }
}
