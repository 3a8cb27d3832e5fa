package io.plateau.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import okhttp3.Headers;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okio.Buffer;

/**
 * A stand-in for Kubernetes' API server: it keeps what is created and gives it back. It judges nothing: no schema, no rights, no pod
 * runs. What the stand-in lacks is server-side apply, which creates or replaces here.
 */
final class ApiServer implements AutoCloseable {
    private final KubernetesMockServer server;

    private ApiServer(KubernetesMockServer server) {
        this.server = server;
    }

    static ApiServer start() {
        KubernetesMockServer server =
                new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), new WithApply(), false);
        server.init(InetAddress.getLoopbackAddress(), 0);
        return new ApiServer(server);
    }

    String address() {
        return "http://127.0.0.1:" + server.getPort();
    }

    NamespacedKubernetesClient client() {
        return server.createClient();
    }

    @Override
    public void close() {
        server.destroy();
    }

    private static final class WithApply extends Dispatcher {
        private final KubernetesCrudDispatcher kept = new KubernetesCrudDispatcher();

        @Override
        public synchronized MockResponse dispatch(RecordedRequest request) {
            if (!String.valueOf(request.getHeader("Content-Type")).startsWith("application/apply-patch")) {
                return kept.dispatch(request);
            }
            String path = request.getPath().replaceFirst("\\?.*", "");
            boolean there = kept.handleGet(path).getStatus().contains(" " + HttpURLConnection.HTTP_OK + " ");
            byte[] body = json(request.getBody().clone().readUtf8());
            return kept.dispatch(
                    there ? request("PUT", path, body) : request("POST", path.replaceFirst("/[^/]+$", ""), body));
        }

        private static RecordedRequest request(String method, String path, byte[] body) {
            Headers headers = Headers.of("Content-Type", "application/json");
            return new RecordedRequest(
                    method + " " + path + " HTTP/1.1",
                    headers,
                    List.of(),
                    body.length,
                    new Buffer().write(body),
                    0,
                    new Socket());
        }

        private static byte[] json(String yaml) {
            try {
                return new ObjectMapper().writeValueAsBytes(new YAMLMapper().readTree(yaml));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
