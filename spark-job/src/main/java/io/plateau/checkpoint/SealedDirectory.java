package io.plateau.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * A directory of files that exists as a whole or not at all: {@code manifest.json} is written last and names the size
 * and checksum of every file.
 */
final class SealedDirectory {

    /** Marks directories that a killed process left; see {@link #isTemporary}. */
    private static final String TEMPORARY = ".tmp-";

    private SealedDirectory() {}

    /** Writes the files, replacing an older directory of that name; leaves one with the same content as it is. */
    static void write(Storage storage, Path target, Map<String, byte[]> files) throws IOException {
        write(storage, target, files, Set.of());
    }

    /**
     * The same with files that say when and how the others came about.
     *
     * @param about names of those files: with nothing else changed, the older directory stays, and so does its digest
     */
    static void write(Storage storage, Path target, Map<String, byte[]> files, Set<String> about) throws IOException {
        Manifest manifest = Manifest.of(files);
        if (holds(storage, target, manifest, about)) {
            return;
        }
        if (!storage.atomicRename()) {
            storage.delete(target);
            filled(storage, target, files, manifest);
            return;
        }
        String name = TEMPORARY + target.getName() + "-" + UUID.randomUUID();
        Path temporary = new Path(target.getParent(), name);
        filled(storage, temporary, files, manifest);
        try {
            storage.renameOver(temporary, target);
        } catch (IOException | RuntimeException failure) {
            storage.discard(temporary, failure);
            throw failure;
        }
    }

    private static boolean holds(Storage storage, Path target, Manifest manifest, Set<String> about)
            throws IOException {
        if (!storage.exists(target)) {
            return false;
        }
        try {
            read(storage, target);
            return manifest(storage, target).without(about).equals(manifest.without(about));
        } catch (CorruptFiles damaged) {
            return false;
        }
    }

    private static void filled(Storage storage, Path directory, Map<String, byte[]> files, Manifest manifest)
            throws IOException {
        try {
            fill(storage, directory, files, manifest);
        } catch (IOException | RuntimeException failure) {
            storage.discard(directory, failure);
            throw failure;
        }
    }

    private static void fill(Storage storage, Path directory, Map<String, byte[]> files, Manifest manifest)
            throws IOException {
        storage.makeDirectory(directory);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            storage.write(new Path(directory, file.getKey()), file.getValue());
        }
        storage.write(new Path(directory, Manifest.FILE), manifest.json());
    }

    /**
     * Reads and verifies every file.
     *
     * @throws CorruptFiles when the manifest is missing or a file differs from it
     */
    static Map<String, byte[]> read(Storage storage, Path directory) throws IOException {
        Manifest manifest = manifest(storage, directory);
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : manifest.entries().keySet()) {
            files.put(name, verified(storage, directory, manifest, name));
        }
        return files;
    }

    /**
     * The manifest alone.
     *
     * @throws CorruptFiles when it is missing or damaged
     */
    static Manifest manifest(Storage storage, Path directory) throws IOException {
        byte[] json;
        try {
            json = storage.read(new Path(directory, Manifest.FILE));
        } catch (FileNotFoundException unfinished) {
            throw new CorruptFiles(Storage.show(directory) + ": " + Manifest.FILE + " is missing");
        }
        try {
            return Manifest.parse(json);
        } catch (IOException damaged) {
            throw new CorruptFiles(Storage.show(directory) + ": " + Manifest.FILE + " is damaged");
        }
    }

    private static byte[] verified(Storage storage, Path directory, Manifest manifest, String name) throws IOException {
        byte[] content;
        try {
            content = storage.read(new Path(directory, name));
        } catch (FileNotFoundException lost) {
            throw new CorruptFiles(Storage.show(directory) + ": " + name + " is missing");
        }
        Optional<String> flaw = manifest.flaw(name, content);
        if (flaw.isPresent()) {
            throw new CorruptFiles(Storage.show(directory) + ": " + flaw.get());
        }
        return content;
    }

    /** Whether a killed process left this directory while it was writing. */
    static boolean isTemporary(Path path) {
        return path.getName().startsWith(TEMPORARY);
    }
}
