"""The only way to returns, for somebody: what they may see, or why not; and rows as the library's values."""

from concordat.returns.access.agenda import board_dates, boards_at, load_board_date, steps_of
from concordat.returns.access.ambitions import load_ambitions
from concordat.returns.access.every_year import still_due
from concordat.returns.access.filling import (
    Filling,
    Unopened,
    filling_of,
    find_asked,
    find_section,
    find_unopened,
    load_filling,
    whom_to_ask,
)
from concordat.returns.access.form_at import FormAt
from concordat.returns.access.load import (
    NotFound,
    history_of,
    is_opened,
    load_assignment,
    load_remark,
    load_return,
    load_scope,
    load_signature,
    load_submission,
    questions_to_fill,
    returns_for,
    sees_drafts,
)
from concordat.returns.access.overview import (
    PlaceLine,
    Standing,
    count_signatures,
    list_begun,
    list_forms,
    list_places,
    list_submitted,
    stand_of,
)
from concordat.returns.access.place_year import PlaceDays, PlaceYear, load_area, load_place_days, load_place_year
from concordat.returns.access.places import Desk, OwnPlace, list_scopes, load_desk, own_places
from concordat.returns.access.proof import unrecorded, verify_receipt
from concordat.returns.access.recent import Explained, Kept
from concordat.returns.access.values import (
    area_of,
    as_signed,
    as_submitted,
    as_value,
    as_values,
    form_for,
    framework_for,
)
from concordat.returns.access.what_changed import what_changed

__all__ = [
    "Desk",
    "Explained",
    "Filling",
    "FormAt",
    "Kept",
    "NotFound",
    "OwnPlace",
    "PlaceDays",
    "PlaceLine",
    "PlaceYear",
    "Standing",
    "Unopened",
    "area_of",
    "as_signed",
    "as_submitted",
    "as_value",
    "as_values",
    "board_dates",
    "boards_at",
    "count_signatures",
    "filling_of",
    "find_asked",
    "find_section",
    "find_unopened",
    "form_for",
    "framework_for",
    "history_of",
    "is_opened",
    "list_begun",
    "list_forms",
    "list_places",
    "list_scopes",
    "list_submitted",
    "load_ambitions",
    "load_area",
    "load_assignment",
    "load_board_date",
    "load_desk",
    "load_filling",
    "load_place_days",
    "load_place_year",
    "load_remark",
    "load_return",
    "load_scope",
    "load_signature",
    "load_submission",
    "own_places",
    "questions_to_fill",
    "returns_for",
    "sees_drafts",
    "stand_of",
    "steps_of",
    "still_due",
    "unrecorded",
    "verify_receipt",
    "what_changed",
    "whom_to_ask",
]
