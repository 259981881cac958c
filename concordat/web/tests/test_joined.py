"""Words one after the other."""

import pytest

from concordat.web.joined import join_words


@pytest.mark.parametrize(
    ("words", "joined"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_words_are_joined_as_in_english(words, joined):
    assert join_words(words) == joined
    assert join_words(words, "or") == joined.replace("and", "or")
