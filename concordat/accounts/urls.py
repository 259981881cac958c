"""People, their roles, the organisations that they act for; signing in itself is under `/account/`."""

from django.urls import path

from concordat.accounts.views.bodies import bodies
from concordat.accounts.views.body import body
from concordat.accounts.views.body_add import body_add
from concordat.accounts.views.body_tokens import body_tokens
from concordat.accounts.views.invitation_accept import invitation_accept
from concordat.accounts.views.invitation_again import invitation_again
from concordat.accounts.views.invitation_withdraw import invitation_withdraw
from concordat.accounts.views.mandates import mandate_end, mandate_record, mandates
from concordat.accounts.views.own_account import own_account
from concordat.accounts.views.people import people
from concordat.accounts.views.person_account import person_close, person_reopen
from concordat.accounts.views.person_invite import person_invite
from concordat.accounts.views.person_list import person_list
from concordat.accounts.views.role_grant import role_grant
from concordat.accounts.views.role_withdraw import role_withdraw
from concordat.accounts.views.token_revoke import token_revoke

HERE = "places/<slug:place>/people/"

urlpatterns = [
    path(HERE, people, name="people"),
    path(f"{HERE}invite/", person_invite, name="person-invite"),
    path(f"{HERE}grant/", role_grant, name="role-grant"),
    path(f"{HERE}grants/<int:number>/withdraw/", role_withdraw, name="role-withdraw"),
    path(f"{HERE}invitations/<int:number>/again/", invitation_again, name="invitation-again"),
    path(f"{HERE}invitations/<int:number>/withdraw/", invitation_withdraw, name="invitation-withdraw"),
    path("places/<slug:place>/mandates/", mandates, name="mandates"),
    path("places/<slug:place>/mandates/<int:number>/end/", mandate_end, name="mandate-end"),
    path("places/<slug:place>/mandates/<slug:slug>/<slug:kind>/", mandate_record, name="mandate-record"),
    path("people/accounts/", person_list, name="person-list"),
    path("people/accounts/<int:number>/close/", person_close, name="person-close"),
    path("people/accounts/<int:number>/reopen/", person_reopen, name="person-reopen"),
    path("people/me/", own_account, name="own-account"),
    path("people/invitations/<str:secret>", invitation_accept, name="invitation-accept"),
    path("people/bodies/", bodies, name="bodies"),
    path("people/bodies/new/", body_add, name="body-add"),
    path("people/bodies/<slug:slug>/", body, name="body"),
    path("people/bodies/<slug:slug>/tokens/", body_tokens, name="body-tokens"),
    path("people/bodies/<slug:slug>/tokens/<int:number>/revoke/", token_revoke, name="token-revoke"),
]
