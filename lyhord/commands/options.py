import os
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

from lyhord.core.config import config

P = ParamSpec("P")
R = TypeVar("R")

OPTIONS = (
    ("--home", "LYHORD_HOME", "Folder where everything is kept."),
    ("--host", "LYHORD_HOST", "Address to listen on."),
    ("--port", "LYHORD_PORT", "Port of the web pages."),
    ("--smtp-port", "LYHORD_SMTP_PORT", "Port where mail comes in."),
)


def installation(command: Callable[P, R]) -> Callable[..., R]:
    """Give a command the options that say which installation is meant; they become its environment."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> R:
        for option, variable, _ in OPTIONS:
            value = kwargs.pop(option.strip("-").replace("-", "_"))
            if value is not None:
                os.environ[variable] = value
        config.cache_clear()
        config()
        return command(*args, **kwargs)

    decorated: Callable[..., R] = run
    for option, variable, meaning in reversed(OPTIONS):
        decorated = click.option(option, default=None, help=f"{meaning} ({variable})")(decorated)
    return decorated
