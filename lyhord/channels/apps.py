from lyhord.core.apps import Room


class ChannelsConfig(Room):
    name = "lyhord.channels"
    label = "channels"
