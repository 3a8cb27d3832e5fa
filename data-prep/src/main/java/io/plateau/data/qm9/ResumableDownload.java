package io.plateau.data.qm9;

import io.plateau.data.DataProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Fetches a file over HTTP. What has come so far lies in {@code .NAME.part} and is not fetched twice (RFC 9110, section 14): neither
 * when the connection breaks nor when the program is started anew. The file gets its name when it is complete and its checksum is the
 * published one.
 */
final class ResumableDownload {

    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int ATTEMPTS = 5;
    private static final int BUFFER = 1 << 16;
    private static final long SECONDS_BETWEEN_LINES = 5;
    private static final double MEBI = 1 << 20;

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private final Consumer<String> say;
    private final Duration pause;
    private final Duration silence;

    /** A pause lies between two attempts, twice as long each time. */
    ResumableDownload(Duration pause, Consumer<String> say) {
        this(pause, Duration.ofMinutes(2), say);
    }

    /**
     * The same with a time of silence after which a connection counts as broken.
     *
     * @param silence without an answer, or without a byte of it
     */
    ResumableDownload(Duration pause, Duration silence, Consumer<String> say) {
        this.silence = silence;
        this.pause = pause;
        this.say = say;
    }

    /**
     * Fetches a file unless it is there.
     *
     * @param address where it is published
     * @param file where it is to lie
     * @param md5 its published checksum, in hexadecimal; empty when there is none, then its SHA-256 is told
     */
    void fetch(URI address, Path file, Optional<String> md5) {
        try {
            if (Files.exists(file)) {
                requireChecksum(file, file, md5);
                return;
            }
            Path part = file.resolveSibling("." + file.getFileName() + ".part");
            say.accept("fetching " + address);
            receive(address, part);
            requireChecksum(part, file, md5);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new DataProblem("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private void receive(URI address, Path part) throws IOException {
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                sleep(attempt);
            }
            try {
                if (receiveOnce(address, part)) {
                    return;
                }
            } catch (ConnectionProblem broken) {
                last = broken;
            }
        }
        long bytes = Files.exists(part) ? Files.size(part) : 0;
        throw bytes == 0
                ? new DataProblem(
                        "cannot reach " + address
                                + ": no network? Fetch the file on a machine that has one, put it into "
                                + part.getParent() + " and repeat the command without --download.",
                        last)
                : new DataProblem(
                        "the connection to " + address + " broke off after " + bytes
                                + " bytes. Repeat the command: it goes on from there.",
                        last);
    }

    /** One request; false when the server does not accept the place to go on from. */
    private boolean receiveOnce(URI address, Path part) throws IOException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(silence);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response = send(request.build());
        try (InputStream body = new LimitedSilence(response.body(), silence)) {
            int status = response.statusCode();
            if (status == RANGE_NOT_SATISFIABLE && have > 0) {
                Files.delete(part);
                return false;
            }
            if (status != OK && status != PARTIAL_CONTENT) {
                throw new DataProblem(address + " answers with status " + status
                        + ". Fetch the file by other means, put it into " + part.getParent()
                        + " and repeat the command without --download.");
            }
            boolean append = status == PARTIAL_CONTENT && startsAt(response, have);
            if (status == PARTIAL_CONTENT && !append) {
                Files.deleteIfExists(part);
                return false;
            }
            long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            long from = append ? have : 0;
            copy(body, part, from, length < 0 ? -1 : from + length);
        }
        return true;
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new ConnectionProblem(e);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private static boolean startsAt(HttpResponse<?> response, long place) {
        return response.headers()
                .firstValue("Content-Range")
                .filter(range -> range.startsWith("bytes " + place + "-"))
                .isPresent();
    }

    private void copy(InputStream body, Path part, long from, long total) throws IOException {
        long done = from;
        long said = System.nanoTime();
        try (OutputStream out =
                from > 0 ? Files.newOutputStream(part, StandardOpenOption.APPEND) : Files.newOutputStream(part)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = read(body, buffer); n >= 0; n = read(body, buffer)) {
                out.write(buffer, 0, n);
                done += n;
                if (System.nanoTime() - said > TimeUnit.SECONDS.toNanos(SECONDS_BETWEEN_LINES)) {
                    said = System.nanoTime();
                    say.accept(String.format(
                            Locale.ROOT,
                            "%.1f%s MiB",
                            done / MEBI,
                            total < 0 ? "" : " of " + Math.round(total / MEBI)));
                }
            }
        }
        if (total >= 0 && done < total) {
            throw new ConnectionProblem(new IOException(done + " of " + total + " bytes"));
        }
    }

    private static int read(InputStream body, byte[] buffer) throws ConnectionProblem {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new ConnectionProblem(e);
        }
    }

    private void requireChecksum(Path content, Path file, Optional<String> md5) throws IOException {
        if (md5.isEmpty()) {
            say.accept(file + ": " + Files.size(content) + " bytes, sha256 " + checksum("SHA-256", content)
                    + "; there is no published checksum to compare it with");
            return;
        }
        String found = checksum("MD5", content);
        if (!found.equals(md5.get())) {
            boolean fetched = !content.equals(file);
            if (fetched) {
                Files.delete(content);
            }
            throw new DataProblem(file + ": the checksum is md5 " + found + ", published is " + md5.get() + ". "
                    + (fetched
                            ? "What was fetched has been deleted: repeat the command."
                            : "Delete the file and repeat the command, or leave out --download to use it as it is."));
        }
    }

    private static String checksum(String algorithm, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }

    private void sleep(int attempt) throws IOException {
        try {
            Thread.sleep(pause.toMillis() << (attempt - 1));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    /** The other side, not the disk. */
    private static final class ConnectionProblem extends IOException {
        private static final long serialVersionUID = 1L;

        ConnectionProblem(IOException cause) {
            super(cause);
        }
    }
}
