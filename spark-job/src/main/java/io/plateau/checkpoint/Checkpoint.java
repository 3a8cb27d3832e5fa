package io.plateau.checkpoint;

import java.util.Map;

/**
 * The files of one checkpoint, verified.
 *
 * @param step number of completed steps
 * @param files content by name
 */
public record Checkpoint(long step, Map<String, byte[]> files) {

    /** The content of a file that must be there. */
    public byte[] file(String name) {
        byte[] content = files.get(name);
        if (content == null) {
            throw new IllegalArgumentException("step " + step + " has " + files.keySet() + ", not " + name);
        }
        return content;
    }
}
