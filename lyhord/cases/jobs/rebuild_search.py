from procrastinate.contrib.django import app

from lyhord.cases.search import bulk_index, count_words


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="cases.count_search_words")
def count_search_words(timestamp: int) -> None:  # noqa: ARG001 -- the timetable's minute
    """Count each night in how many cases every word stands."""
    count_words()


@app.task(queueing_lock="cases.rebuild_search")
def rebuild_search() -> None:
    """Index every case anew while searches go on."""
    bulk_index()
