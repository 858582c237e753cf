"""What the scopes of an API token leave of its agent's permissions."""

from collections.abc import Collection


def is_within(code: str, scopes: Collection[str]) -> bool:
    """Whether scopes leave a permission: ``*`` leaves all, ``room.*`` those of a room.

    Any scope of a room includes ``room.see``, for nothing can be done to what one may not see.
    """
    room = code.split(".", maxsplit=1)[0]
    if "*" in scopes or code in scopes or f"{room}.*" in scopes:
        return True
    return code == f"{room}.see" and any(scope.startswith(f"{room}.") for scope in scopes)
