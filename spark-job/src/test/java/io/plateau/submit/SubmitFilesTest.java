package io.plateau.submit;

import static io.plateau.submit.DryRun.launcher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plateau.job.Main;
import io.plateau.submit.DryRun.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The launchers, the image's recipe and Airflow's DAGs: what can be said of them without a cluster. */
class SubmitFilesTest {
    private static final Map<String, String> SECURITY = Map.of(
            "spark.authenticate", "true",
            "spark.network.crypto.enabled", "true",
            "spark.network.crypto.saslFallback", "false",
            "spark.io.encryption.enabled", "true",
            "spark.acls.enable", "true");

    /** The keywords of the calls of a DAG's operator and the values of its constants, as far as they are literals. */
    private static final String LITERALS =
            """
            import ast, json, sys
            tree = ast.parse(open(sys.argv[1], encoding="utf-8").read())
            names = {}
            found = {"imports": [], "calls": {}}
            def literal(node):
                if isinstance(node, ast.Name):
                    return names.get(node.id)
                try:
                    return ast.literal_eval(node)
                except ValueError:
                    if isinstance(node, ast.List):
                        return [literal(element) for element in node.elts]
                    return None
            for node in ast.walk(tree):
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    names[node.targets[0].id] = literal(node.value)
                if isinstance(node, ast.ImportFrom):
                    found["imports"] += [node.module + "." + name.name for name in node.names]
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    found["calls"][node.func.id] = {k.arg: literal(k.value) for k in node.keywords}
            print(json.dumps(found))
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"yarn.conf", "k8s.conf"})
    void productionAuthenticatesAndEncrypts(String file) {
        assertThat(SubmitFiles.properties(file)).containsAllEntriesOf(SECURITY);
        assertThat(SubmitFiles.properties(file).keySet())
                .noneMatch(key -> key.matches("(?i).*(secret|password|token).*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "yarn", "k8s"})
    void launchersAreSoundAndNameTheirVariables(String launcher) throws IOException, InterruptedException {
        assertThat(run(Map.of(), "bash", "-n", launcher(launcher)).code()).isZero();
        String text = SubmitFiles.text(launcher);
        String head = text.substring(0, text.indexOf("set -euo pipefail"));
        Set<String> used = Pattern.compile("\\$\\{(PLATEAU_[A-Z0-9_]+)|^ *for name in (.*);", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .flatMap(match ->
                        Pattern.compile("PLATEAU_[A-Z0-9_]+").matcher(match).results())
                .map(MatchResult::group)
                .collect(TreeSet::new, Set::add, Set::addAll);
        used.remove("PLATEAU_DEBUG"); // of the program
        assertThat(used).isNotEmpty().allSatisfy(name -> assertThat(head).contains(name));
    }

    @Test
    void yarnPassesTheArgumentsOfSubmitLocal() throws IOException, InterruptedException {
        Path config = Files.writeString(directory.resolve("my job.conf"), "");
        Said said = run(
                environment("HADOOP_CONF_DIR", directory.toString()),
                launcher("yarn"),
                "train",
                "--config",
                config.toString(),
                "--set",
                "model.hidden=[8, 8]",
                "--run-id",
                "a",
                "--resume",
                "auto");
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text())
                .endsWith(
                        "/plateau.jar train --config my\\ job.conf --set model.hidden=\\[8\\,\\ 8\\] --run-id a --resume auto \n")
                .contains("--deploy-mode cluster", "spark.yarn.dist.files=", "spark.yarn.maxAppAttempts=2")
                .contains("spark.executor.memory=4096m", "spark.executor.memoryOverhead=4096m")
                .contains("javacpp.maxbytes=3072m", "javacpp.maxphysicalbytes=8192m");
        SECURITY.forEach((key, value) -> assertThat(said.text()).contains("--conf " + key + "=" + value + " "));
    }

    @Test
    void withoutResumeYarnDoesNotStartADriverTwice() throws IOException, InterruptedException {
        Path config = Files.writeString(directory.resolve("job.conf"), "");
        assertThat(run(
                                environment("HADOOP_CONF_DIR", directory.toString()),
                                launcher("yarn"),
                                "train",
                                "--config=" + config)
                        .text())
                .contains("spark.yarn.maxAppAttempts=1 ", "train --config=job.conf ");
    }

    @Test
    void commandsWithoutExecutorsStayHere() throws IOException, InterruptedException {
        for (String launcher : List.of("yarn", "k8s")) {
            Said said = run(environment(), launcher(launcher), "validate", "--config", "conf/x.conf");
            assertThat(said.text())
                    .contains("--master local\\[\\*\\] --deploy-mode client")
                    .endsWith(" conf/x.conf \n");
        }
    }

    /** The shipped properties, those of a file of one's own, and the last word: as they are, and no secret among them. */
    @ParameterizedTest
    @ValueSource(strings = {"yarn", "k8s"})
    void settingsReachSpark(String launcher) throws IOException, InterruptedException {
        Path config = Files.writeString(directory.resolve("job.conf"), "");
        Path own = Files.writeString(
                directory.resolve("own.conf"),
                "# ours\nspark.hadoop.hadoop.security.credential.provider.path jceks://hdfs/keys/plateau.jceks\n"
                        + "spark.metrics.namespace  nightly");
        String[] where = {
            "HADOOP_CONF_DIR", directory.toString(), "PLATEAU_K8S_API", "https://x:6443", "PLATEAU_IMAGE", "i"
        };
        Map<String, String> shipped = environment(where);
        shipped.put("AWS_SECRET_ACCESS_KEY", "kept-out-of-commands");
        String command = run(shipped, launcher(launcher), "train", "--config", config.toString())
                .text();
        SECURITY.forEach((key, value) -> assertThat(command).contains("--conf " + key + "=" + value + " "));
        assertThat(command).doesNotContain("kept-out-of-commands");

        Map<String, String> changed = environment(where);
        changed.put("PLATEAU_SPARK_CONF", own.toString());
        changed.put("PLATEAU_SUBMIT_OPTS", "--conf spark.ui.port=4050");
        assertThat(run(changed, launcher(launcher), "train", "--config", config.toString())
                        .text())
                .contains("spark.hadoop.hadoop.security.credential.provider.path=jceks://hdfs/keys/plateau.jceks ")
                .contains("--conf spark.metrics.namespace=nightly ")
                .matches("(?s).*--conf spark\\.ui\\.port=4050 \\S+ train .*");
    }

    @Test
    void whatIsMissingIsSaid() throws IOException, InterruptedException {
        assertThat(run(environment(), launcher("yarn"), "train", "--config", "x"))
                .isEqualTo(
                        new Said(
                                2,
                                "plateau: set HADOOP_CONF_DIR to the directory of the cluster's core-site.xml and yarn-site.xml\n"));
        assertThat(run(environment("PLATEAU_EXECUTOR_MEMORY", "4T", "HADOOP_CONF_DIR", "/"), launcher("yarn"), "train"))
                .isEqualTo(new Said(
                        2, "plateau: PLATEAU_EXECUTOR_MEMORY is '4T': give a whole number with g or m, such as 4g\n"));
        assertThat(run(environment(), launcher("k8s"), "train").text())
                .isEqualTo(
                        "plateau: set PLATEAU_K8S_API to the address of the API server, such as https://10.0.0.1:6443\n");
        assertThat(run(
                                environment("PLATEAU_K8S_API", "https://x:6443", "PLATEAU_IMAGE", "i"),
                                launcher("k8s"),
                                "train",
                                "--config",
                                "gone.conf")
                        .text())
                .isEqualTo("plateau: the file gone.conf does not exist\n");
    }

    @Test
    void theImageRunsAsAUserThatIsANumber() {
        List<String> lines = SubmitFiles.text("Dockerfile").lines().toList();
        assertThat(lines).contains("FROM ${BASE}", "ARG UID=185", "USER ${UID}");
        assertThat(lines.stream().filter(line -> line.startsWith("USER")).toList())
                .containsExactly("USER ${UID}");
        assertThat(lines.stream().filter(line -> line.startsWith("ARG BASE=")).findFirst())
                .hasValueSatisfying(base -> assertThat(base).contains("17-jre"));
        assertThat(lines).noneMatch(line -> line.matches("(?i)(add .*https?:|.*\\b(curl|wget)\\b.*)"));
        assertThat(SubmitFiles.text("Dockerfile"))
                .contains("COPY ${JAR} /opt/plateau/plateau-spark.jar")
                .contains("COPY ${SPARK_DIST}/kubernetes/dockerfiles/spark/entrypoint.sh /opt/");
    }

    @Test
    void theDagForYarnRunsACommandThatExists() throws IOException, InterruptedException, ClassNotFoundException {
        JsonNode dag = dag("plateau_yarn.py");
        JsonNode call = dag.path("calls").path("SparkSubmitOperator");
        assertThat(Class.forName(call.path("java_class").asText())).isEqualTo(Main.class);
        List<String> arguments = new ArrayList<>();
        call.path("application_args").forEach(argument -> arguments.add(argument.asText()));
        new CommandLine(new Main()).parseArgs(arguments.toArray(String[]::new));
        assertThat(arguments).containsSequence("--resume", "auto");
        SubmitFiles.properties("yarn.conf")
                .forEach((key, value) ->
                        assertThat(call.path("conf").path(key).asText()).as(key).isEqualTo(value));
        assertThat(call.path("conf").path("spark.executor.memoryOverhead").asText())
                .isEqualTo("4096m");
        assertThat(dag.path("calls").path("DAG").path("max_active_runs").asInt())
                .isEqualTo(1);
    }

    @Test
    void theDagForKubernetesAppliesTheShippedManifest() throws IOException, InterruptedException {
        JsonNode dag = dag("plateau_kubernetes.py");
        JsonNode call = dag.path("calls").path("SparkKubernetesOperator");
        assertThat(call.path("task_id").asText()).isEqualTo("train");
        String text = SubmitFiles.text("airflow/plateau_kubernetes.py");
        assertThat(text).contains("with_name(\"spark-application.yaml\")", ".replace(\"train-1\", RUN_ID)");
        String manifest = SubmitFiles.text("kubernetes/spark-application.yaml");
        assertThat(Pattern.compile("train-1").matcher(manifest).results())
                .as("run id and lock owner")
                .hasSize(2);
        assertThat(call.path("namespace").asText())
                .isEqualTo(Manifests.of("SparkApplication", "plateau-train")
                        .path("metadata")
                        .path("namespace")
                        .asText());
    }

    private JsonNode dag(String name) throws IOException, InterruptedException {
        boolean python;
        try {
            python = run(Map.of(), "python3", "--version").code() == 0;
        } catch (IOException none) {
            python = false;
        }
        assumeThat(python).as("python3, to parse Airflow's DAGs").isTrue();
        Path script = Files.writeString(directory.resolve("literals.py"), LITERALS);
        Said said = run(Map.of(), "python3", script.toString(), launcher("airflow/" + name));
        assertThat(said.code()).as(said.text()).isZero();
        JsonNode found = new ObjectMapper().readTree(said.text());
        assertThat(found.path("imports")).extracting(JsonNode::asText).contains("airflow.DAG");
        return found;
    }

    private Map<String, String> environment(String... more) throws IOException {
        return new DryRun(directory).environment(more);
    }

    private Said run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        return new DryRun(directory).run(environment, command);
    }
}
