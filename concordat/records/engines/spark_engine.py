"""Spark, through Ibis: the same definitions on this machine's cores or on a cluster of machines.

Every worker has to find the files under the paths that the driver reads them by: a shared file system, or one machine.
"""

import os
import re
import shutil
import socket
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from py4j.protocol import Py4JError  # type: ignore[import-untyped]
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from concordat.records.engines.engine import EngineFailed, as_records
from concordat.records.folder import RecordsFile

LOCAL = "local[*]"
LOOPBACK = "127.0.0.1"
MASTER = re.compile(r"local(\[(\*|\d+)(,\d+)?\])?|spark://[^:,]+:\d{1,5}(,[^:,]+:\d{1,5})*|yarn|k8s://\S+")
ANSWERS_WITHIN = 10  # seconds


class NoSpark(ValueError):
    """Spark cannot be used; the message says why and what to do."""


class SparkEngine:
    """A Spark session of its own at `master`, with this process as its driver; ended on leaving.

    `memory_mb` is what the driver and each executor may take. A local master, and a cluster on 127.0.0.1, listen there
    only. `settings` are further settings of Spark. Raises NoSpark where there is no Java or the master cannot be
    reached.
    """

    name = "spark"

    def __init__(
        self, *, master: str = LOCAL, threads: int | None = None, memory_mb: int | None = None, **settings: str
    ) -> None:
        if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
            raise NoSpark("Spark needs Java 17 or later, and there is no java on the path; install it or use duckdb.")
        _check_master(master)
        self._master = master
        self._settings = {**_settings(master, threads, memory_mb), **settings}

    def __enter__(self) -> Self:
        builder = SparkSession.builder.master(self._master).appName("concordat records")
        for name, value in self._settings.items():
            builder = builder.config(name, value)
        try:
            self._session = builder.getOrCreate()
            self._connection: Any = ibis.pyspark.connect(self._session)
        except (PySparkException, Py4JError, OSError) as problem:
            raise NoSpark(f"Spark could not be started at {self._master}: {_first_line(problem)}") from None
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._session.stop()

    def workers(self) -> int:
        """How many executors there are beside this process; 0 where it works everything out itself."""
        state: Any = self._session.sparkContext._jsc  # what PySpark has no words for
        return int(state.sc().getExecutorMemoryStatus().size()) - 1

    def open_table(self, files: Sequence[RecordsFile], geography: str | None) -> ibis.Table:
        """The files as one table; columns that some lack are empty there."""
        frame = self._session.read.schema(_schema_of(files)).parquet(*(str(file.path) for file in files))
        name = f"records_{uuid4().hex}"
        frame.createOrReplaceTempView(name)
        return as_records(self._connection.table(name), files[0].table, geography)

    def fetch(self, expression: ibis.Table) -> pa.Table:
        try:
            return self._connection.to_pyarrow(expression)
        except (PySparkException, Py4JError) as problem:
            raise EngineFailed(f"Spark stopped: {_first_line(problem)}") from None


def _schema_of(files: Sequence[RecordsFile]) -> StructType:
    """The columns of the files, from their footers, so that Spark need not begin a job to find them."""
    schema = pa.unify_schemas([pq.read_schema(file.path).remove_metadata() for file in files])
    plain = [(one.name, one.type.value_type if pa.types.is_dictionary(one.type) else one.type) for one in schema]
    return from_arrow_schema(pa.schema(plain))


def _settings(master: str, threads: int | None, memory_mb: int | None) -> dict[str, str]:
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.shuffle.partitions": str(threads or os.cpu_count() or 1),
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    if _is_here(master):
        os.environ.setdefault("SPARK_LOCAL_IP", LOOPBACK)
        settings |= {"spark.driver.host": LOOPBACK, "spark.driver.bindAddress": LOOPBACK}
    if threads is not None:
        settings["spark.cores.max"] = str(threads)
    if memory_mb is not None:
        settings |= {"spark.driver.memory": f"{memory_mb}m", "spark.executor.memory": f"{memory_mb}m"}
    return settings


def _check_master(master: str) -> None:
    """Raises NoSpark for what is no master, and for a standalone one where nobody answers: Spark waits a minute."""
    if not MASTER.fullmatch(master):
        raise NoSpark(f"{master} is no master of Spark; write one such as local[*], spark://HOST:7077 or yarn.")
    if not master.startswith("spark://"):
        return
    for host, port in (one.rsplit(":", 1) for one in master.removeprefix("spark://").split(",")):
        try:
            socket.create_connection((host, int(port)), ANSWERS_WITHIN).close()
            return
        except OSError:
            continue
    raise NoSpark(f"{master}: no master answers there; start it, or correct its address.")


def _is_here(master: str) -> bool:
    return master.startswith(("local", f"spark://{LOOPBACK}:"))


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0]
