package io.plateau.math.metric;

import java.io.Serializable;

/**
 * Accuracy and log loss of class probabilities, as an accumulator that can be merged. A NaN probability counts as a wrong answer
 * and makes the log loss NaN. Not safe for use by several threads at once.
 */
public final class ClassificationErrors implements Serializable {
    private static final long serialVersionUID = 1;

    private long count;
    private long correct;
    private double logLoss;

    /**
     * Adds one sample, given the logits of all classes.
     *
     * @param logits one number per class, at least two; the probabilities are their softmax
     * @param offset where they start in {@code logits}
     * @param classes how many there are
     * @param target true class, from 0
     * @throws IllegalArgumentException if the class is not one of them
     */
    public void addLogits(float[] logits, int offset, int classes, int target) {
        if (target < 0 || target >= classes) {
            throw new IllegalArgumentException("class " + target + " is not one of " + classes);
        }
        int best = 0;
        double largest = logits[offset];
        for (int c = 1; c < classes; c++) {
            if (logits[offset + c] > largest) {
                largest = logits[offset + c];
                best = c;
            }
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits[offset + c] - largest);
        }
        add(Math.log(sum) + largest - logits[offset + target], best == target);
    }

    /**
     * Adds one sample of a binary task, given the logit of class 1.
     *
     * @param logit its log odds; 0 and below predict class 0
     * @param target true class, 0 or 1
     * @throws IllegalArgumentException for another class
     */
    public void addLogit(double logit, int target) {
        if (target != 0 && target != 1) {
            throw new IllegalArgumentException("class " + target + " is not one of 2");
        }
        double against = target == 1 ? -logit : logit;
        // log(1 + exp(against)) without overflow
        double loss = Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
        add(loss, logit > 0 == (target == 1));
    }

    private void add(double loss, boolean hit) {
        count++;
        logLoss += loss;
        correct += hit && !Double.isNaN(loss) ? 1 : 0;
    }

    /**
     * Adds all samples of another accumulator, which stays as it is.
     *
     * @param other the other one
     */
    public void merge(ClassificationErrors other) {
        count += other.count;
        correct += other.correct;
        logLoss += other.logLoss;
    }

    /** The number of samples. */
    public long count() {
        return count;
    }

    /** The share of samples whose likeliest class is the true one (the first of equals counts); NaN without samples. */
    public double accuracy() {
        return count == 0 ? Double.NaN : (double) correct / count;
    }

    /** {@code mean -log p(true class)} in nats; NaN without samples. */
    public double logLoss() {
        return logLoss / count;
    }
}
