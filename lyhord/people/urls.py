from django.urls import path

from lyhord.people.views import agents, invitations, own, roles, teams, tokens

app_name = "people"

urlpatterns = [
    path("me/", own.profile, name="profile"),
    path("me/presence/", own.presence, name="presence"),
    path("me/appearance/", own.appearance, name="appearance"),
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/<int:pk>/revocation/", tokens.revocation, name="token_revocation"),
    path("settings/agents/", agents.agents, name="agents"),
    path("settings/agents/new/", agents.invitation, name="invite"),
    path("settings/agents/<int:pk>/", agents.agent, name="agent"),
    path("settings/agents/<int:pk>/invitation/", agents.invitation_again, name="invite_again"),
    path("settings/agents/<int:pk>/closure/", agents.closure, name="agent_closure"),
    path("settings/agents/<int:pk>/reopening/", agents.reopening, name="agent_reopening"),
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/<int:pk>/", teams.team, name="team"),
    path("settings/roles/", roles.roles, name="roles"),
    path("settings/roles/<int:pk>/permissions/<str:code>/", roles.permission, name="role_permission"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
]
