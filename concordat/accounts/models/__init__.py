"""People, bodies, what people were granted and what bodies have mandated."""

from concordat.accounts.models.body import BoardDate, Body, Service
from concordat.accounts.models.grant import ApiToken, Grant, Invitation
from concordat.accounts.models.mandate import Mandate
from concordat.accounts.models.person import Person

__all__ = ["ApiToken", "BoardDate", "Body", "Grant", "Invitation", "Mandate", "Person", "Service"]
