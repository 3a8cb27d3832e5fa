/**
 * Models that users bring as graphs of Deeplearning4j: {@link io.plateau.model.dl4j.Dl4jReader} checks a file and makes the model of
 * it, {@link io.plateau.model.dl4j.SparkOutputs} computes its outputs through Deeplearning4j's own Spark interface.
 */
package io.plateau.model.dl4j;
