"""One file that holds a department: its database at one moment, and every attachment that moment knows."""

from lyhord.core.backup.archive import FILES, KEY, BackupError, verify
from lyhord.core.backup.making import make_backup
from lyhord.core.backup.restoring import restore_backup

__all__ = ["FILES", "KEY", "BackupError", "make_backup", "restore_backup", "verify"]
