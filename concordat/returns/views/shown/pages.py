"""Where the pages of one return are."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from concordat.questionnaires.form import Questionnaire


def slug_of_question(id: str) -> str:
    """A question's id as part of an id in a page, where dots would mean something else."""
    return id.replace(".", "_")


@lru_cache(maxsize=20_000)
def _address(name: str, *args: object) -> str:
    """The same address each time; one page has some hundreds of them."""
    return reverse(name, args=args)


@dataclass(frozen=True, slots=True)
class Pages:
    """The addresses of the pages of one return."""

    place: str
    form: str

    def _at(self, name: str, *rest: object) -> str:
        return _address(name, self.place, self.form, *rest)

    def named(self, name: str) -> str:
        """The page of an address that needs nothing else."""
        return self._at(name)

    @property
    def home(self) -> str:
        """The place's own page."""
        return f"/places/{self.place}/"

    @property
    def tasks(self) -> str:
        return self._at("return-tasks")

    @property
    def open(self) -> str:
        return self._at("return-open")

    @property
    def findings(self) -> str:
        return self._at("return-findings")

    @property
    def remarks(self) -> str:
        return self._at("return-remarks")

    @property
    def assignments(self) -> str:
        return self._at("return-assignments")

    @property
    def waiting(self) -> str:
        return self._at("return-waiting")

    @property
    def history(self) -> str:
        return self._at("return-history")

    @property
    def before_signing(self) -> str:
        return self._at("return-before-signing")

    @property
    def submissions(self) -> str:
        return self._at("return-submissions")

    def reason_of(self, code: str, where: str) -> str:
        """The place on the page of findings where a reason is given."""
        return f"{self.findings}#f-{code}-{slug_of_question(where)}"

    def section(self, id: str) -> str:
        return self._at("return-section", id)

    def answer(self, question: str) -> str:
        return self._at("return-answer", question)

    def reason(self, code: str, where: str) -> str:
        return self._at("return-reason", code, where)

    def remark(self, id: int) -> str:
        return self._at("return-remark-resolve", id)

    def assignment(self, id: int, verb: str) -> str:
        return self._at("return-assignment", id, verb)

    def findings_of(self, **chosen: str) -> str:
        """The findings of a section, or of a severity."""
        return f"{self.findings}?{urlencode({key: value for key, value in chosen.items() if value})}"

    def field(self, form: Questionnaire, where: str) -> str:
        """Where something is answered: the control of a question, of a series' first, else its section; or nothing."""
        if where in form.series:
            where = form.series[where].questions[0]
        if where in form.questions:
            return f"{self.section(form.questions[where].section)}#a-{slug_of_question(where)}"
        section = section_of(form, where)
        return self.section(section) if section else ""


def section_of(form: Questionnaire, where: str) -> str:
    """The section that an id belongs to; empty where it belongs to the whole return."""
    first = where.partition(".")[0]
    return first if any(section.id == first for section in form.sections) else ""
