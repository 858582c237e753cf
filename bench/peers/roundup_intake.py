"""roundup's mail gateway, run by the Python of its own environment: a mailbox of letters, timed.

``python roundup_intake.py MBOX HOME`` makes a tracker of the classic template on SQLite, and prints how many
issues came of the letters and in how many seconds.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from roundup import instance
from roundup.scripts import roundup_mailgw

CLOSED = "#db.security.addPermissionToRole('Anonymous', 'Email Access')"
OPEN = (
    "db.security.addPermissionToRole('Anonymous', 'Email Access')\n"
    "db.security.addPermissionToRole('Anonymous', 'Create', 'user')"
)


def make_tracker(home: Path) -> None:
    """A tracker that registers whoever writes, and writes the mail it would send into a file."""
    admin = Path(sys.executable).with_name("roundup-admin")
    chosen = "tracker_web=http://localhost/,mail_domain=nordljus.example,mail_host=localhost"
    subprocess.run([admin, "-i", home, "install", "classic", "sqlite", chosen], check=True, stdout=sys.stderr)
    schema = home / "schema.py"
    schema.write_text(schema.read_text().replace(CLOSED, OPEN))
    settings = home / "config.ini"
    settings.write_text(settings.read_text().replace("\ndebug = \n", f"\ndebug = {home / 'sent'}\n", 1))
    subprocess.run([admin, "-i", home, "initialise", "for-the-measurement"], check=True, stdout=sys.stderr)


def main() -> None:
    letters, home = sys.argv[1], Path(sys.argv[2])
    make_tracker(home)
    began, used = time.monotonic(), time.process_time()
    roundup_mailgw.main([str(home), "mailbox", letters])
    told = {"seconds": time.monotonic() - began, "cpu_seconds": time.process_time() - used}
    database = instance.open(str(home)).open("admin")
    print(json.dumps({"made": len(database.issue.list()), **told}))
    database.close()


if __name__ == "__main__":
    main()
