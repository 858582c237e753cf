from lyhord.core.live.publishing import publish
from lyhord.core.live.topics import own_topics, topic_guard, topics_for

__all__ = ["own_topics", "publish", "topic_guard", "topics_for"]
