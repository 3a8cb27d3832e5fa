package io.plateau.data;

/**
 * One Parquet file of a dataset.
 *
 * @param name file name inside the directory of the dataset
 * @param bytes size
 * @param sha256 SHA-256 of the content in hexadecimal
 */
public record DataFile(String name, long bytes, String sha256) {}
