package io.plateau.data;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a dataset was made from.
 *
 * @param kind kind of the source
 * @param file name of the source file without its directory, or null when there is none
 * @param bytes size of the source file, 0 when there is none
 * @param sha256 SHA-256 of the source file in hexadecimal, or null when there is none
 * @param options the settings of the source
 */
public record SourceInfo(String kind, String file, long bytes, String sha256, SortedMap<String, String> options) {

    /** Copies the map. */
    public SourceInfo {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }
}
