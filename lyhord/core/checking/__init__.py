"""Whether an installation is in order, in plain words."""

from lyhord.core.checking.checks import ALL, run_checks
from lyhord.core.checking.finding import Finding, Grade

__all__ = ["ALL", "Finding", "Grade", "run_checks"]
