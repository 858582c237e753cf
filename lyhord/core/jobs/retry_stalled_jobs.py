from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="core.retry_stalled_jobs", retry=RetryStrategy(max_attempts=2), pass_context=False)
async def retry_stalled_jobs(timestamp: int) -> None:  # noqa: ARG001 -- the timetable's minute
    """Take up again what a killed worker left unfinished; jobs are therefore written to be repeatable."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
