package io.plateau.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.plateau.conf.ConfigLoader;
import io.plateau.job.Main;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The shipped Kubernetes files: what can be said of them without a server. */
class ManifestsTest {
    private static final String OPERATOR = "sparkoperator.k8s.io/v1beta2";
    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "v1/Pod", Pod.class,
            "v1/ConfigMap", ConfigMap.class,
            "v1/Namespace", Namespace.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "rbac.authorization.k8s.io/v1/Role", Role.class,
            "rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class);

    @Test
    void everyDocumentIsWhatItsKindAllows() throws IOException {
        Set<String> kinds = new TreeSet<>();
        for (JsonNode document : Manifests.all()) {
            String version = document.path("apiVersion").asText();
            String kind = document.path("kind").asText();
            kinds.add(kind);
            if (version.equals(OPERATOR)) {
                assertThat(document.fieldNames())
                        .toIterable()
                        .containsExactlyInAnyOrder("apiVersion", "kind", "metadata", "spec");
                assertThat(document.path("metadata").path("name").asText()).matches("[a-z0-9-]+");
                OperatorSchema.check(application(document));
                continue;
            }
            assertThat(TYPES).as("known kinds").containsKey(version + "/" + kind);
            Manifests.strictly(document, TYPES.get(version + "/" + kind));
        }
        assertThat(kinds)
                .containsExactly(
                        "ConfigMap",
                        "Namespace",
                        "NetworkPolicy",
                        "Pod",
                        "Role",
                        "RoleBinding",
                        "ScheduledSparkApplication",
                        "ServiceAccount",
                        "SparkApplication");
    }

    @Test
    void aMisspeltFieldIsFound() throws IOException {
        ObjectNode pod = (ObjectNode) Manifests.documents(Manifests.DIRECTORY.resolve("driver-pod.yaml"))
                .get(0)
                .deepCopy();
        ((ObjectNode) pod.path("spec").path("securityContext")).put("runAsNonroot", true);
        assertThatThrownBy(() -> Manifests.strictly(pod, Pod.class)).hasMessageContaining("runAsNonroot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SparkApplication/plateau-train", "ScheduledSparkApplication/plateau-nightly"})
    void applicationsRunACommandThatExists(String which) throws IOException, ClassNotFoundException {
        JsonNode spec = application(which);
        assertThat(Class.forName(spec.path("mainClass").asText())).isEqualTo(Main.class);
        List<String> arguments = new ArrayList<>();
        spec.path("arguments").forEach(argument -> arguments.add(argument.asText()));
        new CommandLine(new Main()).parseArgs(arguments.toArray(String[]::new));
        assertThat(arguments).containsSequence("--resume", "auto");

        String file = arguments.get(arguments.indexOf("--config") + 1);
        ConfigMap configuration = Manifests.strictly(Manifests.of("ConfigMap", "plateau-config"), ConfigMap.class);
        String name = file.substring(file.lastIndexOf('/') + 1);
        assertThat(configuration.getData()).containsKey(name);
        assertThat(spec.path("driver").path("volumeMounts").findValuesAsText("mountPath"))
                .contains(file.substring(0, file.lastIndexOf('/')));
        assertThat(ConfigLoader.ofText(configuration.getData().get(name), name)
                        .job()
                        .run()
                        .output())
                .startsWith("s3a://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SparkApplication/plateau-train", "ScheduledSparkApplication/plateau-nightly"})
    void applicationsHaveTheSettingsOfTheLauncher(String which) throws IOException {
        JsonNode spec = application(which);
        SubmitFiles.properties("k8s.conf").forEach((key, value) -> {
            if (key.startsWith("spark.kubernetes.") || key.startsWith("spark.executorEnv.")) {
                return; // fields of their own here
            }
            assertThat(spec.path("sparkConf").path(key).asText()).as(key).isEqualTo(value);
        });
        for (String role : List.of("driver", "executor")) {
            JsonNode pod = spec.path(role);
            long heap = mebibytes(pod.path("memory"));
            long overhead = mebibytes(pod.path("memoryOverhead"));
            assertThat(spec.path("sparkConf")
                            .path("spark." + role + ".defaultJavaOptions")
                            .asText())
                    .as("ND4J's arrays within what Kubernetes grants")
                    .contains("javacpp.maxbytes=" + overhead * 3 / 4 + "m")
                    .contains("javacpp.maxphysicalbytes=" + (heap + overhead) + "m");
            assertThat(pod.path("podSecurityContext").path("runAsUser").asInt()).isEqualTo(185);
            assertThat(pod.path("podSecurityContext").path("runAsNonRoot").asBoolean())
                    .isTrue();
            assertThat(pod.path("securityContext")
                            .path("allowPrivilegeEscalation")
                            .asBoolean(true))
                    .isFalse();
        }
    }

    @Test
    void aNightIsNotJoinedByTheNext() throws IOException {
        JsonNode spec =
                Manifests.of("ScheduledSparkApplication", "plateau-nightly").path("spec");
        assertThat(spec.path("schedule").asText()).matches("(\\S+ ){4}\\S+");
        assertThat(spec.path("concurrencyPolicy").asText()).isEqualTo("Forbid");
    }

    @Test
    void theDriverMayDoNoMoreThanItsWork() throws IOException {
        Role role = Manifests.strictly(Manifests.of("Role", "plateau-driver"), Role.class);
        assertThat(role.getRules())
                .extracting(PolicyRule::getResources)
                .containsExactlyInAnyOrder(
                        List.of("pods"), List.of("configmaps"), List.of("persistentvolumeclaims"), List.of("services"));
        for (PolicyRule rule : role.getRules()) {
            assertThat(rule.getVerbs()).doesNotContain("*", "escalate", "bind", "impersonate");
            assertThat(rule.getApiGroups()).containsExactly("");
        }
        RoleBinding binding = Manifests.strictly(Manifests.of("RoleBinding", "plateau-driver"), RoleBinding.class);
        assertThat(binding.getRoleRef().getName()).isEqualTo(role.getMetadata().getName());
        assertThat(binding.getSubjects()).extracting("name").containsExactly("plateau-driver");
        assertThat(application("SparkApplication/plateau-train")
                        .path("driver")
                        .path("serviceAccount")
                        .asText())
                .isEqualTo("plateau-driver");
        ServiceAccount executor =
                Manifests.strictly(Manifests.of("ServiceAccount", "plateau-executor"), ServiceAccount.class);
        assertThat(executor.getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    void thePortsOfThePolicyAreThoseOfSpark() throws IOException {
        NetworkPolicy policy = Manifests.strictly(Manifests.of("NetworkPolicy", "plateau"), NetworkPolicy.class);
        Map<String, String> conf = SubmitFiles.properties("k8s.conf");
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getSpec().getIngress().get(0).getPorts())
                .extracting(port -> port.getPort().getIntVal().toString())
                .containsExactlyInAnyOrder(conf.get("spark.driver.port"), conf.get("spark.blockManager.port"));
        assertThat(policy.getSpec().getIngress().get(1).getPorts())
                .extracting(port -> port.getPort().getIntVal().toString())
                .containsExactly(conf.get("spark.ui.port"));
        assertThat(policy.getSpec().getPodSelector().getMatchLabels())
                .containsExactly(Map.entry("app.kubernetes.io/name", "plateau"));
    }

    @Test
    void prometheusFindsEveryDriver() throws IOException {
        Map<String, String> scrape = Map.of(
                "prometheus.io/scrape", "true",
                "prometheus.io/port", SubmitFiles.properties("k8s.conf").get("spark.ui.port"),
                "prometheus.io/path", "/metrics/prometheus/");
        Pod template = Manifests.strictly(
                Manifests.documents(Manifests.DIRECTORY.resolve("driver-pod.yaml"))
                        .get(0),
                Pod.class);
        assertThat(template.getMetadata().getAnnotations()).isEqualTo(scrape);
        for (String which : List.of("SparkApplication/plateau-train", "ScheduledSparkApplication/plateau-nightly")) {
            JsonNode annotations = application(which).path("driver").path("annotations");
            assertThat(annotations).hasSize(scrape.size());
            scrape.forEach((key, value) ->
                    assertThat(annotations.path(key).asText()).as(key).isEqualTo(value));
        }
    }

    private static JsonNode application(String which) throws IOException {
        String[] parts = which.split("/");
        return application(Manifests.of(parts[0], parts[1]));
    }

    private static JsonNode application(JsonNode document) {
        JsonNode spec = document.path("spec");
        return document.path("kind").asText().startsWith("Scheduled") ? spec.path("template") : spec;
    }

    private static long mebibytes(JsonNode size) {
        return Long.parseLong(size.asText().replace("m", ""));
    }
}
