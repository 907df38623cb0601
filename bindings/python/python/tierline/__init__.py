"""Rules and SLAs for help desks.

A desk is compiled once from rule files and then asked, ticket event by ticket event, what to do and what is due. What stands in
requests and answers is told by the schemas in ``rules/schema``; everything here is dicts, lists and texts. Numbers with a fraction
come back as :class:`decimal.Decimal`, for the engine keeps their digits.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any

from ._calls import TierlineError, called, content, written
from ._native import VERSION, Session
from . import _verbs
from ._verbs import *

# The functions that need no desk are made from the table of verbs.
__all__ = ["Desk", "TierlineError", "__version__"]
__all__ += _verbs.__all__
__version__ = VERSION


class Desk(_verbs.Asked):
    """A compiled desk. Any thread may ask it at any time; ``with`` or :meth:`close` lets it go."""

    hash: str
    """The hash of its content, which every answer repeats as ``desk``."""
    rules: int
    """How many rules it has."""
    warnings: list[dict[str, Any]]
    """What is odd about its rules."""

    def __init__(self, made_by: str, *, threads: int = 1, **parts: Any) -> None:
        """Use :meth:`compile` or :meth:`load`."""
        if threads < 1:
            raise TierlineError("bad-call", "a desk needs a thread to answer on", help="give `threads` as 1 or more")
        self._session: Session | None = Session(threads)
        made = self._ask(made_by, **parts)
        self.hash, self.rules, self.warnings = made["hash"], made["rules"], made["warnings"]

    @classmethod
    def compile(cls, files: Mapping[str, str], *, threads: int = 1) -> Desk:
        """Compiles the files of a pack: texts by name. ``threads`` are for batches."""
        return cls("compile", threads=threads, files=dict(files))

    @classmethod
    def load(cls, bundle: bytes, *, threads: int = 1) -> Desk:
        """Loads a bundle: what :meth:`bundle` gives or ``tierline compile`` wrote."""
        return cls("load", threads=threads, bundle=b64encode(bundle).decode())

    @staticmethod
    def check(
        files: Mapping[str, str], *, changed: Sequence[str] | None = None, now: datetime | None = None
    ) -> list[dict[str, Any]]:
        """As the function :func:`check`."""
        return _verbs.check(files, changed=changed, now=now)

    @staticmethod
    def verify(cases: Iterable[Mapping[str, Any]] | str) -> dict[str, Any]:
        """As the function :func:`verify`."""
        return _verbs.verify(cases)

    def call(self, call: str) -> str:
        """The reply to any call of the wire, both JSON; errors are replies. The desk is called ``desk``."""
        if self._session is None:
            raise TierlineError("closed", "this desk is closed", help="compile or load another")
        return called(self._session, call)

    def close(self) -> None:
        """Lets the desk go. To ask it after that is an error; to close it again is none."""
        self._session = None

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Desk {self.hash}, {self.rules} rules{'' if self._session else ', closed'}>"

    def _ask(self, verb: str, **parts: Any) -> Any:
        return content(self.call(written({"verb": verb, "desk": "desk", **parts})))
