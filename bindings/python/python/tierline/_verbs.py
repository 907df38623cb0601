"""What desks can be asked, and what needs none. Made from the table of verbs by `cargo xtask generate`."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ._calls import ask, cases_given, given

__all__ = ["version", "check", "format", "verify", "actions", "schema"]


class Asked:
    """What a desk can be asked."""

    def _ask(self, verb: str, **parts: Any) -> Any:
        raise NotImplementedError

    def bundle(self) -> bytes:
        """The desk as bytes, to load it anew from."""
        return b64decode(self._ask("bundle"))

    def forms(self) -> list[dict[str, Any]]:
        """How each rule runs: what the index looks up, what a predicate decides, what takes a script, and why."""
        reply: list[dict[str, Any]] = self._ask("forms")
        return reply

    def test(self) -> list[dict[str, Any]]:
        """Runs the tests of the desk: a report for each."""
        reply: list[dict[str, Any]] = self._ask("test")
        return reply

    def test_with_coverage(self) -> dict[str, Any]:
        """Runs them, as ``tests``, and says in ``coverage`` what of the desk they reach, and what not."""
        reply: dict[str, Any] = self._ask("test", coverage=True)
        return reply

    def evaluate(
        self, request: Mapping[str, Any], *, trace: bool = False, why_not: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Says what to do about one ticket event. With ``trace``, also what became of every rule; with
        ``why_not``, what became of the rules that could hold and of those that it names: that takes hardly
        longer, however many rules there are. Raises :class:`TierlineError` where the request is none.
        """
        reply: dict[str, Any] = self._ask("evaluate", request=request, **given(trace=trace, why_not=why_not))
        return reply

    def evaluate_batch(
        self, requests: Iterable[Mapping[str, Any]], *, trace: bool = False, why_not: Sequence[str] | None = None
    ) -> list[dict[str, Any]]:
        """Answers many requests at once, in order: each is ``ok`` with its answer, or ``error``. One that is
        none spoils no other.
        """
        reply: list[dict[str, Any]] = self._ask("evaluate_batch", requests=list(requests), **given(trace=trace, why_not=why_not))
        return reply

    def explain(self, request: Mapping[str, Any], *, why_not: Sequence[str] | None = None) -> dict[str, Any]:
        """Evaluates a request and says why in sentences. Of the rules that ``why_not`` names, also why each did
        not fire, and the smallest change of the request that makes it fire. Raises :class:`TierlineError` where
        the request is none.
        """
        reply: dict[str, Any] = self._ask("explain", request=request, **given(why_not=why_not))
        return reply

    def deadlines(self, request: Mapping[str, Any], *, why: bool = False) -> dict[str, Any]:
        """What the clocks of a ticket read, without its rules. With ``why``, the reasons and the open hours of
        the calendars. Raises :class:`TierlineError` where the request is none.
        """
        reply: dict[str, Any] = self._ask("deadlines", request=request, **given(why=why))
        return reply

    def schema(self) -> dict[str, Any]:
        """The JSON Schemas of what goes in and comes out, with the fields that this desk declares."""
        reply: dict[str, Any] = self._ask("schema")
        return reply


def version() -> dict[str, Any]:
    """The versions of the engine and of its calls."""
    reply: dict[str, Any] = ask("version")
    return reply


def check(
    files: Mapping[str, str], *, changed: Sequence[str] | None = None, now: datetime | None = None
) -> list[dict[str, Any]]:
    """All that is wrong, or looks wrong, with the files of a desk; nothing where they are fine. Where a ticket
    shows a finding, that ticket is its ``witness``. With ``changed``, the names of some of the files, only what
    has to do with those: quick enough to run behind an editor. With ``now``, also what runs out.
    """
    reply: list[dict[str, Any]] = ask("check", files=dict(files), **given(changed=changed, now=now))["diagnostics"]
    return reply


def format(files: Mapping[str, str]) -> dict[str, Any]:
    """The ``files`` of a desk in the one style, and in ``diagnostics`` what kept some from being laid out."""
    reply: dict[str, Any] = ask("format", files=dict(files))
    return reply


def verify(cases: Iterable[Mapping[str, Any]] | str) -> dict[str, Any]:
    """Runs recorded cases, a list or text with one a line, against the engine: how many passed, and what became
    of the others.
    """
    reply: dict[str, Any] = ask("verify", **cases_given(cases))
    return reply


def actions() -> dict[str, Any]:
    """The actions, functions and metrics of the rule language."""
    reply: dict[str, Any] = ask("actions")
    return reply


def schema() -> dict[str, Any]:
    """The JSON Schemas of what goes in and comes out."""
    reply: dict[str, Any] = ask("schema")
    return reply
