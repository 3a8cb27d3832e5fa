/**
 * What a run leaves behind: one directory on any Hadoop file system, with a lock, logs, checkpoints and the model.
 *
 * <p>Two ways of making a write appear at once are used. Where a rename is atomic (local disk, HDFS) files are written
 * under a temporary name and renamed, and the result of the rename is checked. On object stores, where it is not, they
 * are written in place and a manifest with sizes and checksums is written last: what has no manifest, or does not match
 * it, does not exist.
 */
package io.plateau.checkpoint;
