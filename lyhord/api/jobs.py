from datetime import UTC, datetime

from procrastinate.contrib.django import app

from lyhord.api.models import StoredAnswer


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="api.forget_answers")
def forget_answers(timestamp: int) -> None:
    """Forget answers to requests with an Idempotency-Key after 24 hours."""
    at = datetime.fromtimestamp(timestamp, tz=UTC)
    StoredAnswer.objects.filter(created_at__lte=at - StoredAnswer.KEPT).delete()
