"""The roles that every department starts with, as named sets of permissions.

A permission ends in ``.*`` to mean all of its room. Departments change roles in the administration pages;
this is only what a new installation begins with.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class StandardRole:
    code: str
    name: str
    permissions: tuple[str, ...]


_EVERYBODY = ("people.see", "people.be_present", "people.use_api", "customers.see", "cases.see", "cases.search")
_CASE_WORK = (
    "cases.create",
    "cases.reply",
    "cases.note",
    "cases.take",
    "cases.assign",
    "cases.change",
    "cases.move",
    "customers.edit",
    "channels.decide_held",
    "channels.resend",
)
_LEADING = ("cases.see_all", "cases.edit_canned", "channels.see_ledger", "channels.replay", "people.see_trail")

STANDARD_ROLES = (
    StandardRole("agent", _("Agent"), _EVERYBODY + _CASE_WORK),
    StandardRole("team_leader", _("Team leader"), _EVERYBODY + _CASE_WORK + _LEADING),
    StandardRole("planner", _("Planner"), _EVERYBODY),
    StandardRole("coach", _("Coach"), (*_EVERYBODY, "cases.see_all")),
    StandardRole("assessor", _("Assessor"), _EVERYBODY),
    StandardRole("knowledge_editor", _("Knowledge editor"), (*_EVERYBODY, "cases.edit_canned")),
    StandardRole(
        "data_protection_officer",
        _("Data-protection officer"),
        (
            *_EVERYBODY,
            "cases.see_all",
            "cases.see_protected",
            "customers.see_protected",
            "people.see_trail",
            "channels.see_ledger",
        ),
    ),
    StandardRole("manager", _("Manager"), _EVERYBODY + _CASE_WORK + _LEADING + ("people.edit", "cases.edit_queues")),
    StandardRole("administrator", _("Administrator"), ("*",)),
)
