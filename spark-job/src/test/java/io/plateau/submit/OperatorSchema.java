package io.plateau.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * What SparkApplication of sparkoperator.k8s.io/v1beta2 (Spark operator 2) requires and knows, as far as the shipped files need it:
 * a field beyond these is an error. The names are those of the operator's published types.
 */
final class OperatorSchema {
    private static final Set<String> REQUIRED =
            Set.of("type", "sparkVersion", "mainApplicationFile", "driver", "executor");
    private static final Set<String> KNOWN = Set.of(
            "type",
            "sparkVersion",
            "mode",
            "image",
            "imagePullPolicy",
            "imagePullSecrets",
            "mainClass",
            "mainApplicationFile",
            "arguments",
            "sparkConf",
            "hadoopConf",
            "volumes",
            "driver",
            "executor",
            "restartPolicy",
            "timeToLiveSeconds",
            "monitoring");
    private static final Set<String> RESTART = Set.of(
            "type",
            "onFailureRetries",
            "onFailureRetryInterval",
            "onSubmissionFailureRetries",
            "onSubmissionFailureRetryInterval");
    private static final Set<String> POD = Set.of(
            "cores",
            "memory",
            "memoryOverhead",
            "serviceAccount",
            "labels",
            "annotations",
            "env",
            "envFrom",
            "podSecurityContext",
            "securityContext",
            "volumeMounts",
            "terminationGracePeriodSeconds",
            "gpu",
            "instances");
    private static final Map<String, Class<?>> LISTS =
            Map.of("env", EnvVar.class, "envFrom", EnvFromSource.class, "volumeMounts", VolumeMount.class);

    private OperatorSchema() {}

    static void check(JsonNode spec) throws IOException {
        assertThat(spec.fieldNames()).toIterable().containsAll(REQUIRED).isSubsetOf(KNOWN);
        assertThat(spec.path("type").asText()).isIn("Java", "Scala", "Python", "R");
        assertThat(spec.path("mode").asText()).isIn("cluster", "client");
        assertThat(spec.path("arguments")).allMatch(JsonNode::isTextual);
        assertThat(spec.path("sparkConf"))
                .as("every value is a string: true and 8 are not")
                .allMatch(JsonNode::isTextual);
        assertThat(spec.path("restartPolicy").fieldNames()).toIterable().isSubsetOf(RESTART);
        assertThat(spec.path("restartPolicy").path("type").asText()).isIn("Never", "Always", "OnFailure");
        assertThat(spec.path("timeToLiveSeconds").isInt()).isTrue();
        for (JsonNode volume : spec.path("volumes")) {
            Manifests.strictly(volume, Volume.class);
        }
        pod(spec.path("driver"));
        pod(spec.path("executor"));
        assertThat(spec.path("driver").has("instances")).isFalse();
        assertThat(spec.path("executor").path("instances").asInt()).isPositive();
    }

    private static void pod(JsonNode pod) throws IOException {
        assertThat(pod.fieldNames()).toIterable().isSubsetOf(POD);
        assertThat(pod.path("cores").isInt()).isTrue();
        assertThat(pod.path("memory").asText()).matches("\\d+m");
        assertThat(pod.path("memoryOverhead").asText()).matches("\\d+m");
        for (Map.Entry<String, Class<?>> list : LISTS.entrySet()) {
            for (JsonNode element : pod.path(list.getKey())) {
                Manifests.strictly(element, list.getValue());
            }
        }
        Manifests.strictly(pod.path("podSecurityContext"), PodSecurityContext.class);
        Manifests.strictly(pod.path("securityContext"), SecurityContext.class);
    }
}
