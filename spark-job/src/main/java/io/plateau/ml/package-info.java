/** The trainer as an estimator of Spark's machine learning library, for pipelines and cross validation. */
package io.plateau.ml;
