from ninja import Router

from lyhord.channels.api import deliveries, envelopes

router = Router()
for part in (envelopes, deliveries):
    router.add_router("", part.router)
