"""What a computation would read, and how much, before it is begun."""

from dataclasses import dataclass

from concordat.records.tasks import FollowMonth, ReadRows, WorkOutMonth
from concordat.records.working import Run


@dataclass(frozen=True)
class Step:
    """One kind of work: for which metrics, how, in how many pieces, how many of them are known, what the rest reads."""

    metrics: tuple[str, ...]
    how: str
    pieces: int
    known: int
    rows: int
    size: int

    def as_dict(self) -> dict[str, object]:
        return {
            "metrics": list(self.metrics),
            "how": self.how,
            "pieces": self.pieces,
            "known": self.known,
            "rows": self.rows,
            "bytes": self.size,
        }


def explain(run: Run) -> list[Step]:
    """The steps of a run, in order. `rows` and `size` are those of the files, of which only some columns are read."""
    found: dict[tuple[tuple[str, ...], str], list[tuple[bool, int, int]]] = {}
    for task in run.tasks():
        if isinstance(task, ReadRows):
            ids, how = tuple(metric.id for metric in task.metrics), f"one reading of {task.files[0].table}"
            pieces = [
                (all(run.is_known(metric, [file]) for metric in task.metrics), file.rows, file.size)
                for file in task.files
            ]
        elif isinstance(task, FollowMonth):
            ids, how = tuple(metric.id for metric in task.metrics), "one pass over admissions, month after month"
            known = all(run.is_known(metric, task.inputs) for metric in task.metrics)
            pieces = [(known, task.file.rows, task.file.size)]
        else:
            assert isinstance(task, WorkOutMonth)
            ids, how = (task.metric.id,), f"by month, over {', '.join(task.inputs)}"
            known = run.is_known(task.metric, task.files, str(task.month))
            pieces = [(known, sum(file.rows for file in task.files), sum(file.size for file in task.files))]
        found.setdefault((ids, how), []).extend(pieces)
    run.digests.keep()
    return [
        Step(
            ids,
            how,
            len(pieces),
            sum(known for known, _, _ in pieces),
            sum(rows for known, rows, _ in pieces if not known),
            sum(size for known, _, size in pieces if not known),
        )
        for (ids, how), pieces in found.items()
    ]
