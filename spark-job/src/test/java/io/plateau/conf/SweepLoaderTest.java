package io.plateau.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepLoaderTest {

    private static final Path CONF = Path.of(System.getProperty("plateau.root"), "conf");

    @TempDir
    Path directory;

    private SweepPlan read(String hocon) {
        try {
            return SweepLoader.read(Files.writeString(directory.resolve("s.conf"), hocon), List.of());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static List<String> names(SweepPlan plan) {
        return plan.trials().stream().map(SweepTrial::name).toList();
    }

    private JobConfig job(SweepTrial trial) {
        return ConfigLoader.load(Optional.empty(), trial.settings()).job();
    }

    @Test
    void theLastAxisChangesFastest() {
        SweepPlan plan = read(
                """
                sweep.axes = [
                  { key = method, values = [ls, nash-mtl] }
                  { key = sharpness.rho, values = [0.05, 1e-3] }
                  { key = run.seed, values = [7, 8] }
                ]
                """);
        assertThat(names(plan))
                .containsExactly(
                        "ls.rho-0.05.seed-7",
                        "ls.rho-0.05.seed-8",
                        "ls.rho-0.001.seed-7",
                        "ls.rho-0.001.seed-8",
                        "nash-mtl.rho-0.05.seed-7",
                        "nash-mtl.rho-0.05.seed-8",
                        "nash-mtl.rho-0.001.seed-7",
                        "nash-mtl.rho-0.001.seed-8");
        SweepTrial last = plan.trials().get(7);
        assertThat(last.group()).isEqualTo("nash-mtl.rho-0.001");
        assertThat(last.values()).isEqualTo(Map.of("method", "nash-mtl", "sharpness.rho", "0.001", "run.seed", "8"));
        assertThat(job(last).method()).isEqualTo("nash-mtl");
        assertThat(job(last).sharpness().rho()).isEqualTo(0.001);
        assertThat(job(last).run().seed()).isEqualTo(8);
        assertThat(plan.varied().keySet()).containsExactly("method", "sharpness.rho", "run.seed");
        assertThat(plan.plain()).isEmpty();
        assertThat(plan.baseline()).isEmpty();
    }

    @Test
    void listsFlagsAndAxesWithANameAreSpeltOut() {
        SweepPlan plan = read(
                """
                sweep.axes = [
                  { key = model.hidden, values = [[64, 64], []] }
                  { key = sharpness.adaptive, values = [true] }
                  { key = sharpness.mode, name = sam, values = [none] }
                ]
                """);
        assertThat(names(plan)).containsExactly("hidden-64-64.adaptive-true.sam-none", "hidden.adaptive-true.sam-none");
        assertThat(job(plan.trials().get(0)).model().hidden()).containsExactly(64, 64);
        assertThat(plan.trials().get(0).group()).as("no seeds").isEqualTo("hidden-64-64.adaptive-true.sam-none");
    }

    @Test
    void variantsComeFirstAndSetSeveralKeys() {
        SweepPlan plan = read(
                """
                sweep {
                  variants = [
                    { label = plain }
                    { label = "wide net", model { hidden = [200] }, methods.cagrad.c = 0.2, sharpness.mode = none }
                  ]
                  axes = [{ key = run.seed, values = [1, 2] }]
                  plain.variant = plain
                }
                """);
        assertThat(names(plan)).containsExactly("plain.seed-1", "plain.seed-2", "wide-net.seed-1", "wide-net.seed-2");
        JobConfig wide = job(plan.trials().get(3));
        assertThat(wide.model().hidden()).containsExactly(200);
        assertThat(wide.methods().get("cagrad")).containsEntry("c", 0.2);
        assertThat(wide.run().seed()).isEqualTo(2);
        assertThat(plan.plain()).isEqualTo(Map.of("wide-net", "plain"));
    }

    @Test
    void aSweepOverSeedsAloneIsOneGroup() {
        SweepPlan plan = read("sweep.axes = [{ key = run.seed, values = [1, 2] }]");
        assertThat(plan.trials()).extracting(SweepTrial::group).containsOnly("all");
    }

    @Test
    void plainKeepsTheOtherAxesAndExclusionsLeaveGaps() {
        SweepPlan plan = read(
                """
                sweep {
                  axes = [
                    { key = method, values = [ls, mgda] }
                    { key = sharpness.mode, values = [none, joint, direct] }
                    { key = run.seed, values = [1, 2] }
                  ]
                  exclude = [{ method = ls, sharpness.mode = direct }, { method = mgda, sharpness { mode = none } }]
                  plain { sharpness.mode = none }
                  baseline { method = ls, sharpness.mode = none }
                }
                """);
        assertThat(plan.trials()).hasSize(8).extracting(SweepTrial::group).doesNotContain("ls.direct", "mgda.none");
        assertThat(plan.plain()).as("mgda has no plain trials").isEqualTo(Map.of("ls.joint", "ls.none"));
        assertThat(plan.baseline()).contains("ls.none");
    }

    @Test
    void drawsLieInTheirRangesAndStayWhenThereAreMore() {
        String form =
                """
                sweep {
                  axes = [
                    { key = optimizer.learning-rate, log-uniform = [1e-4, 1e-2] }
                    { key = sharpness.rho, uniform = [0.1, 0.2] }
                    { key = training.batch-size, integer = [30, 32] }
                    { key = method, choice = [ls, mgda, si] }
                  ]
                  random { draws = %d, seed = %d }
                }
                """;
        SweepPlan plan = read(form.formatted(200, 3));
        assertThat(names(plan)).startsWith("draw-1", "draw-2").hasSize(200);
        List<JobConfig> jobs = plan.trials().stream().map(this::job).toList();
        List<Double> rates = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        List<String> methods = new ArrayList<>();
        for (JobConfig job : jobs) {
            rates.add(job.optimizer().learningRate());
            sizes.add(job.training().batchSize());
            methods.add(job.method());
            assertThat(job.sharpness().rho()).isBetween(0.1, 0.2);
        }
        assertThat(rates).allMatch(rate -> rate >= 1e-4 && rate <= 1e-2);
        assertThat(rates.stream().filter(rate -> rate < 1e-3).count())
                .as("half of them lie below the geometric mean; four deviations of a fair coin are 28")
                .isBetween(72L, 128L);
        assertThat(new HashSet<>(sizes)).containsExactlyInAnyOrder(30, 31, 32);
        assertThat(new HashSet<>(methods)).containsExactlyInAnyOrder("ls", "mgda", "si");
        assertThat(new HashSet<>(rates)).as("no draw twice").hasSizeGreaterThan(195);
        SweepPlan fewer = read(form.formatted(5, 3));
        assertThat(fewer.trials())
                .extracting(SweepTrial::values)
                .isEqualTo(plan.trials().subList(0, 5).stream()
                        .map(SweepTrial::values)
                        .toList());
        assertThat(read(form.formatted(5, 4)).trials().get(0).values())
                .isNotEqualTo(fewer.trials().get(0).values());
    }

    @Test
    void drawsAreCrossedWithTheOtherAxes() {
        SweepPlan plan = read(
                """
                sweep {
                  axes = [
                    { key = run.seed, values = [1, 2] }
                    { key = sharpness.rho, uniform = [0.1, 0.2] }
                  ]
                  random.draws = 2
                }
                """);
        assertThat(names(plan)).containsExactly("draw-1.seed-1", "draw-1.seed-2", "draw-2.seed-1", "draw-2.seed-2");
        assertThat(plan.trials().get(0).values().get("sharpness.rho"))
                .isEqualTo(plan.trials().get(1).values().get("sharpness.rho"))
                .isNotEqualTo(plan.trials().get(2).values().get("sharpness.rho"));
    }

    @Test
    void theReferenceAndTheAblationAreSweeps() {
        SweepPlan reference = SweepLoader.read(CONF.resolve("sweep-reference.conf"), List.of());
        assertThat(reference.trials())
                .as("2 variants x 2 draws x 2 methods x 2 rho x 3 seeds, without wide ls")
                .hasSize(48 - 12);
        assertThat(names(reference)).contains("tanh.draw-2.nash-mtl.rho-0.05.seed-1");
        reference.trials().forEach(this::job);
        SweepPlan ablation = SweepLoader.read(CONF.resolve("ablation/sharpness.conf"), List.of());
        assertThat(ablation.trials()).hasSize(6 * 4 * 3);
        assertThat(ablation.plain())
                .hasSize(18)
                .containsEntry("nash-mtl.decomposed", "nash-mtl.none")
                .containsEntry("pcgrad.joint", "pcgrad.none");
        Optional<Path> base = Optional.of(CONF.resolve("ablation/quickstart.conf"));
        for (SweepTrial trial : ablation.trials()) {
            JobConfig job = ConfigLoader.load(base, trial.settings()).job();
            assertThat(job.dataset().source().synthetic().noiseSeed())
                    .as("one dataset")
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        other = 1 | :1: unknown key 'other'; known here: sweep
        sweep = 1 | :1: sweep must be a section { ... }, is 1
        sweep {} | : the sweep names nothing to vary: give it sweep.axes or sweep.variants
        sweep.axis = [] | :1: unknown key 'sweep.axis': did you mean 'sweep.axes'?
        sweep.axes = method | :1: sweep.axes must be a list of sections
        sweep.axes = [method] | :1: sweep.axes must hold sections { ... }
        sweep.axes = [{ values = [1] }] | :1: sweep.axes[1] names no key: say which setting of the configuration it varies, such as key = method
        sweep.axes = [{ key = "", values = [1] }] | :1: sweep.axes[1].key must not be empty
        sweep.axes = [{ key = "a..b", values = [1] }] | :1: sweep.axes[1] varies 'a..b', which is not a key
        sweep.axes = [{ key = method }] | :1: sweep.axes[1] needs one of values, choice, integer, log-uniform, uniform, has none
        sweep.axes = [{ key = method, values = [ls], choice = [ls] }] | :1: sweep.axes[1] needs one of values, choice, integer, log-uniform, uniform, has choice, values
        sweep.axes = [{ key = method, values = [ls], step = 1 }] | :1: unknown key 'sweep.axes[1].step': an axis has choice, integer, key, log-uniform, name, uniform, values
        sweep.axes = [{ key = method, values = [] }] | :1: sweep.axes[1].values must be a list with at least one value
        sweep.axes = [{ key = method, values = ls }] | :1: sweep.axes[1].values must be a list with at least one value
        sweep.axes = [{ key = method, values = [ls, ls] }] | :1: sweep.axes[1].values holds ls twice
        sweep.axes = [{ key = method, values = [{ a = 1 }] }] | :1: sweep.axes[1].values must hold texts, numbers, true or false, or lists of these; for several settings at once there is sweep.variants
        sweep.axes = [{ key = run.output, values = [a] }] | :1: sweep.axes[1] varies 'run.output', which does not change what is learnt: set it in the configuration
        sweep { axes = [{ key = method, values = [ls] }], variants = [{ label = a, method = si }] } | :1: sweep.variants[1] varies 'method', as the one at FILE:1 does: put them together
        sweep.variants = [{ label = a }, { label = a }] | :1: sweep.variants[2].label 'a' is used twice
        sweep.variants = [{ label = "a b" }, { label = a-b }] | two trials would be named 'a-b': {variant=a b} and {variant=a-b}. Give their axes a name, or the variants other labels
        sweep { axes = [{ key = method, values = [ls] }], random.draws = 2 } | :1: sweep.random.draws asks for draws, but no axis is drawn: give one uniform, log-uniform, integer or choice
        sweep.axes = [{ key = sharpness.rho, uniform = [0, 1] }] | :1: sweep.random.draws must be at least 1: some axes are drawn at random
        sweep { axes = [{ key = sharpness.rho, uniform = [1, 0] }], random.draws = 1 } | :1: sweep.axes[1].uniform must go from a number to a higher one, is [1,0]
        sweep { axes = [{ key = sharpness.rho, log-uniform = [0, 1] }], random.draws = 1 } | :1: sweep.axes[1].log-uniform must start above 0, is [0,1]
        sweep { axes = [{ key = sharpness.rho, integer = [0.5, 1] }], random.draws = 1 } | :1: sweep.axes[1].integer must hold whole numbers, is [0.5,1]
        sweep { axes = [{ key = sharpness.rho, uniform = [0] }], random.draws = 1 } | :1: sweep.axes[1].uniform must be two numbers, [lowest, highest]
        sweep { axes = [{ key = method, values = [ls] }], plain { mode = none } } | :1: sweep.plain names 'mode', which is no axis; these are: method
        sweep { axes = [{ key = method, values = [ls, si] }], plain { method = nash } } | :1: sweep.plain names nash, which is no value of the axis method; these are: ls, si
        sweep { axes = [{ key = method, values = [ls, si] }], exclude = [{ method = ls }, { method = si }] } | :1: sweep.exclude leaves no trial
        sweep { axes = [{ key = method, values = [ls, si] }, { key = model.seed, values = [1, 2] }], baseline { method = ls } } | :1: sweep.baseline must mean one group of trials, but 2 have these values: ls.seed-1, ls.seed-2. Give it a value of every axis
        sweep { axes = [{ key = method, values = [ls] }], placement = driver } | :1: sweep.placement must be one of cluster, executor, is 'driver'
        sweep { axes = [{ key = method, values = [ls] }], parallel = -1 } | :1: sweep.parallel must be at least 0 and at most 1000, is -1
        sweep { axes = [{ key = method, values = [ls, si] }], halving { factor = 1 } } | :1: sweep.halving.factor must be 0 (off) or at least 2, is 1
        sweep { axes = [{ key = method, values = [ls, si] }], halving { factor = 2, min-epochs = 0 } } | :1: sweep.halving.min-epochs must be at least 1 and at most 1000000, is 0
        sweep { axes = [{ key = run.seed, values = [1, 2] }], halving { factor = 2 } } | :1: sweep.halving gives up groups of trials, and there is only one: vary more than run.seed, or set sweep.halving.factor = 0
        """)
    void badInputIsOneMessageWithItsPlace(String hocon, String message) {
        ConfigProblem problem = catchThrowableOfType(ConfigProblem.class, () -> read(hocon));
        String file = directory.resolve("s.conf").toString();
        assertThat(problem).as("nothing wrong with " + hocon).isNotNull();
        assertThat(problem.problems())
                .containsExactly((message.startsWith(":") ? file + message : message).replace("FILE", file));
    }

    @Test
    void twoAxesOfOneKeyAreNamedWithTheirLines() {
        ConfigProblem problem = catchThrowableOfType(
                ConfigProblem.class,
                () -> read(
                        """
                        sweep.axes = [
                          { key = method, values = [ls] }
                          { key = method, values = [mgda] }
                        ]
                        """));
        Path file = directory.resolve("s.conf");
        assertThat(problem.problems())
                .containsExactly(file + ":3: sweep.axes[2] varies 'method', as the one at " + file
                        + ":2 does: put them together");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        ConfigProblem problem = catchThrowableOfType(
                ConfigProblem.class, () -> SweepLoader.read(directory.resolve("none.conf"), List.of()));
        assertThat(problem.problems())
                .containsExactly("sweep file " + directory.resolve("none.conf") + " does not exist");
    }
}
