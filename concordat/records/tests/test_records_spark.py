"""The same definitions on Spark: a real cluster of two workers on this machine gives the same counts to the unit."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from concordat.periods import Month
from concordat.records.compute import compute
from concordat.records.generate import generate_records, plan_records
from concordat.records.request import Request

pyspark = pytest.importorskip("pyspark", reason="PySpark is not installed")
from concordat.records.engines.spark_engine import NoSpark, SparkEngine  # noqa: E402

STARTS_WITHIN = 240  # seconds, on a machine with much else to do
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="no java is on this machine")


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """Few people, seven months: a winter quarter and the 91 days after it; one file for each table."""
    made, folder = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("records")
    generate_records(made / "all", plan_records(3_000, 7, seed=11, first=Month(2023, 10)), events=True)
    for table in (path for path in (made / "all").iterdir() if path.is_dir()):
        (folder / table.name).mkdir()
        rows = [pl.read_parquet(path) for path in sorted(table.glob("*.parquet"))]
        pl.concat(rows, how="vertical_relaxed").write_parquet(folder / table.name / "all.parquet")
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The address of a standalone master on 127.0.0.1 that two workers of one core each have joined."""
    folder = tmp_path_factory.mktemp("cluster")
    env = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(Path(pyspark.__file__).parent)}
    env |= {"PYSPARK_PYTHON": sys.executable, "SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_DIRS": str(folder)}
    start, port = str(Path(pyspark.__file__).parent / "bin" / "spark-class"), free_port()
    address = f"spark://127.0.0.1:{port}"
    here, no_page = ["--host", "127.0.0.1"], ["--webui-port", "0"]
    commands = [[start, "org.apache.spark.deploy.master.Master", *here, "--port", str(port), *no_page]]
    worker = [start, "org.apache.spark.deploy.worker.Worker", *here, *no_page, "-c", "1", "-m", "700m"]
    commands += [[*worker, "-d", str(folder / f"work{number}"), address] for number in (1, 2)]
    log = (folder / "log").open("w+")
    started = []
    try:
        started.extend(subprocess.Popen(command, env=env, stdout=log, stderr=log) for command in commands)
        wait_for_workers(folder / "log", 2)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=30)
        log.close()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for_workers(log, number):
    until = time.monotonic() + STARTS_WITHIN
    while log.read_text(errors="replace").count("Registering worker") < number:
        assert time.monotonic() < until, log.read_text(errors="replace")[-2000:]
        time.sleep(0.2)


@needs_java
def test_a_cluster_of_two_workers_counts_as_the_embedded_engine_does(records, cluster):
    asked = {"folder": records, "metrics": ("all",), "by": "quarter", "fresh": True}
    plain = compute(Request(**asked))
    with SparkEngine(master=cluster, memory_mb=600, **{"spark.sql.shuffle.partitions": "2"}) as engine:
        spread = compute(Request(**asked, engine="spark"), engine=engine)
        workers = engine.workers()
    assert plain.report.versions == spread.report.versions
    assert len(plain.report.versions) == 15
    assert plain.counts.height > 1000
    assert plain.counts.filter(pl.col("numerator") > 0)["metric"].n_unique() == 15
    assert plain.counts.equals(spread.counts)
    assert workers == 2


@pytest.mark.parametrize("master", ["nonsense://x", "here", "spark://head", "local[some]"])
def test_what_is_no_master_is_told_so(master):
    with pytest.raises(NoSpark, match="is no master of Spark; write one such as"):
        SparkEngine(master=master)


def test_a_master_that_does_not_answer_is_told_so_at_once():
    with pytest.raises(NoSpark, match="no master answers there"):
        SparkEngine(master=f"spark://127.0.0.1:{free_port()}")


def test_a_machine_without_java_is_told_so(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(NoSpark, match="needs Java 17 or later, and there is no java on the path"):
        SparkEngine()
