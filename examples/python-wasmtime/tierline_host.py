"""The engine as a WebAssembly guest: rules of customers, in a sandbox that ends where a host says.

    sandbox = Sandbox(Path("target/wasm/compiled"))
    program = sandbox.program(Path("target/wasm/tierline.wasm"))
    pool = Pool(program, size=2, setup=[program.load_pack(Path("rules/help-desk"))])
    reply = pool.call('{"verb": "evaluate", "request": {"ticket": {"id": "T"}, "now": "2026-11-23T10:00:00Z"}}')

An instance that meets a limit, or traps for another reason, is thrown away: its caller gets a `HostError`, and the next caller an
instance that is new.
"""

import hashlib
import json
import os
import queue
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wasmtime import Config, Engine, Instance, Module, Store, Trap, WasmtimeError, component

TICK = 0.005
"""How often time is looked at, in seconds."""
ABI = 1
"""The version of the module's exports that this host knows."""
INTERFACE = "tierline:engine/engine@0.1.0"
COMPONENT_START = b"\0asm\x0d\0\x01\0"


class HostError(Exception):
    """Why a guest gave no reply. What is wrong with a call itself is said by the reply."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code

    def reply(self) -> str:
        """The same in the form of a reply, for callers that read nothing else."""
        error = {"code": self.code, "message": str(self)}
        return json.dumps({"error": error}, separators=(",", ":"), ensure_ascii=False)


# Of a component wasmtime tells Python the words of a trap, and not its code.
TOO_MUCH = [
    ("wasm trap: all fuel consumed", "out-of-fuel", "the call took more fuel than it was given; ask for less at once"),
    ("wasm trap: interrupt", "out-of-time", "the call took longer than it was given; ask for less at once"),
]


@dataclass(frozen=True)
class Allowance:
    """What one call may take."""

    fuel: int
    """Work: about one for an instruction of WebAssembly, the same on every machine."""
    seconds: float


@dataclass(frozen=True)
class Limits:
    """What an instance may take. A script that runs away meets the engine's own limits first."""

    memory: int = 128 * 1024 * 1024
    load: Allowance = Allowance(fuel=50_000_000_000, seconds=60)
    """For each call that makes an instance ready."""
    call: Allowance = Allowance(fuel=10_000_000_000, seconds=10)
    """For each call of a caller."""


class Guest(Protocol):
    """An instance of the engine. It keeps the desks that calls made and answers one call at a time."""

    def call(self, call: str, allowance: Allowance) -> str:
        """The reply to a call. After a `HostError` the guest is to be thrown away."""


class Sandbox:
    """Where guests are compiled and run. What is compiled is kept in a folder that nobody else may write to."""

    def __init__(self, cache: Path):
        config = Config()
        config.consume_fuel = True
        config.epoch_interruption = True
        self.engine = Engine(config)
        self.cache = cache
        over = threading.Event()
        # The thread holds the engine until it ends. A weak reference will not do: Python still gives the engine out by one while
        # it is being deleted.
        threading.Thread(target=_tick, args=(self.engine, over), daemon=True).start()
        weakref.finalize(self, over.set)

    def program(self, file: Path) -> "Program":
        """Compiles a core module or a component, whichever the file is, or reads what was compiled of it before."""
        try:
            code = file.read_bytes()
            kind = component.Component if code.startswith(COMPONENT_START) else Module
            return Program(self, self._compiled(kind, code))
        except (OSError, WasmtimeError) as error:
            raise HostError("not-the-engine", f"{file}: {error}; `cargo xtask wasm` builds the engine") from error

    def _compiled(self, kind, code: bytes):
        file = self.cache / f"{hashlib.sha256(code).hexdigest()[:16]}.python.cwasm"
        try:
            return kind.deserialize_file(self.engine, str(file))
        except WasmtimeError:
            # It is not there, or another version of wasmtime wrote it.
            compiled = kind(self.engine, code)
        self.cache.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        half.write_bytes(compiled.serialize())
        half.replace(file)
        return compiled


def _tick(engine: Engine, over: threading.Event) -> None:
    while not over.wait(TICK):
        engine.increment_epoch()


class Room:
    """A store whose memory is bounded, and whose work is metered call by call."""

    def __init__(self, engine: Engine, memory: int):
        self.store = Store(engine)
        self.store.set_limits(memory_size=memory)

    @contextmanager
    def within(self, allowance: Allowance) -> Iterator[Store]:
        """The store with so much fuel and time; says why where work in it breaks off."""
        self.store.set_fuel(allowance.fuel)
        self.store.set_epoch_deadline(int(allowance.seconds / TICK) + 1)
        try:
            yield self.store
        except (Trap, WasmtimeError) as error:
            for words, code, message in TOO_MUCH:
                if words in str(error):
                    raise HostError(code, message) from error
            raise HostError("trapped", f"the engine broke off: {error}") from error


class ModuleGuest:
    """The engine as a core module: a call is written into its memory, and the reply is read there."""

    def __init__(self, engine: Engine, module: Module, limits: Limits):
        self.room = Room(engine, limits.memory)
        with self.room.within(limits.load) as store:
            self.exports = Instance(store, module, []).exports(store)
            if (abi := self.exports["tierline_abi"](store)) != ABI:
                raise HostError("not-the-engine", f"its exports are of version {abi}, and this host knows {ABI}")

    def call(self, call: str, allowance: Allowance) -> str:
        """The reply to a call."""
        memory, text = self.exports["memory"], call.encode()
        with self.room.within(allowance) as store:
            at = _placed(self.exports["tierline_alloc"](store, len(text)))
            memory.write(store, text, at)
            at = _placed(self.exports["tierline_call"](store, at))
            length = int.from_bytes(memory.read(store, at, at + 4), "little")
            reply = memory.read(store, at + 4, at + 4 + length).decode()
            self.exports["tierline_free"](store, at)
            return reply


def _placed(at: int) -> int:
    """Where something stands. wasmtime gives 32 bits with a sign, and places have none."""
    if at == 0:
        message = "the call needed more memory than an instance may have; ask for less at once"
        raise HostError("out-of-memory", message)
    return at & 0xFFFF_FFFF


class ComponentGuest:
    """The engine as a component: the same call, without places in memory."""

    def __init__(self, engine: Engine, program: component.Component, limits: Limits):
        self.room = Room(engine, limits.memory)
        with self.room.within(limits.load) as store:
            instance = component.Linker(engine).instantiate(store, program)
            interface = instance.get_export_index(store, INTERFACE)
            self.answer = instance.get_func(store, instance.get_export_index(store, "call", interface))

    def call(self, call: str, allowance: Allowance) -> str:
        """The reply to a call."""
        with self.room.within(allowance) as store:
            reply = self.answer(store, call)
            self.answer.post_return(store)
            return reply


class Program:
    """The engine, compiled for this machine."""

    def __init__(self, sandbox: Sandbox, compiled: "Module | component.Component"):
        self.sandbox = sandbox
        self.compiled = compiled

    def guest(self, limits: Limits) -> Guest:
        """A new instance, which knows no desk."""
        kind: Callable[..., Guest] = ModuleGuest if isinstance(self.compiled, Module) else ComponentGuest
        return kind(self.sandbox.engine, self.compiled, limits)

    def load_pack(self, folder: Path, limits: Limits = Limits()) -> str:
        """The call that loads the desk of a folder. Its rules are compiled here, once; to load what they were compiled to takes
        an instance a fraction of that."""
        guest = self.guest(limits)
        answered(guest.call(json.dumps({"verb": "compile", "files": pack_files(folder)}), limits.load))
        bundle = answered(guest.call(json.dumps({"verb": "bundle"}), limits.load))
        return json.dumps({"verb": "load", "bundle": bundle})


class Pool:
    """Up to `size` instances for any number of threads, each of which answers the calls of `setup` before all others."""

    def __init__(self, program: Program, size: int, setup: list[str], limits: Limits = Limits()):
        self.program = program
        self.setup = setup
        self.limits = limits
        # A seat holds an instance, or nothing where the last one was thrown away.
        self.idle: queue.LifoQueue[Guest | None] = queue.LifoQueue()
        for _ in range(size):
            self.idle.put(None)

    def call(self, call: str) -> str:
        """The reply to a call. After a `HostError` the instance is gone, and the next call gets another."""
        seat, guest = None, self.idle.get()
        try:
            guest = guest or self._guest()
            reply = guest.call(call, self.limits.call)
            seat = guest
            return reply
        finally:
            self.idle.put(seat)

    def _guest(self) -> Guest:
        guest = self.program.guest(self.limits)
        for call in self.setup:
            answered(guest.call(call, self.limits.load))
        return guest


def answered(reply: str):
    """What a reply holds; an error where it is one."""
    said = json.loads(reply)
    if "error" in said:
        raise HostError("no-desk", json.dumps(said["error"], ensure_ascii=False))
    return said["ok"]


def pack_files(folder: Path) -> dict[str, str]:
    """The files of a pack: texts by name."""
    parts = [path for path in folder.iterdir() if path.suffix in (".rhai", ".csv") or path.name == "roster.json"]
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(parts)}


def evaluate_calls(lines: str, now: str) -> list[str]:
    """The calls that evaluate the lines of a file at an instant. A line is a ticket, or a request: `{"ticket": ..., "event": ...}`.
    """
    calls = []
    for line in lines.splitlines():
        said = json.loads(line)
        request = said if "ticket" in said else {"ticket": said}
        calls.append(json.dumps({"verb": "evaluate", "request": {"now": now, **request}}, ensure_ascii=False))
    return calls
