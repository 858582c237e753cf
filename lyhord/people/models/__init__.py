from lyhord.people.models.agent import Agent
from lyhord.people.models.api_token import ApiToken
from lyhord.people.models.role import Role
from lyhord.people.models.team import Team

__all__ = ["Agent", "ApiToken", "Role", "Team"]
