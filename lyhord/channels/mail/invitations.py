from datetime import UTC, date, datetime, time

from icalendar import Calendar, Component

from lyhord.channels.mail.charsets import storable
from lyhord.channels.mail.parsed import CalendarInvite

LONGEST = 200_000


def read_invitation(source: str) -> CalendarInvite | None:
    """The first event of an iCalendar object (RFC 5545) as an invitation, None when there is none to read."""
    try:
        calendar = Calendar.from_ical(source[:LONGEST])
        event = next(iter(calendar.walk("VEVENT")), None)
        return None if event is None else _invitation(calendar, event)
    except Exception:  # noqa: BLE001 -- a stranger's calendar may break the library in any way; the mail must still be read
        return None


def _invitation(calendar: Component, event: Component) -> CalendarInvite:
    starts, ends = event.get("dtstart"), event.get("dtend")
    begin, end = getattr(starts, "dt", None), getattr(ends, "dt", None)
    duration = getattr(event.get("duration"), "dt", None)
    if end is None and begin is not None and duration is not None:
        end = begin + duration
    return CalendarInvite(
        method=_text(calendar, "method").upper(),
        uid=_text(event, "uid"),
        summary=_text(event, "summary"),
        location=_text(event, "location"),
        organiser=_text(event, "organizer").removeprefix("mailto:").removeprefix("MAILTO:"),
        starts_at=_aware(begin),
        ends_at=_aware(end),
        is_all_day=isinstance(begin, date) and not isinstance(begin, datetime),
    )


def _text(component: Component, name: str) -> str:
    return storable(str(component.get(name, "")))


def _aware(moment: object) -> datetime | None:
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    return datetime.combine(moment, time(), tzinfo=UTC) if isinstance(moment, date) else None
