"""Rules and SLAs for help desks.

A desk is compiled once from rule files and then asked, ticket event by ticket event, what to do and what is due. What stands in
requests and answers is told by the schemas in ``rules/schema``; everything here is dicts, lists and texts. Numbers with a fraction
come back as :class:`decimal.Decimal`, for the engine keeps their digits.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timezone
from decimal import Decimal
from types import TracebackType
from typing import Any

from ._native import VERSION, Session

__all__ = ["Desk", "TierlineError", "check", "format", "verify", "__version__"]
__version__ = VERSION


class TierlineError(Exception):
    """Why a call was not answered."""

    code: str
    """A name for programs to branch on. It never changes; the message may."""
    message: str
    """What is wrong, on one line."""
    place: dict[str, Any] | None
    """Where, if that is a place in a rule file: ``file``, ``line``, ``column``, ``length``."""
    help: str | None
    """What to do next."""
    diagnostics: list[dict[str, Any]]
    """Everything that is wrong with a desk."""

    def __init__(
        self,
        code: str,
        message: str,
        place: dict[str, Any] | None = None,
        help: str | None = None,
        diagnostics: Sequence[dict[str, Any]] = (),
    ) -> None:
        super().__init__(f"{message}; {help}" if help else message)
        self.code, self.message, self.place, self.help = code, message, place, help
        self.diagnostics = list(diagnostics)


class Desk:
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
        return check(files, changed=changed, now=now)

    @staticmethod
    def verify(cases: Iterable[Mapping[str, Any]] | str) -> dict[str, Any]:
        """As the function :func:`verify`."""
        return verify(cases)

    def evaluate(
        self, request: Mapping[str, Any], *, trace: bool = False, why_not: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """What to do about one ticket event. ``trace`` tells what became of every rule, ``why_not`` of those it names."""
        answer: dict[str, Any] = self._ask("evaluate", request=request, **_told(trace, why_not))
        return answer

    def evaluate_batch(
        self, requests: Iterable[Mapping[str, Any]], *, trace: bool = False, why_not: Sequence[str] | None = None
    ) -> list[dict[str, Any]]:
        """The same for many, in order: each is ``{"ok": answer}`` or ``{"error": …}``, for one bad request spoils no other."""
        answers: list[dict[str, Any]] = self._ask("evaluate_batch", requests=list(requests), **_told(trace, why_not))
        return answers

    def deadlines(self, request: Mapping[str, Any], *, why: bool = False) -> dict[str, Any]:
        """What the clocks of a ticket read, without its rules; with the reasons where ``why`` is true."""
        answer: dict[str, Any] = self._ask("deadlines", request=request, why=why)
        return answer

    def explain(self, request: Mapping[str, Any], *, why_not: Sequence[str] | None = None) -> dict[str, Any]:
        """Why, in sentences. Of the rules that ``why_not`` names also why not, and what would have had to differ."""
        answer: dict[str, Any] = self._ask("explain", request=request, **_given(why_not=why_not))
        return answer

    def forms(self) -> list[dict[str, Any]]:
        """How each rule runs: what the index looks up, what a predicate decides, what takes a script, and why."""
        forms: list[dict[str, Any]] = self._ask("forms")
        return forms

    def schema(self) -> dict[str, Any]:
        """The JSON Schemas of what goes in and comes out, with the fields that this desk declares."""
        schemas: dict[str, Any] = self._ask("schema", desk="desk")
        return schemas

    def test(self) -> list[dict[str, Any]]:
        """A report for each test of the desk."""
        reports: list[dict[str, Any]] = self._ask("test")
        return reports

    def test_with_coverage(self) -> dict[str, Any]:
        """The same as ``tests``, and beside them the ``coverage``: what of the desk they reach, and what not."""
        told: dict[str, Any] = self._ask("test", coverage=True)
        return told

    def bundle(self) -> bytes:
        """The desk as bytes for :meth:`load`."""
        return b64decode(self._ask("bundle"))

    def call(self, call: str) -> str:
        """The reply to any call of the wire, both JSON; errors are replies. The desk is called ``desk``."""
        if self._session is None:
            raise TierlineError("closed", "this desk is closed", help="compile or load another")
        return _called(self._session, call)

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
        return _content(self.call(_json({"verb": verb, **parts})))


def check(
    files: Mapping[str, str], *, changed: Sequence[str] | None = None, now: datetime | None = None
) -> list[dict[str, Any]]:
    """Everything that is wrong, or looks wrong, with the files of a pack; nothing is kept.

    Where ``changed`` names files, only what is said of them is looked for. ``now`` also finds what runs out.
    """
    found: list[dict[str, Any]] = _ask("check", files=dict(files), **_given(changed=changed, now=now))["diagnostics"]
    return found


def format(files: Mapping[str, str]) -> dict[str, Any]:
    """The ``files`` of a pack laid out in the one style, and in ``diagnostics`` those that cannot be read."""
    told: dict[str, Any] = _ask("format", files=dict(files))
    return told


def verify(cases: Iterable[Mapping[str, Any]] | str) -> dict[str, Any]:
    """Runs recorded cases, or those of a text with one a line; how many passed, and what became of the others."""
    summary: dict[str, Any]
    summary = _ask("verify", lines=cases) if isinstance(cases, str) else _ask("verify", cases=list(cases))
    return summary


def _ask(verb: str, **parts: Any) -> Any:
    return _content(_called(Session(1), _json({"verb": verb, **parts})))


def _told(trace: bool, why_not: Sequence[str] | None) -> dict[str, Any]:
    return {"trace": trace, **_given(why_not=why_not)}


def _given(**options: Sequence[str] | datetime | None) -> dict[str, Any]:
    """The options that were given, names as a list; one text in their place is left for the engine to refuse."""
    given = {name: option for name, option in options.items() if option is not None}
    return {name: option if isinstance(option, (str, datetime)) else list(option) for name, option in given.items()}


def _called(session: Session, call: str) -> str:
    try:
        return session.call(call)
    except UnicodeEncodeError as error:
        raise TierlineError("bad-call", "the call holds half a surrogate pair, which is no text") from error


def _content(reply: str) -> Any:
    read = json.loads(reply, parse_float=Decimal)
    if "error" in read:
        raise TierlineError(**read["error"])
    return read["ok"]


def _json(call: Mapping[str, Any]) -> str:
    try:
        return json.dumps(call, default=_plain, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise TierlineError("bad-call", f"this cannot be JSON: {error}") from error


def _plain(value: object) -> object:
    """What JSON has no form for, in the form that the engine reads."""
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            help = "give it a time zone, such as `datetime.now(timezone.utc)`"
            raise TierlineError("naive-datetime", f"{value!r} does not say in which zone it is", help=help)
        return value.astimezone(timezone.utc).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return _number(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} {value!r}")


def _number(value: Decimal) -> int | float:
    """A number that is written with the digits of the decimal."""
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    if Decimal(repr(number)) != value:
        help = "round it, or write the call yourself and use `Desk.call`"
        raise TierlineError("bad-call", f"{value} has more digits than Python's JSON can write", help=help)
    return number
