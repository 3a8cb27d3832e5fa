"""Wrappers of io.plateau.ml. Every parameter is a keyword of the constructor and of setParams; spark-job/docs/spark-ml.md explains them."""

import io
import sys
import types

from pyspark.ml.evaluation import JavaEvaluator
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel

_STRING = TypeConverters.toString
_STRINGS = TypeConverters.toListString
_INT = TypeConverters.toInt
_FLOAT = TypeConverters.toFloat


def _param(name, doc, converter):
    return Param(Params._dummy(), name, doc, typeConverter=converter)


class _Reader(JavaMLReader):
    """Reads a class whose name in Java is not that of a package of PySpark."""

    @classmethod
    def _java_loader_class(cls, clazz):
        return "io.plateau.ml." + clazz.__name__


class _Readable(JavaMLReadable):
    @classmethod
    def read(cls):
        return _Reader(cls)


class _Columns(Params):
    featuresCol = _param("featuresCol", "column of feature vectors", _STRING)
    labelCol = _param("labelCol", "column of vectors with a label per task, NaN where missing", _STRING)
    labelCols = _param("labelCols", "numeric columns with the labels of a task each", _STRINGS)
    predictionCol = _param("predictionCol", "vector of a prediction per task; empty: none", _STRING)
    predictionCols = _param("predictionCols", "the same as a column per task", _STRINGS)
    probabilityCols = _param("probabilityCols", "vectors of class probabilities, one per classification", _STRINGS)
    rawPredictionCol = _param("rawPredictionCol", "vector of the network's outputs; empty: none", _STRING)


class PlateauModel(JavaModel, _Columns, JavaMLWritable, _Readable):
    """Predicts all tasks. It comes from PlateauEstimator.fit or from load."""

    @property
    def tasks(self):
        """Names of the tasks, in the order of the predictions."""
        return list(self._call_java("tasks"))

    def labels(self, task):
        """Class labels of a task in the order of their indices; empty for a regression."""
        return list(self._call_java("labels", task))

    @property
    def parameters(self):
        """The parameters as one vector."""
        return self._call_java("parameters")


class PlateauEstimator(JavaEstimator, _Columns, JavaMLWritable, _Readable):
    """Trains one model of several tasks on a DataFrame."""

    taskTypes = _param("taskTypes", "regression, binary or classes for each task", _STRINGS)
    validationIndicatorCol = _param("validationIndicatorCol", "boolean column of validation rows", _STRING)
    validationFraction = _param("validationFraction", "share of the rows to draw as such", _FLOAT)
    orderCol = _param("orderCol", "column that orders the rows", _STRING)
    runDirectory = _param("runDirectory", "directory in which every fit leaves a run", _STRING)
    method = _param("method", "the setting method", _STRING)
    sharpnessMode = _param("sharpnessMode", "the setting sharpness.mode", _STRING)
    rho = _param("rho", "the setting sharpness.rho", _FLOAT)
    epochs = _param("epochs", "the setting training.epochs", _INT)
    batchSize = _param("batchSize", "the setting training.batch-size", _INT)
    shards = _param("shards", "the setting training.shards", _INT)
    optimizer = _param("optimizer", "the setting optimizer.type", _STRING)
    learningRate = _param("learningRate", "the setting optimizer.learning-rate", _FLOAT)
    hidden = _param("hidden", "the setting model.hidden", TypeConverters.toListInt)
    activation = _param("activation", "the setting model.activation", _STRING)
    seed = _param("seed", "the setting run.seed", _INT)
    earlyStoppingPatience = _param("earlyStoppingPatience", "the setting training.early-stopping-patience", _INT)
    settings = _param("settings", "any other settings, each key=value", _STRINGS)

    def __init__(self, **params):
        super().__init__()
        self._java_obj = self._new_java_obj("io.plateau.ml.PlateauEstimator", self.uid)
        self._transfer_params_from_java()
        self.setParams(**params)

    def setParams(self, **params):
        """Sets parameters by name."""
        return self._set(**params)

    def _create_model(self, java_model):
        return PlateauModel(java_model)


class PlateauEvaluator(JavaEvaluator, JavaMLWritable, _Readable):
    """Scores the predictions of a PlateauModel."""

    metricName = _param("metricName", "score, delta-m, mean-relative, or a metric of one task", _STRING)
    task = _param("task", "the task of a metric of one task", _STRING)
    baseline = _param("baseline", "task=value for every task", _STRINGS)
    rawPredictionCol = _param("rawPredictionCol", "the model's column of that name", _STRING)

    def __init__(self, **params):
        super().__init__()
        self._java_obj = self._new_java_obj("io.plateau.ml.PlateauEvaluator", self.uid)
        self._transfer_params_from_java()
        self.setParams(**params)

    def setParams(self, **params):
        """Sets parameters by name."""
        return self._set(**params)


# PySpark looks up the class of a loaded stage by its name in Java, in some versions step by step from "io", which Python has too.
sys.modules.setdefault("io.plateau.ml", sys.modules[__name__])
io.plateau = types.SimpleNamespace(ml=sys.modules[__name__])
