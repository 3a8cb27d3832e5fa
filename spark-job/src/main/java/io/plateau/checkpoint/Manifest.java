package io.plateau.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Names, sizes and SHA-256 checksums of the files of a directory. Immutable.
 *
 * @param entries by file name
 */
record Manifest(SortedMap<String, Entry> entries) {

    static final String FILE = "manifest.json";

    /**
     * One file.
     *
     * @param bytes its size
     * @param sha256 64 hexadecimal digits
     */
    record Entry(long bytes, String sha256) {}

    static Manifest of(Map<String, byte[]> files) {
        SortedMap<String, Entry> entries = new TreeMap<>();
        files.forEach((name, content) -> entries.put(name, new Entry(content.length, sha256(content))));
        return new Manifest(entries);
    }

    static Manifest parse(byte[] json) throws IOException {
        try {
            SortedMap<String, Entry> entries = new TreeMap<>();
            Map<?, ?> files = (Map<?, ?>) Json.object(json).get("files");
            for (Map.Entry<?, ?> file : files.entrySet()) {
                Map<?, ?> values = (Map<?, ?>) file.getValue();
                long bytes = ((Number) values.get("bytes")).longValue();
                entries.put((String) file.getKey(), new Entry(bytes, (String) values.get("sha256")));
            }
            return new Manifest(entries);
        } catch (ClassCastException | NullPointerException wrongShape) {
            throw new IOException("not a manifest", wrongShape);
        }
    }

    /** The entries but some. */
    Manifest without(Set<String> names) {
        SortedMap<String, Entry> others = new TreeMap<>(entries);
        others.keySet().removeAll(names);
        return new Manifest(others);
    }

    /** A checksum over the names, sizes and checksums of all files: equal for equal content, whenever it was written. */
    String digest() {
        StringBuilder lines = new StringBuilder();
        entries.forEach((name, entry) -> lines.append(entry.sha256())
                .append(' ')
                .append(entry.bytes())
                .append(' ')
                .append(name)
                .append('\n'));
        return sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    byte[] json() {
        Map<String, Object> files = new LinkedHashMap<>();
        entries.forEach((name, entry) -> files.put(name, Map.of("bytes", entry.bytes(), "sha256", entry.sha256())));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("format", 1);
        object.put("written", Instant.now().toString());
        object.put("files", files);
        return Json.bytes(object);
    }

    /** What is wrong with the content of a listed file; empty when it is intact. */
    Optional<String> flaw(String name, byte[] content) {
        Entry expected = entries.get(name);
        if (expected.bytes() != content.length) {
            return Optional.of(name + " has " + content.length + " of " + expected.bytes() + " bytes");
        }
        boolean same = sha256(content).equals(expected.sha256());
        return same ? Optional.empty() : Optional.of(name + " does not match its checksum");
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new AssertionError(everyPlatformHasIt);
        }
    }
}
