package io.plateau.conf;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of settings in spark-job/docs/configuration.md is what reference.conf says. To write it anew:
 *
 * <pre>mvn -q -Pquick test -pl spark-job -am -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dconfiguration.write=true</pre>
 */
class ConfigurationPageTest {
    private static final Path ROOT = Path.of(System.getProperty("plateau.root", "."));
    private static final Path PAGE = ROOT.resolve("spark-job/docs/configuration.md");

    @Test
    void equalsTheFile() throws IOException {
        String page = page();
        if (Boolean.getBoolean("configuration.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).content().isEqualTo(page);
    }

    @Test
    void everyKeyIsExplained() {
        reference().entrySet().forEach(entry -> assertThat(comment(entry.getValue()))
                .as(entry.getKey())
                .isNotBlank());
    }

    private static Config reference() {
        return ConfigFactory.parseFile(ROOT.resolve("conf/reference.conf").toFile());
    }

    private static String page() {
        StringBuilder page = new StringBuilder(
                """
                # Configuration

                Written from [conf/reference.conf](../../conf/reference.conf) by `mvn -q -Pquick test -pl spark-job -am -Dtest=ConfigurationPageTest
                -Dsurefire.failIfNoSpecifiedTests=false -Dconfiguration.write=true`; a test keeps it true.

                A configuration is a HOCON file that holds what differs from these defaults. `--set key=value` comes before the file, the file
                before the defaults; `${run.seed}` refers to another key and follows it, `${?NAME}` to the environment. An unknown key is an error with a
                suggestion; all problems are told at once, before Spark starts. The resolved configuration is kept with the run as
                `config.resolved.conf`, which `--config` takes as well. [methods.md](methods.md) has the options of the methods.
                """);
        Config reference = reference();
        StringBuilder single = new StringBuilder();
        for (Map.Entry<String, ConfigValue> entry : inOrder(reference.root())) {
            String name = entry.getKey();
            ConfigValue value = entry.getValue();
            if (value instanceof ConfigObject section) {
                page.append("\n## ").append(name).append('\n');
                page.append(comment(value).isEmpty() ? "" : "\n" + comment(value) + "\n");
                page.append("\n| key | default | meaning |\n|---|---|---|\n");
                rows(page, section, name.equals("methods") ? 1 : 9, name);
            } else {
                single.append(row(name, value));
            }
        }
        return page.append("\n## Keys of their own\n\n| key | default | meaning |\n|---|---|---|\n")
                .append(single)
                .toString();
    }

    private static void rows(StringBuilder page, ConfigObject section, int depth, String prefix) {
        for (Map.Entry<String, ConfigValue> entry : inOrder(section)) {
            String path = prefix + "." + ConfigUtil.joinPath(entry.getKey());
            ConfigValue value = entry.getValue();
            if (value instanceof ConfigObject nested && (!nested.isEmpty() || depth > 1)) {
                if (!comment(value).isEmpty()) {
                    page.append("| `")
                            .append(path)
                            .append("` | | ")
                            .append(cell(comment(value)))
                            .append(" |\n");
                }
                rows(page, nested, depth - 1, path);
            } else {
                page.append(row(path, value));
            }
        }
    }

    private static String row(String path, ConfigValue value) {
        String initial = value.render(ConfigRenderOptions.concise());
        return "| `" + path + "` | `" + initial.replace("|", "\\|") + "` | " + cell(comment(value)) + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    private static String comment(ConfigValue value) {
        return value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
    }

    private static List<Map.Entry<String, ConfigValue>> inOrder(ConfigObject section) {
        return section.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        entry -> entry.getValue().origin().lineNumber()))
                .toList();
    }
}
