package io.plateau.data;

/**
 * Rows that came into a dataset together. The rows of a part follow those of the parts before it, in every split.
 *
 * @param added when, ISO 8601, UTC; no part is older than the one before it
 * @param source checksum of the table that they came from, null for what the dataset was prepared with
 * @param rows how many, per split
 */
public record DatasetPart(String added, String source, RowCounts rows) {}
