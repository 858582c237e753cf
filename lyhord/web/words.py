"""What modules in the browser say by themselves; ``%s`` is filled in there."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WORDS: "dict[str, StrOrPromise]" = {
    "d": _("d"),
    "h": _("h"),
    "min": _("min"),
    "late": _("%s late"),
    "copied": _("Copied"),
    "selected": _("Marked. Copy with Ctrl C."),
    "failed": _("That did not work. What you wrote is still here. Try again, or reload the page."),
    "unreachable": _("The server does not answer. What you wrote is still here. Try again in a moment."),
    "signedOut": _("You are signed out. Sign in in a new tab and try again; what you wrote is still here."),
    "notPermitted": _("Your roles do not allow that. Ask an administrator."),
    "gone": _("It is no longer there. Reload the page to see what has changed."),
    "changedByOther": _("Somebody else changed it first. Reload the page to see how."),
    "tooLarge": _("That is too large to send."),
    "tooMany": _("Too many tries. Wait a moment and try again."),
    "presence.available": _("Available"),
    "presence.busy": _("Busy"),
    "presence.break": _("On a break"),
    "presence.away": _("Away"),
    "presence.offline": _("Offline"),
}
