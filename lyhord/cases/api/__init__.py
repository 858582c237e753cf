from ninja import Router

from lyhord.cases.api import attachments, cases, entries, queues, searching

router = Router()
for part in (cases, entries, attachments, queues, searching):
    router.add_router("", part.router)
