"""Retrains every night on YARN by spark-submit.

Needs Airflow 2.7 or later with apache-airflow-providers-apache-spark, a Spark 3.5 client on the workers, and a connection `spark_yarn`
(master yarn, deploy mode cluster). JAR, CONFIGURATION and STORAGE are Airflow variables, so that a release needs no change here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

JAR = "{{ var.value.plateau_jar }}"
# Path of a file on the worker; YARN puts it into the driver's working directory as train.conf.
CONFIGURATION = "{{ var.value.plateau_configuration }}#train.conf"
STORAGE = "{{ var.value.plateau_storage }}"

# As submit/conf/yarn.conf and the sizes of submit/yarn.
SPARK = {
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
    "spark.network.crypto.saslFallback": "false",
    "spark.io.encryption.enabled": "true",
    "spark.io.encryption.keySizeBits": "256",
    "spark.acls.enable": "true",
    "spark.executorEnv.OMP_NUM_THREADS": "1",
    "spark.yarn.appMasterEnv.OMP_NUM_THREADS": "1",
    "spark.dynamicAllocation.enabled": "false",
    "spark.task.maxFailures": "8",
    "spark.broadcast.compress": "false",
    "spark.shuffle.compress": "false",
    "spark.yarn.maxAppAttempts": "2",
    "spark.driver.memoryOverhead": "2048m",
    "spark.executor.memoryOverhead": "4096m",
    "spark.driver.defaultJavaOptions": "-Dorg.bytedeco.javacpp.cachedir=./javacpp -Dorg.bytedeco.javacpp.maxbytes=1536m"
    " -Dorg.bytedeco.javacpp.maxphysicalbytes=6144m",
    "spark.executor.defaultJavaOptions": "-Dorg.bytedeco.javacpp.cachedir=./javacpp -Dorg.bytedeco.javacpp.maxbytes=3072m"
    " -Dorg.bytedeco.javacpp.maxphysicalbytes=8192m",
}

with DAG(
    dag_id="plateau_yarn",
    description="Trains on YARN, once a night",
    start_date=datetime(2026, 1, 1),
    schedule="15 2 * * *",
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=5)},
    tags=["plateau"],
) as dag:
    SparkSubmitOperator(
        task_id="train",
        conn_id="spark_yarn",
        application=JAR,
        java_class="io.plateau.job.Main",
        files=CONFIGURATION,
        num_executors=2,
        executor_cores=4,
        executor_memory="4096m",
        driver_memory="4096m",
        conf=SPARK,
        # One run directory for each night: a repeated task goes on from the last checkpoint.
        application_args=[
            "train",
            "--config",
            "train.conf",
            "--output",
            STORAGE,
            "--run-id",
            "nightly-{{ ds_nodash }}",
            "--resume",
            "auto",
        ],
    )
