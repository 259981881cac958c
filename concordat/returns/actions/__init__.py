"""The only way that returns change: each verb is one transaction, with its events inside and letters after it."""

from concordat.returns.actions.ask_signature import ask_for_signature
from concordat.returns.actions.assign import assign, chase, complete_assignment, hand_back
from concordat.returns.actions.carry_over import carry_over, preview_carry_over, records_on_old_version
from concordat.returns.actions.changing import Closed, closing_of
from concordat.returns.actions.open_return import open_return, take_in_submitted
from concordat.returns.actions.save_answer import NoSuchQuestion, copy_last_period, resolve_conflict, save_answer
from concordat.returns.actions.save_section import Given, SectionSaved, copy_missing, save_section
from concordat.returns.actions.sign import ChangedMeanwhile, NotReady, ratify_signature, sign, usable_mandates
from concordat.returns.actions.submit import NotSigned, barriers_of, grant_extension, receipt_of, submit, unsigned
from concordat.returns.actions.talk import add_remark, give_reason, resolve_remark
from concordat.returns.actions.workbook import (
    Applied,
    Preview,
    apply_workbook,
    export_submission,
    export_workbook,
    findings_of,
    load_upload,
    preview_workbook,
    proposals_of,
)

__all__ = [
    "Applied",
    "ChangedMeanwhile",
    "Closed",
    "Given",
    "NoSuchQuestion",
    "NotReady",
    "NotSigned",
    "Preview",
    "SectionSaved",
    "add_remark",
    "apply_workbook",
    "ask_for_signature",
    "assign",
    "barriers_of",
    "carry_over",
    "chase",
    "closing_of",
    "complete_assignment",
    "copy_last_period",
    "copy_missing",
    "export_submission",
    "export_workbook",
    "findings_of",
    "give_reason",
    "grant_extension",
    "hand_back",
    "load_upload",
    "open_return",
    "preview_carry_over",
    "preview_workbook",
    "proposals_of",
    "ratify_signature",
    "receipt_of",
    "records_on_old_version",
    "resolve_conflict",
    "resolve_remark",
    "save_answer",
    "save_section",
    "sign",
    "submit",
    "take_in_submitted",
    "unsigned",
    "usable_mandates",
]
