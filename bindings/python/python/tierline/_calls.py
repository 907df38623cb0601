"""Calls of the engine: JSON in, JSON out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

from ._native import Session


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


def ask(verb: str, **parts: Any) -> Any:
    """What a verb gives that needs no desk."""
    return content(called(Session(1), written({"verb": verb, **parts})))


def given(**options: bool | Sequence[str] | datetime | None) -> dict[str, Any]:
    """The options that were given, names as a list; one text in their place is left for the engine to refuse."""
    said = {name: option for name, option in options.items() if option is not None}
    plain = (bool, str, datetime)
    return {name: option if isinstance(option, plain) else list(option) for name, option in said.items()}


def cases_given(cases: Iterable[Mapping[str, Any]] | str) -> dict[str, Any]:
    """Recorded cases, or the text that they stand in."""
    return {"lines": cases} if isinstance(cases, str) else {"cases": list(cases)}


def called(session: Session, call: str) -> str:
    """The reply to a call."""
    try:
        return session.call(call)
    except UnicodeEncodeError as error:
        raise TierlineError("bad-call", "the call holds half a surrogate pair, which is no text") from error


def content(reply: str) -> Any:
    """What a reply holds; the error where it is one."""
    read = json.loads(reply, parse_float=Decimal)
    if "error" in read:
        raise TierlineError(**read["error"])
    return read["ok"]


def written(call: Mapping[str, Any]) -> str:
    """The JSON of a call."""
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
