package io.plateau.checkpoint;

import org.apache.hadoop.fs.Path;

/**
 * The model that a champion directory names.
 *
 * @param generation how many were published before and with it, from 1
 * @param model its directory, below the champion's
 * @param sha256 checksum over its files
 * @param run the run that published it, with its whole path
 * @param why why it was published, in a sentence
 */
public record Champion(long generation, Path model, String sha256, String run, String why) {}
