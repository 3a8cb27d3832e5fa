package io.plateau.conf;

/**
 * A checked configuration together with its text.
 *
 * @param job the tree
 * @param text the same as HOCON, every key with its final value: {@link ConfigLoader#ofText} reads it back
 */
public record ResolvedConfig(JobConfig job, String text) {}
