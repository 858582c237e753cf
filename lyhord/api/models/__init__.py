from lyhord.api.models.stored_answer import StoredAnswer
from lyhord.api.models.token_use import TokenUse

__all__ = ["StoredAnswer", "TokenUse"]
