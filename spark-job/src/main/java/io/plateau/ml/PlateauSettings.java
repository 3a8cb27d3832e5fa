package io.plateau.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * How {@link PlateauEstimator} trains: the settings that are varied most, with a type, and all others in {@link #settings}. Defaults
 * and what is allowed are those of {@code conf/reference.conf}; a typed parameter that is set goes before {@link #settings}.
 *
 * @param <S> the class itself, for setters
 */
public interface PlateauSettings<S extends PlateauColumns<S>> extends PlateauColumns<S> {

    /** The parameters themselves. */
    SettingParams training();

    /** The setting {@code method}. */
    default Param<String> method() {
        return training().method;
    }

    /** The setting {@code sharpness.mode}. */
    default Param<String> sharpnessMode() {
        return training().sharpnessMode;
    }

    /** The setting {@code sharpness.rho}. */
    default DoubleParam rho() {
        return training().rho;
    }

    /** The setting {@code training.epochs}. */
    default IntParam epochs() {
        return training().epochs;
    }

    /** The setting {@code training.batch-size}. */
    default IntParam batchSize() {
        return training().batchSize;
    }

    /** The setting {@code training.shards}. */
    default IntParam shards() {
        return training().shards;
    }

    /** The setting {@code optimizer.type}. */
    default Param<String> optimizer() {
        return training().optimizer;
    }

    /** The setting {@code optimizer.learning-rate}. */
    default DoubleParam learningRate() {
        return training().learningRate;
    }

    /** The setting {@code model.hidden}. */
    default IntArrayParam hidden() {
        return training().hidden;
    }

    /** The setting {@code model.activation}. */
    default Param<String> activation() {
        return training().activation;
    }

    /** The setting {@code run.seed}. */
    default LongParam seed() {
        return training().seed;
    }

    /** The setting {@code training.early-stopping-patience}. */
    default IntParam earlyStoppingPatience() {
        return training().earlyStoppingPatience;
    }

    /** Any other settings, each {@code key=value} as for {@code --set}. */
    default StringArrayParam settings() {
        return training().settings;
    }

    /** Sets {@link #method}. */
    default S setMethod(String name) {
        return assign(method(), name);
    }

    /** Sets {@link #sharpnessMode}. */
    default S setSharpnessMode(String mode) {
        return assign(sharpnessMode(), mode);
    }

    /** Sets {@link #rho}. */
    default S setRho(double radius) {
        return assign(rho(), radius);
    }

    /** Sets {@link #epochs}. */
    default S setEpochs(int number) {
        return assign(epochs(), number);
    }

    /** Sets {@link #batchSize}. */
    default S setBatchSize(int rows) {
        return assign(batchSize(), rows);
    }

    /** Sets {@link #shards}. */
    default S setShards(int number) {
        return assign(shards(), number);
    }

    /** Sets {@link #optimizer}. */
    default S setOptimizer(String type) {
        return assign(optimizer(), type);
    }

    /** Sets {@link #learningRate}. */
    default S setLearningRate(double rate) {
        return assign(learningRate(), rate);
    }

    /** Sets {@link #hidden}. */
    default S setHidden(int... units) {
        return assign(hidden(), units);
    }

    /** Sets {@link #activation}. */
    default S setActivation(String name) {
        return assign(activation(), name);
    }

    /** Sets {@link #seed}. */
    default S setSeed(long number) {
        return assign(seed(), number);
    }

    /** Sets {@link #earlyStoppingPatience}. */
    default S setEarlyStoppingPatience(int evaluations) {
        return assign(earlyStoppingPatience(), evaluations);
    }

    /** Sets {@link #settings}. */
    default S setSettings(String... keysAndValues) {
        return assign(settings(), keysAndValues);
    }
}
