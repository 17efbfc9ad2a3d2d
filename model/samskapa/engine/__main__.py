"""Compile the engine ahead of its first use: `python -m samskapa.engine`."""

import sys

from samskapa.engine.machine.blocks import compile_now
from samskapa.engine.machine.cache import folder, is_compiled

if __name__ == "__main__":
    ready = is_compiled()
    compile_now()
    sys.stdout.write(f"the engine {'lies' if ready else 'is compiled and lies'} ready in {folder()}\n")
