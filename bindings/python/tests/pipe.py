"""Answers calls from standard input, one a line."""

import sys

from tierline._native import Session

sys.stdin.reconfigure(encoding="utf-8", newline="\n")
sys.stdout.reconfigure(encoding="utf-8", newline="\n")
session = Session(1)
for call in sys.stdin:
    sys.stdout.write(session.call(call.removesuffix("\n")) + "\n")
