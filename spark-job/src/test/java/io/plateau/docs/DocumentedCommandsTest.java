package io.plateau.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.plateau.conf.ConfigLoader;
import io.plateau.conf.Setting;
import io.plateau.conf.SweepLoader;
import io.plateau.job.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** Every command on every page is one that the program takes: its options exist, its settings are keys of the configuration. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of(System.getProperty("plateau.root", "."));

    @TestFactory
    Stream<DynamicTest> isTaken() throws IOException {
        List<DocumentedCommand> commands = new ArrayList<>();
        for (Path page : pages()) {
            commands.addAll(DocumentedCommand.of(page));
        }
        assertThat(commands).hasSizeGreaterThan(40);
        return commands.stream().map(command -> DynamicTest.dynamicTest(command.toString(), () -> take(command)));
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve(".github/CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("spark-job/docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    private static void take(DocumentedCommand command) {
        String[] words = command.words().stream()
                .filter(word -> !word.equals("..."))
                .map(DocumentedCommandsTest::example)
                .toArray(String[]::new);
        new CommandLine(new Main()).parseArgs(words);
        Map<Boolean, List<Setting>> settings = command.values("--set").stream()
                .map(setting -> Setting.parse(example(setting)))
                .collect(Collectors.partitioningBy(setting ->
                        command.words().contains("sweep") && setting.path().startsWith("sweep.")));
        Optional<Path> shipped = command.values("--config").stream()
                .filter(file -> file.startsWith("conf/"))
                .map(ROOT::resolve)
                .findFirst();
        assertThat(ConfigLoader.load(shipped, settings.get(false))).isNotNull();
        assertThat(SweepLoader.read(ROOT.resolve("conf/sweep-reference.conf"), settings.get(true)))
                .isNotNull();
    }

    /** A word for which the reader is to put one of their own. */
    private static String example(String word) {
        return word.replaceAll("\\$\\w+", "4").replaceAll("(=\\w+)\\|[\\w|]+", "$1");
    }
}
