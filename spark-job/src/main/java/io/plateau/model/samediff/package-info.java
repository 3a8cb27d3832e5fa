/**
 * Models that users bring as SameDiff files: {@link io.plateau.model.samediff.SameDiffReader} checks a file and makes the model of it.
 */
package io.plateau.model.samediff;
