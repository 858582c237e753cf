import os
from pathlib import Path

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def prepare_folder(folder: Path) -> None:
    """Let all processes started from here add up their numbers in `folder`, from zero.

    Call before prometheus_client is loaded, which looks for the folder once.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left_over in folder.glob("*.db"):
        left_over.unlink(missing_ok=True)
    os.environ[FOLDER_VARIABLE] = str(folder)
