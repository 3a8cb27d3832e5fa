package io.plateau.ml;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters of {@link PlateauColumns}: an interface cannot hold them. */
public final class ColumnParams implements Serializable {
    private static final long serialVersionUID = 1;

    final Param<String> features;
    final Param<String> label;
    final StringArrayParam labels;
    final Param<String> prediction;
    final StringArrayParam predictions;
    final StringArrayParam probabilities;
    final Param<String> rawPrediction;

    ColumnParams(Params owner) {
        features = new Param<>(owner, "featuresCol", "column of feature vectors");
        label = new Param<>(
                owner, "labelCol", "column of vectors with a label per task, NaN where missing; or labelCols");
        labels = new StringArrayParam(
                owner, "labelCols", "numeric columns with the labels of a task each, null or NaN where missing");
        prediction = new Param<>(
                owner,
                "predictionCol",
                "vector of a prediction per task: original units, or the index of the likeliest class; empty: none");
        predictions = new StringArrayParam(owner, "predictionCols", "the same as a column per task, in their order");
        probabilities = new StringArrayParam(
                owner, "probabilityCols", "vectors of class probabilities, a column per classification in their order");
        rawPrediction = new Param<>(
                owner,
                "rawPredictionCol",
                "vector of the network's outputs, which PlateauEvaluator reads; empty: none");
    }

    /** To be called when the owner has all its parameters. */
    void setDefaults(Params owner) {
        owner.setDefault(features, "features");
        owner.setDefault(labels, new String[0]);
        owner.setDefault(prediction, "prediction");
        owner.setDefault(predictions, new String[0]);
        owner.setDefault(probabilities, new String[0]);
        owner.setDefault(rawPrediction, "rawPrediction");
    }
}
