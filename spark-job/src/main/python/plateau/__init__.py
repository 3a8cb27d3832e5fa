"""Plateau for PySpark: start Spark with plateau-spark.jar (--jars) and this folder's parent on PYTHONPATH."""

from plateau.ml import PlateauEstimator, PlateauEvaluator, PlateauModel

__all__ = ["PlateauEstimator", "PlateauEvaluator", "PlateauModel"]
