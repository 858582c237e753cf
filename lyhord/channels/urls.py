from django.urls import path

from lyhord.channels.views import deliveries, fetching, held, ledger, mailboxes, sending

app_name = "channels"

urlpatterns = [
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<int:pk>/", ledger.envelope, name="envelope"),
    path("ledger/<int:pk>/raw/", ledger.raw, name="raw"),
    path("ledger/<int:pk>/page/", ledger.page, name="page"),
    path("ledger/<int:pk>/replay/", ledger.replay, name="replay"),
    path("held/", held.held, name="held"),
    path("held/<int:pk>/joining/", held.joining, name="join"),
    path("held/<int:pk>/case/", held.new_case, name="open_as_new"),
    path("held/<int:pk>/refusal/", held.refusal, name="refuse"),
    path("held/<int:pk>/undoing/", held.undoing, name="undo"),
    path("deliveries/<int:pk>/resending/", deliveries.resending, name="resend"),
    path("deliveries/<int:pk>/arrival/", deliveries.arrival, name="arrived"),
    path("deliveries/<int:pk>/address/", deliveries.other_address, name="other_address"),
    path("settings/mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("settings/mailboxes/new/", mailboxes.mailbox, name="mailbox_new"),
    path("settings/mailboxes/<int:pk>/", mailboxes.mailbox, name="mailbox"),
    path("settings/mailboxes/<int:pk>/sending/", sending.sending, name="sending"),
    path("settings/mailboxes/<int:pk>/sending/removal/", sending.own_relay_removal, name="own_relay_removal"),
    path("settings/mailboxes/<int:pk>/signing/", sending.signing, name="signing"),
    path("settings/mailboxes/<int:pk>/signing/removal/", sending.signing_removal, name="signing_removal"),
    path("settings/mailboxes/<int:pk>/fetching/", fetching.fetching_new, name="fetching_new"),
    path("settings/mailboxes/fetching/<int:pk>/", fetching.fetching, name="fetching"),
    path("settings/mailboxes/fetching/<int:pk>/run/", fetching.run, name="fetching_run"),
    path("settings/mailboxes/fetching/<int:pk>/removal/", fetching.removal, name="fetching_removal"),
    path("ledger/alarms/<int:pk>/settling/", fetching.alarm_settled, name="alarm_settled"),
]
