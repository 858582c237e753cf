"""Why mail cannot be fetched, in words for who can mend it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TROUBLES: "dict[str, StrOrPromise]" = {
    "no_such_host": _("There is no server with that name. Look for a typing error in the server's name."),
    "unreachable": _(
        "The server does not answer at that port. Check server and port, and that no firewall is between."
    ),
    "timed_out": _("The server did not answer in time. Check server and port; it may also be busy."),
    "forbidden_address": _(
        "The name leads into the own network, which is not allowed. An administrator can allow it with "
        "LYHORD_REACH_PRIVATE_ADDRESSES=1."
    ),
    "certificate": _(
        "The server's certificate cannot be trusted, so the password was not sent. Use the name that the certificate "
        "is made out for, or ask who runs the server."
    ),
    "tls": _("The server does not speak TLS at that port. Try port 993, or STARTTLS with port 143."),
    "no_starttls": _("The server offers no STARTTLS, so the password was not sent. Try TLS from the start, port 993."),
    "wrong_password": _(
        "The server does not accept user name and password. Check both; many servers want a password made for programs."
    ),
    "token_refused": _(
        "The sign-in service gave no access. The token may have been withdrawn, or the application lacks the right "
        "to read mail."
    ),
    "busy": _("The server is busy and asks us to come back."),
    "folder_missing": _("There is no such folder. Check its name; the inbox is called INBOX."),
    "folder_closed": _(
        "The folder may only be read, so nothing can be marked or moved in it. Choose to leave mail as it is."
    ),
    "cut": _("The connection was broken in the middle. We start again where we were."),
    "server_said": _("The server answered in a way we cannot use."),
    "secret_lost": _("The password was sealed with another secret key. Type it again."),
    "database": _("Our own database did not answer. Nothing was touched on the server."),
}


def trouble_in_words(kind: str) -> str:
    return str(TROUBLES.get(kind, "")) if kind else ""
