import subprocess
import sys

import pytest

WORKSHOP = ("django_stubs_ext", "hypothesis", "mypy", "playwright", "polib", "psutil", "pytest", "xdist")


@pytest.mark.parametrize("module", ["lyhord.asgi", "lyhord.worker", "lyhord.cli"])
def test_what_runs_needs_nothing_of_the_workshop(module: str) -> None:
    hidden = "; ".join(f"sys.modules[{name!r}] = None" for name in WORKSHOP)
    code = f"import sys; {hidden}; import django; django.setup(); import {module}"

    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
