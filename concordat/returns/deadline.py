"""When a return closes: the deadline of the year's calendar, as far as it is known for certain, or an extension."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from concordat.frameworks.framework import Framework
from concordat.periods import format_date

LONDON = ZoneInfo("Europe/London")  # where the calendar's hours are meant


@dataclass(frozen=True, slots=True)
class Closing:
    """When a return closes. `deadline` is None where no day is known for certain: then nothing closes by itself."""

    deadline: datetime | None
    extended_until: datetime | None = None

    @property
    def at(self) -> datetime | None:
        """The last moment at which the return may be submitted."""
        if self.deadline is None or self.extended_until is None:
            return self.deadline
        return max(self.deadline, self.extended_until)

    def is_closed(self, at: datetime) -> bool:
        return self.at is not None and at > self.at

    @property
    def is_extended(self) -> bool:
        return self.at is not None and self.at != self.deadline


def format_closing(at: datetime) -> str:
    """When something closes, as the end of a sentence: `at the end of 3 March 2017`, `at 12:00 on 31 May 2017`."""
    local = at.astimezone(LONDON)
    if local.time() in (time(), time(23, 59)):
        return f"at the end of {format_date((local - timedelta(minutes=1)).date())}"
    return f"at {local:%H:%M} on {format_date(local.date())}"


def deadline_of(framework: Framework, form: str) -> datetime | None:
    """The moment at which a form is due: its hour, else the end of its day; None where the calendar is not certain."""
    found = framework.deadline_for(form)
    if found is None or found.day is None or not found.verified:
        return None
    if found.at:
        return datetime.combine(found.day, time.fromisoformat(found.at), LONDON)
    return datetime.combine(found.day + timedelta(days=1), time(), LONDON)
