"""How a form's data ties a rule to its questions: each rule has its own model of what it needs to know."""

from concordat.questionnaires.data_file import Data


class Binding(Data):
    """What a rule is told: the ids of the questions and series that belong together, and its parameters.

    `item` is what the questions are about where a rule is bound to each of a list: a metric, a flow.
    """

    rule: str
    item: str = ""
