package io.plateau.job;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** S3Proxy, which keeps its objects in memory, in a process and on a class path of its own, on loopback. Close it: no process outlives its test. */
final class S3Server implements AutoCloseable {
    private static final String BUCKET = "plateau";

    private final Process process;
    private final int port;

    private S3Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server with an empty bucket. */
    static S3Server start(Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path properties = Files.writeString(
                folder.resolve("s3proxy.properties"),
                """
                s3proxy.authorization=none
                s3proxy.endpoint=http://127.0.0.1:%d
                jclouds.provider=transient
                jclouds.identity=any
                jclouds.credential=any
                """
                        .formatted(port));
        Path classPath =
                Path.of(System.getProperty("plateau.root"), "spark-job/src/test/s3-server/target/server.classpath");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        // It sends its standard error into its log.
                        "-Dorg.slf4j.simpleLogger.logFile=System.out",
                        "-cp",
                        Files.readString(classPath).strip(),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        properties.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start();
        S3Server server = new S3Server(process, port);
        try {
            server.awaitAnswer(folder.resolve("s3proxy.log"));
            server.makeBucket();
            return server;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    private void awaitAnswer(Path log) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 600 && process.isAlive(); attempt++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("S3Proxy does not answer. It said:\n" + Files.readString(log));
    }

    private void makeBucket() throws IOException {
        HttpURLConnection put = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + "/" + BUCKET).toURL().openConnection();
        put.setRequestMethod("PUT");
        if (put.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("no bucket: " + put.getResponseMessage());
        }
    }

    /** Where to write. */
    static String root() {
        return "s3a://" + BUCKET;
    }

    /** What Hadoop must be told. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + port);
        settings.put("fs.s3a.path.style.access", "true");
        settings.put("fs.s3a.access.key", "any");
        settings.put("fs.s3a.secret.key", "any");
        settings.put("fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
        settings.put("fs.s3a.connection.timeout", "60000");
        settings.put("fs.s3a.attempts.maximum", "2");
        settings.put("fs.s3a.retry.limit", "3");
        return settings;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
