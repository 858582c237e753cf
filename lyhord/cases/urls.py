from django.urls import path, register_converter

from lyhord.cases.views import (
    acknowledgements,
    attachments,
    canned_replies,
    changes,
    conversation,
    drafts,
    inbox,
    moving,
    new_case,
    notes,
    originals,
    queues,
    replies,
    search,
    viewers,
)
from lyhord.core import case_numbers


class CaseNumber:
    """A case number in an address, with or without its dash; one whose check digit is wrong is no address of ours."""

    regex = "[0-9]{4,8}-?[0-9]{4}"

    def to_python(self, value: str) -> int:
        number = case_numbers.read(value)
        if number is None:
            raise ValueError(value)
        return number

    def to_url(self, value: int | str) -> str:
        return case_numbers.spoken(value) if isinstance(value, int) else value


register_converter(CaseNumber, "case_number")

app_name = "cases"
_case = "cases/<case_number:number>/"

urlpatterns = [
    path("inbox/", inbox.Home.as_view(), name="home"),
    path("inbox/queue/<slug:queue>/", inbox.Inbox.as_view(), {"view": "queue"}, name="queue"),
    path("inbox/queue/<slug:queue>/rows/", inbox.Rows.as_view(), {"view": "queue"}, name="queue_rows"),
    path("inbox/<slug:view>/", inbox.Inbox.as_view(), name="inbox"),
    path("inbox/<slug:view>/rows/", inbox.Rows.as_view(), name="rows"),
    path("cases/new/", new_case.NewCase.as_view(), name="new"),
    path(_case, conversation.Conversation.as_view(), name="case"),
    path(f"{_case}header/", conversation.Header.as_view(), name="header"),
    path(f"{_case}customer/", conversation.CustomerPane.as_view(), name="customer"),
    path(f"{_case}entries/", conversation.Entries.as_view(), name="entries"),
    path(f"{_case}entries/<int:entry>/", conversation.OneEntry.as_view(), name="entry"),
    path(f"{_case}entries/<int:entry>/move/", moving.Moving.as_view(), name="entry_move"),
    path(f"{_case}entries/<int:entry>/move/undoing/", moving.Undoing.as_view(), name="entry_move_undo"),
    path(f"{_case}replies/", replies.Replies.as_view(), name="replies"),
    path(f"{_case}replies/<int:entry>/withdrawal/", replies.Withdrawal.as_view(), name="withdrawal"),
    path(f"{_case}notes/", notes.Notes.as_view(), name="notes"),
    path(f"{_case}colleagues/", notes.Colleagues.as_view(), name="colleagues"),
    path(f"{_case}composer/", drafts.Composer.as_view(), name="composer"),
    path(f"{_case}drafts/<slug:kind>/", drafts.DraftOf.as_view(), name="draft"),
    path(f"{_case}drafts/<slug:kind>/files/", drafts.Files.as_view(), name="draft_files"),
    path(f"{_case}drafts/<slug:kind>/files/<int:pk>/removal/", drafts.FileRemoval.as_view(), name="draft_file_removal"),
    path(f"{_case}assignment/", changes.Assignment.as_view(), name="assignment"),
    path(f"{_case}handover/", changes.Handover.as_view(), name="handover"),
    path(f"{_case}status/", changes.Status.as_view(), name="status"),
    path(f"{_case}priority/", changes.Priority.as_view(), name="priority"),
    path(f"{_case}queue/", changes.Move.as_view(), name="move"),
    path(f"{_case}tags/", changes.Tags.as_view(), name="tags"),
    path(f"{_case}subject/", changes.Subject.as_view(), name="subject"),
    path(f"{_case}snooze/", changes.Snooze.as_view(), name="snooze"),
    path(f"{_case}viewers/", viewers.Viewers.as_view(), name="viewers"),
    path(f"{_case}departure/", viewers.Departure.as_view(), name="departure"),
    path(f"{_case}seen/", viewers.Seen.as_view(), name="seen"),
    path(f"{_case}canned-replies/", canned_replies.Menu.as_view(), name="canned_menu"),
    path(f"{_case}canned-replies/<int:pk>/", canned_replies.Filled.as_view(), name="canned_filled"),
    path("entries/<int:pk>/original/", originals.Original.as_view(), name="original"),
    path("entries/<int:pk>/pictures/<int:number>/", originals.RemotePicture.as_view(), name="remote_picture"),
    path("attachments/<int:pk>/", attachments.Download.as_view(), name="attachment"),
    path("attachments/<int:pk>/image/", attachments.Image.as_view(), name="image"),
    path("search/", search.Search.as_view(), name="search"),
    path("settings/queues/", queues.Queues.as_view(), name="queues"),
    path("settings/queues/new/", queues.Edit.as_view(), name="queue_new"),
    path("settings/queues/<slug:slug>/", queues.Edit.as_view(), name="queue_edit"),
    path("settings/queues/<slug:slug>/acknowledgement/", acknowledgements.Edit.as_view(), name="acknowledgement_new"),
    path(
        "settings/queues/<slug:slug>/acknowledgement/<slug:language>/",
        acknowledgements.Edit.as_view(),
        name="acknowledgement",
    ),
    path(
        "settings/queues/<slug:slug>/acknowledgement/<slug:language>/removal/",
        acknowledgements.Removal.as_view(),
        name="acknowledgement_removal",
    ),
    path("settings/canned-replies/", canned_replies.CannedReplies.as_view(), name="canned"),
    path("settings/canned-replies/new/", canned_replies.Edit.as_view(), name="canned_new"),
    path("settings/canned-replies/<int:pk>/", canned_replies.Edit.as_view(), name="canned_edit"),
    path("settings/canned-replies/<int:pk>/removal/", canned_replies.Removal.as_view(), name="canned_removal"),
]
