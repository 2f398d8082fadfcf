"""A process of heavy work that never ends by itself: writes its id into a file and stays."""

import os
import sys
import time
from pathlib import Path

from app.concurrency.confined import confine

if __name__ == "__main__":
    confine(memory=2**30, seconds=600)
    Path(sys.argv[1]).write_text(str(os.getpid()))
    time.sleep(600)
