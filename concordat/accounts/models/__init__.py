"""People, bodies, what people were granted, what bodies have mandated, and letters that wait to be sent."""

from concordat.accounts.models.body import BoardDate, Body, Service
from concordat.accounts.models.grant import ApiToken, Grant, Invitation
from concordat.accounts.models.letter import Letter
from concordat.accounts.models.mandate import Mandate
from concordat.accounts.models.person import Person

__all__ = ["ApiToken", "BoardDate", "Body", "Grant", "Invitation", "Letter", "Mandate", "Person", "Service"]
