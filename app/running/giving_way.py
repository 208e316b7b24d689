"""Work that gives way: whoever paints comes first where there is more to do than processors."""

import os
import sys
import threading

_STEPS = 10


def give_way() -> None:
    """Let the calling thread, and the threads it starts, run after those that did not give way.

    Linux alone knows the order of single threads; elsewhere they stay equal.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _STEPS)


def let_process_give_way() -> None:
    """Let this process, and the processes it starts, run after the window's; not on Windows."""
    if sys.platform != "win32":
        os.nice(_STEPS)
