package io.plateau.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.KubernetesConf;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.internal.config.package$;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/** submit/k8s in a process of its own against a stand-in of the API server: what it creates there is read back and held against what must be. */
@Tag("slow")
class KubernetesIT {
    private static final String NAMESPACE = "training";

    @TempDir
    static Path directory;

    private static ApiServer server;
    private static KubernetesClient client;
    private static Pod driver;
    private static ConfigMap sparkConf;

    @BeforeAll
    static void submit() throws IOException, InterruptedException, TimeoutException {
        SparkHome spark = SparkHome.in(directory.resolve("spark"));
        server = ApiServer.start();
        client = server.client();
        Path log = directory.resolve("log");
        Map<String, String> environment = new HashMap<>(Map.of(
                "PLATEAU_K8S_API", server.address(),
                "PLATEAU_IMAGE", "registry.example/plateau@sha256:0123",
                "PLATEAU_NAMESPACE", NAMESPACE,
                "PLATEAU_SERVICE_ACCOUNT", "trainer",
                "PLATEAU_EXECUTORS", "3",
                "PLATEAU_EXECUTOR_OVERHEAD", "6g",
                "PLATEAU_GPUS", "1",
                "PLATEAU_WAIT", "false"));
        // No cluster of whoever runs the tests.
        environment.put("KUBECONFIG", directory.resolve("none").toString());
        environment.put("HOME", directory.toString());
        int code = spark.launch(
                "k8s",
                log,
                environment,
                "train",
                "--config",
                SparkHome.ROOT.resolve("conf/quickstart.conf").toString(),
                "--set",
                "run.output=s3a://models/runs",
                "--run-id",
                "Nightly_1",
                "--resume",
                "auto");
        assertThat(code).as(Files.readString(log)).isZero();
        List<Pod> pods = client.pods().inNamespace(NAMESPACE).list().getItems();
        assertThat(pods).as(Files.readString(log)).hasSize(1);
        driver = pods.get(0);
        sparkConf = client.configMaps().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(map -> map.getData().containsKey("spark.properties"))
                .findFirst()
                .orElseThrow();
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theDriverRunsTheCommandOfSubmitLocal() {
        assertThat(container().getImage()).isEqualTo("registry.example/plateau@sha256:0123");
        assertThat(container().getArgs())
                .startsWith("driver", "--properties-file")
                .containsSequence("--class", "io.plateau.job.Main")
                .endsWith(
                        "local:///opt/plateau/plateau-spark.jar",
                        "train",
                        "--config",
                        "/opt/spark/conf/quickstart.conf",
                        "--set",
                        "run.output=s3a://models/runs",
                        "--run-id",
                        "Nightly_1",
                        "--resume",
                        "auto");
    }

    @Test
    void theConfigurationTravelsInTheConfigMapThatTheDriverMounts() throws IOException {
        assertThat(sparkConf.getData().get("quickstart.conf"))
                .isEqualTo(Files.readString(SparkHome.ROOT.resolve("conf/quickstart.conf")));
        String volume = driver.getSpec().getVolumes().stream()
                .filter(known -> known.getConfigMap() != null
                        && known.getConfigMap()
                                .getName()
                                .equals(sparkConf.getMetadata().getName()))
                .findFirst()
                .orElseThrow()
                .getName();
        assertThat(container().getVolumeMounts())
                .filteredOn(mount -> mount.getName().equals(volume))
                .extracting(VolumeMount::getMountPath)
                .containsExactly("/opt/spark/conf");
    }

    @Test
    void theDriverHasItsMemoryAndRoomForTheArraysBesideTheHeap() {
        assertThat(bytes(container().getResources().getLimits().get("memory"))).isEqualTo((4096L + 2048L) << 20);
        assertThat(container().getResources().getRequests().get("memory"))
                .isEqualTo(container().getResources().getLimits().get("memory"));
        assertThat(properties().getProperty("spark.driver.defaultJavaOptions"))
                .contains("-Dorg.bytedeco.javacpp.maxbytes=1536m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=6144m");
    }

    @Test
    void nobodyIsRoot() {
        assertRestricted(driver, container());
        assertThat(driver.getSpec().getServiceAccountName()).isEqualTo("trainer");
        assertThat(driver.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(60);
    }

    @Test
    void labelsFindThePods() {
        assertThat(driver.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/name", "plateau")
                .containsEntry("app.kubernetes.io/instance", "nightly-1")
                .containsEntry("app.kubernetes.io/component", "driver")
                .containsEntry("spark-role", "driver");
        assertThat(driver.getMetadata().getName())
                .startsWith("plateau-nightly-1-")
                .endsWith("-driver");
    }

    @Test
    void aSecondDriverMayTakeTheRunOver() {
        assertThat(container().getEnv())
                .filteredOn(variable -> variable.getName().equals("PLATEAU_LOCK_OWNER"))
                .extracting(EnvVar::getValue)
                .containsExactly(NAMESPACE + "/Nightly_1");
        assertThat(container().getEnv())
                .filteredOn(variable -> variable.getName().equals("OMP_NUM_THREADS"))
                .extracting(EnvVar::getValue)
                .containsExactly("1");
    }

    @Test
    void executorsReachTheDriverByItsService() {
        List<Service> services = client.services().inNamespace(NAMESPACE).list().getItems();
        assertThat(services).hasSize(1);
        Service service = services.get(0);
        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(driver.getMetadata().getLabels())
                .as("selected")
                .containsAllEntriesOf(service.getSpec().getSelector());
        assertThat(service.getSpec().getPorts())
                .extracting(ServicePort::getPort)
                .containsExactlyInAnyOrder(7078, 7079, 4040);
        assertThat(properties().getProperty("spark.driver.host"))
                .isEqualTo(service.getMetadata().getName() + "." + NAMESPACE + ".svc");
        assertThat(service.getMetadata().getOwnerReferences())
                .extracting("name")
                .as("goes with the driver")
                .containsExactly(driver.getMetadata().getName());
    }

    @Test
    void processesProveThemselvesAndEncrypt() {
        assertThat(properties())
                .containsEntry("spark.authenticate", "true")
                .containsEntry("spark.network.crypto.enabled", "true")
                .containsEntry("spark.io.encryption.enabled", "true");
        assertThat(sparkConf.getData().get("spark.properties")).doesNotContain("spark.authenticate.secret=");
    }

    /** The driver makes its executors' pods by itself, from what it was submitted with: here by the same code. */
    @Test
    void theExecutorsThatTheDriverWillMake() {
        SparkConf conf = new SparkConf(false);
        properties().forEach((key, value) -> conf.set(key.toString(), value.toString()));
        conf.set(
                "spark.kubernetes.executor.podTemplateFile",
                SparkHome.ROOT.resolve("submit/kubernetes/executor-pod.yaml").toString());
        conf.set("spark.driver.blockManager.port", "7079");
        conf.set("spark.master", "k8s://" + server.address());
        SecurityManager security = new SecurityManager(conf, Option.empty(), package$.MODULE$.AUTH_SECRET_FILE());
        security.initializeAuth();
        SparkPod built;
        try {
            built = new KubernetesExecutorBuilder()
                    .buildFromFeatures(
                            KubernetesConf.createExecutorConf(conf, "1", "spark-0", Option.apply(driver), 0),
                            security,
                            client,
                            ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf))
                    .pod();
        } finally {
            // The profile is the process's: a later Spark in it would wait for a GPU for ever.
            ResourceProfile$.MODULE$.clearDefaultProfile();
        }
        Pod executor = built.pod();
        Map<String, Quantity> limits = built.container().getResources().getLimits();
        assertThat(limits.get("nvidia.com/gpu")).isEqualTo(new Quantity("1"));
        assertThat(bytes(limits.get("memory"))).isEqualTo((4096L + 6144L) << 20);
        assertRestricted(executor, built.container());
        assertThat(conf.get("spark.executor.instances")).isEqualTo("3");
        assertThat(executor.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/name", "plateau")
                .containsEntry("app.kubernetes.io/instance", "nightly-1")
                .containsEntry("app.kubernetes.io/component", "executor");
        assertThat(conf.get("spark.task.resource.gpu.amount")).isEqualTo("1");
        assertThat(conf.get("spark.executor.defaultJavaOptions"))
                .contains("-Dorg.bytedeco.javacpp.maxbytes=3072m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=10240m");
    }

    private static void assertRestricted(Pod pod, Container container) {
        PodSecurityContext security = pod.getSpec().getSecurityContext();
        assertThat(security.getRunAsUser()).isEqualTo(185);
        assertThat(security.getRunAsNonRoot()).isTrue();
        assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    }

    private static Container container() {
        assertThat(driver.getSpec().getContainers()).hasSize(1);
        return driver.getSpec().getContainers().get(0);
    }

    private static Properties properties() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(sparkConf.getData().get("spark.properties")));
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return properties;
    }

    private static long bytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity).longValueExact();
    }
}
