"""Which chapters the demo has, in the order they are written."""

from lyhord.demo.chapters import Chapter
from lyhord.demo.chapters.clientele import Clientele
from lyhord.demo.chapters.desks import Desks
from lyhord.demo.chapters.history import History
from lyhord.demo.chapters.post import Post
from lyhord.demo.chapters.staff import Staff

CHAPTERS: tuple[Chapter, ...] = (Staff(), Desks(), Clientele(), History(), Post())
