"""What the rooms' API routers stand on: problems, permissions, pages by key. Routers are composed in ``lyhord.api``."""

from lyhord.core.rest.paging import Page, cursor_of, key_of, page_of
from lyhord.core.rest.permissions import agent_of, requires
from lyhord.core.rest.problems import Problem, problem_response

__all__ = ["Page", "Problem", "agent_of", "cursor_of", "key_of", "page_of", "problem_response", "requires"]
