package io.plateau.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven over its DevTools protocol on the loopback interface. */
public final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTENING = "DevTools listening on ";
    private static final int SECONDS = 60;

    private final Process process;
    private final Path profile;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private Browser(Process process, Path profile) throws Exception {
        this.process = process;
        this.profile = profile;
        URI control = URI.create(listening(process));
        HttpRequest list = HttpRequest.newBuilder(
                        URI.create("http://" + control.getHost() + ":" + control.getPort() + "/json/list"))
                .build();
        JsonNode targets = JSON.readTree(
                http.send(list, HttpResponse.BodyHandlers.ofString()).body());
        String page = "";
        for (JsonNode target : targets) {
            if (target.path("type").asText().equals("page")) {
                page = target.path("webSocketDebuggerUrl").asText();
            }
        }
        socket = http.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(SECONDS))
                .buildAsync(URI.create(page), new Messages())
                .get(SECONDS, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Map.of());
        }
    }

    /** The program, where it is installed. */
    public static Optional<Path> program() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it. */
    public static Browser start() throws Exception {
        Path profile = Files.createTempDirectory("plateau-browser-");
        Process process = new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--no-first-run",
                        "--remote-debugging-address=127.0.0.1",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new Browser(process, profile);
        } catch (Exception failure) {
            end(process, profile);
            throw failure;
        }
    }

    private static String listening(Process process) throws IOException {
        BufferedReader err =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            if (line.startsWith(LISTENING)) {
                // What it says from now on would fill the pipe and stop it.
                Thread drain = new Thread(() -> err.lines().forEach(ignored -> {}), "browser-messages");
                drain.setDaemon(true);
                drain.start();
                return line.substring(LISTENING.length()).strip();
            }
            said.add(line);
        }
        throw new IOException("the browser did not start: " + said);
    }

    /** Its replies and events. */
    private final class Messages implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
            text.append(part);
            if (whole) {
                String message = text.toString();
                text.setLength(0);
                try {
                    received(JSON.readTree(message));
                } catch (IOException broken) {
                    errors.add("unreadable message: " + message);
                }
            }
            from.request(1);
            return null;
        }
    }

    private void received(JsonNode message) {
        JsonNode about = message.path("params");
        if (message.has("id")) {
            waiting.remove(message.path("id").asInt()).complete(message);
            return;
        }
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown" -> errors.add(
                    about.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert")
                        .contains(about.path("type").asText())) {
                    errors.add(about.path("args").toString());
                }
            }
            case "Log.entryAdded" -> errors.add(about.path("entry").toString());
            case "Network.requestWillBeSent" -> requests.add(
                    about.path("request").path("url").asText());
            default -> {}
        }
    }

    /** Sends a command and waits for its result. */
    JsonNode send(String method, Map<String, ?> parameters) throws Exception {
        int id = last.incrementAndGet();
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        waiting.put(id, reply);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        socket.sendText(JSON.writeValueAsString(message), true).get(SECONDS, TimeUnit.SECONDS);
        JsonNode got = reply.get(SECONDS, TimeUnit.SECONDS);
        if (got.has("error")) {
            throw new IllegalStateException(method + ": " + got.path("error"));
        }
        return got.path("result");
    }

    /** Makes the page look like that of a device: its width in pixels, dark or light. */
    public void device(int width, int height, boolean phone, boolean dark) throws Exception {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
        media("", dark);
    }

    /** "screen", "print", or nothing for the usual one. */
    public void media(String medium, boolean dark) throws Exception {
        Map<String, String> scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        send("Emulation.setEmulatedMedia", Map.of("media", medium, "features", List.of(scheme)));
    }

    /** Opens a file and waits until it says that all its charts are drawn. */
    public void open(Path file) throws Exception {
        errors.clear();
        requests.clear();
        send("Page.navigate", Map.of("url", file.toUri().toString()));
        until("document.readyState === 'complete' && document.documentElement.dataset.drawn !== undefined");
    }

    /** Waits until an expression is true. */
    public void until(String expression) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!value(expression).asBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("never true: " + expression + "; errors: " + errors);
            }
            Thread.sleep(50);
        }
    }

    /** The value of an expression in the page. */
    public JsonNode value(String expression) throws Exception {
        JsonNode result = send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Clicks or moves the mouse: "mouseMoved", "mousePressed", "mouseReleased". */
    public void mouse(String type, double x, double y) throws Exception {
        send(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        type,
                        "x",
                        x,
                        "y",
                        y,
                        "button",
                        type.equals("mouseMoved") ? "none" : "left",
                        "clickCount",
                        1));
    }

    /** Saves a picture of the whole page. */
    public void picture(Path file) throws Exception {
        JsonNode png = send("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"));
        Files.write(file, Base64.getDecoder().decode(png.path("data").asText()));
    }

    /** The page as it would be printed. */
    public byte[] pdf() throws Exception {
        JsonNode pdf = send("Page.printToPDF", Map.of("printBackground", true));
        return Base64.getDecoder().decode(pdf.path("data").asText());
    }

    /** Errors and warnings on its console since the file was opened. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** What it has asked for since the file was opened, the file included. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        end(process, profile);
    }

    private static void end(Process process, Path profile) throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
        delete(profile);
    }

    /** Its last processes may still write. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
        }
    }
}
