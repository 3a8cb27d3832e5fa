package io.plateau.data.qm9;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.plateau.data.DataProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server on this machine that serves ranges and breaks connections when told to. */
class Qm9DownloadTest {

    @TempDir
    Path directory;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final byte[] archive = random(300_000);
    private final byte[] list = "1281\n6041\n".getBytes(StandardCharsets.UTF_8);

    /** Connections to break, each after so many bytes. */
    private final List<Integer> breaks = new CopyOnWriteArrayList<>();

    private boolean ranges = true;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        files.put("/archive", archive);
        files.put("/list", list);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        String path = exchange.getRequestURI().getPath();
        requests.add(path + (range == null ? "" : " " + range));
        byte[] content = files.get(path);
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        int from = ranges && range != null ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
        if (from >= content.length) {
            exchange.sendResponseHeaders(416, -1);
            exchange.close();
            return;
        }
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        int length = breaks.isEmpty() ? content.length - from : Math.min(breaks.remove(0), content.length - from);
        OutputStream out = exchange.getResponseBody();
        out.write(content, from, length);
        out.flush();
        exchange.close();
    }

    private Qm9Download download(String archiveMd5) {
        return new Qm9Download(
                new Qm9Download.Published("dsgdb9nsd.xyz.tar.bz2", at("/archive"), Optional.of(archiveMd5)),
                new Qm9Download.Published("uncharacterized.txt", at("/list"), Optional.of(md5(list))),
                new Qm9Download.Published("qm9.zip", at("/zip"), Optional.empty()),
                Duration.ZERO,
                said::add);
    }

    private URI at(String path) {
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + path);
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void fetchesWhatIsMissing() throws IOException {
        download(md5(archive)).fetchXyz(directory.resolve("raw"));
        assertThat(directory.resolve("raw/dsgdb9nsd.xyz.tar.bz2")).hasBinaryContent(archive);
        assertThat(directory.resolve("raw/uncharacterized.txt")).hasBinaryContent(list);
        download(md5(archive)).fetchXyz(directory.resolve("raw"));
        assertThat(requests).containsExactly("/archive", "/list");
    }

    @Test
    void goesOnWhereAConnectionBroke() throws IOException {
        breaks.addAll(List.of(100_000, 50_000));
        download(md5(archive)).fetchXyz(directory);
        assertThat(directory.resolve("dsgdb9nsd.xyz.tar.bz2")).hasBinaryContent(archive);
        assertThat(requests).hasSize(4).startsWith("/archive").contains("/list");
        assertThat(requests.get(1)).matches("/archive bytes=[1-9]\\d*-");
        assertThat(listing()).containsExactly("dsgdb9nsd.xyz.tar.bz2", "uncharacterized.txt");
    }

    @Test
    void goesOnWhereAnotherProgramStopped() throws IOException {
        Files.write(directory.resolve(".dsgdb9nsd.xyz.tar.bz2.part"), Arrays.copyOf(archive, 123_456));
        download(md5(archive)).fetchXyz(directory);
        assertThat(requests.get(0)).isEqualTo("/archive bytes=123456-");
        assertThat(directory.resolve("dsgdb9nsd.xyz.tar.bz2")).hasBinaryContent(archive);
    }

    @Test
    void startsAgainWhereRangesAreNotServedOrDoNotFit() throws IOException {
        Path part = directory.resolve(".dsgdb9nsd.xyz.tar.bz2.part");
        ranges = false;
        Files.write(part, random(1000));
        download(md5(archive)).fetchXyz(directory);
        assertThat(directory.resolve("dsgdb9nsd.xyz.tar.bz2")).hasBinaryContent(archive);

        Files.delete(directory.resolve("dsgdb9nsd.xyz.tar.bz2"));
        ranges = true;
        Files.write(part, random(archive.length + 1));
        download(md5(archive)).fetchXyz(directory);
        assertThat(directory.resolve("dsgdb9nsd.xyz.tar.bz2")).hasBinaryContent(archive);
    }

    @Test
    void givesUpAfterSomeAttemptsAndKeepsWhatCame() throws IOException {
        breaks.addAll(List.of(10, 10, 10, 10, 10));
        assertThatThrownBy(() -> download(md5(archive)).fetchXyz(directory))
                .isInstanceOf(DataProblem.class)
                .hasMessageMatching("the connection to " + at("/archive")
                        + " broke off after \\d+ bytes\\. Repeat the command: it goes on from there\\.");
        download(md5(archive)).fetchXyz(directory);
        assertThat(directory.resolve("dsgdb9nsd.xyz.tar.bz2")).hasBinaryContent(archive);
    }

    @Test
    void anotherChecksumIsNotAccepted() throws IOException {
        String wrong = "0".repeat(32);
        assertThatThrownBy(() -> download(wrong).fetchXyz(directory))
                .isInstanceOf(DataProblem.class)
                .hasMessage(directory + "/dsgdb9nsd.xyz.tar.bz2: the checksum is md5 " + md5(archive)
                        + ", published is " + wrong + ". What was fetched has been deleted: repeat the command.");
        assertThat(listing()).isEmpty();
        Path own = Files.write(directory.resolve("dsgdb9nsd.xyz.tar.bz2"), list);
        assertThatThrownBy(() -> download(md5(archive)).fetchXyz(directory))
                .isInstanceOf(DataProblem.class)
                .hasMessageEndingWith(
                        "Delete the file and repeat the command, or leave out --download to use it as it is.");
        assertThat(own).hasBinaryContent(list);
    }

    @Test
    void unpacksTheTableAndItsMoleculesAndTellsTheirChecksum() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            for (String name : List.of("README", "gdb9.sdf", "gdb9.sdf.csv")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(("content of " + name).getBytes(StandardCharsets.UTF_8));
            }
        }
        files.put("/zip", zip.toByteArray());
        download("").fetchSdf(directory);
        assertThat(listing()).containsExactly("gdb9.sdf", "gdb9.sdf.csv", "uncharacterized.txt");
        assertThat(directory.resolve("gdb9.sdf.csv")).hasContent("content of gdb9.sdf.csv");
        assertThat(said)
                .anyMatch(line -> line.matches(".*qm9.zip: \\d+ bytes, sha256 [0-9a-f]{64}; there is no published.*"));
        download("").fetchSdf(directory);
        assertThat(requests).containsExactly("/zip", "/list");
    }

    @Test
    void saysWhatToDoWithoutNetworkOrWithoutTheFile() throws IOException {
        files.remove("/archive");
        assertThatThrownBy(() -> download("").fetchXyz(directory))
                .isInstanceOf(DataProblem.class)
                .hasMessage(at("/archive") + " answers with status 404. Fetch the file by other means, put it into "
                        + directory + " and repeat the command without --download.");
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + free + "/x");
        assertThatThrownBy(() -> new ResumableDownload(Duration.ZERO, said::add)
                        .fetch(nobody, directory.resolve("x"), Optional.empty()))
                .isInstanceOf(DataProblem.class)
                .hasMessage("cannot reach " + nobody
                        + ": no network? Fetch the file on a machine that has one, put it into " + directory
                        + " and repeat the command without --download.");
        assertThatThrownBy(() -> download("").fetchXyz(Files.write(directory.resolve("file"), list)))
                .isInstanceOf(DataProblem.class)
                .hasMessage(directory + "/file is a file. Name a folder to download into.");
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void aServerThatFallsSilentCountsAsBroken() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        server.createContext("/mute", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mute");
        try {
            assertThatThrownBy(() -> new ResumableDownload(Duration.ZERO, Duration.ofMillis(200), said::add)
                            .fetch(address, directory.resolve("file"), Optional.empty()))
                    .isInstanceOf(DataProblem.class)
                    .hasMessageContaining("broke off after 10 bytes");
        } finally {
            over.countDown();
        }
    }
}
