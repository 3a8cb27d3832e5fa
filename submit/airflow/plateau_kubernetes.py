"""Retrains every night on Kubernetes: applies submit/kubernetes/spark-application.yaml and waits for its end.

Needs Airflow 2.7 or later with apache-airflow-providers-cncf-kubernetes, the Spark operator 2 in the cluster, and this file beside
spark-application.yaml. A task that Airflow repeats goes on from the last checkpoint, for the run id is that of the night.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator

APPLICATION = Path(__file__).with_name("spark-application.yaml")

# One run directory for each night, whatever attempt it is.
RUN_ID = "nightly-{{ ds_nodash }}"


def application() -> str:
    """The manifest, with the night's run id in place of the example's."""
    return APPLICATION.read_text(encoding="utf-8").replace("train-1", RUN_ID)


with DAG(
    dag_id="plateau_kubernetes",
    description="Trains on Kubernetes, once a night",
    start_date=datetime(2026, 1, 1),
    schedule="15 2 * * *",
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=5)},
    tags=["plateau"],
) as dag:
    SparkKubernetesOperator(
        task_id="train",
        namespace="plateau",
        application_file=application(),
        kubernetes_conn_id="kubernetes_default",
        # The pods of a failed night stay for kubectl logs; the operator's timeToLiveSeconds removes them.
        delete_on_termination=False,
    )
