package io.plateau.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The columns that {@link PlateauEstimator} and {@link PlateauModel} read and add.
 *
 * @param <S> the class itself, for setters
 */
public interface PlateauColumns<S extends PlateauColumns<S>> extends Params {

    /** The parameters themselves. */
    ColumnParams columns();

    /** Column of feature vectors; default {@code features}. */
    default Param<String> featuresCol() {
        return columns().features;
    }

    /** Column of vectors with a label per task, NaN where it is missing. */
    default Param<String> labelCol() {
        return columns().label;
    }

    /** Numeric columns with the labels of a task each, null or NaN where one is missing. */
    default StringArrayParam labelCols() {
        return columns().labels;
    }

    /** Column to add: a vector with a prediction per task; default {@code prediction}, empty for none. */
    default Param<String> predictionCol() {
        return columns().prediction;
    }

    /** Columns to add: the same predictions, one number each; default none. */
    default StringArrayParam predictionCols() {
        return columns().predictions;
    }

    /** Columns to add: a vector of class probabilities per classification; default none. */
    default StringArrayParam probabilityCols() {
        return columns().probabilities;
    }

    /** Column to add: a vector of the network's outputs; default {@code rawPrediction}, empty for none. */
    default Param<String> rawPredictionCol() {
        return columns().rawPrediction;
    }

    /** Sets {@link #featuresCol}. */
    default S setFeaturesCol(String column) {
        return assign(featuresCol(), column);
    }

    /** Sets {@link #labelCol}. */
    default S setLabelCol(String column) {
        return assign(labelCol(), column);
    }

    /** Sets {@link #labelCols}. */
    default S setLabelCols(String... names) {
        return assign(labelCols(), names);
    }

    /** Sets {@link #predictionCol}. */
    default S setPredictionCol(String column) {
        return assign(predictionCol(), column);
    }

    /** Sets {@link #predictionCols}. */
    default S setPredictionCols(String... names) {
        return assign(predictionCols(), names);
    }

    /** Sets {@link #probabilityCols}. */
    default S setProbabilityCols(String... names) {
        return assign(probabilityCols(), names);
    }

    /** Sets {@link #rawPredictionCol}. */
    default S setRawPredictionCol(String column) {
        return assign(rawPredictionCol(), column);
    }

    /** Sets a parameter. */
    @SuppressWarnings("unchecked")
    default <T> S assign(Param<T> param, T value) {
        set(param, value);
        return (S) this;
    }
}
