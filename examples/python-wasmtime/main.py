"""Tickets through the rules of a pack, in a sandbox.

    main.py evaluate ENGINE PACK TICKETS NOW    answers every ticket of a file (JSON, one a line), by threads; a reply a line
    main.py pipe ENGINE                         answers calls from standard input, one a line

ENGINE is target/wasm/tierline.wasm or target/wasm/tierline.component.wasm; `cargo xtask wasm` builds both.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tierline_host import Allowance, HostError, Limits, Pool, Program, Sandbox, evaluate_calls

THREADS = 2
PIPED = Allowance(fuel=10_000_000_000_000, seconds=600)
"""What a call of a pipe may take: so much that the limits of the engine come first, whatever the verb."""


def program(engine: str) -> Program:
    return Sandbox(Path(engine).parent / "compiled").program(Path(engine))


def reply(pool: Pool, call: str) -> str:
    try:
        return pool.call(call)
    except HostError as error:
        return error.reply()


def evaluate(engine: str, pack: str, tickets: str, now: str) -> None:
    compiled = program(engine)
    pool = Pool(compiled, THREADS, [compiled.load_pack(Path(pack))])
    calls = evaluate_calls(Path(tickets).read_text(encoding="utf-8"), now)
    with ThreadPoolExecutor(THREADS) as threads:
        for answer in threads.map(lambda call: reply(pool, call), calls):
            print(answer)


def pipe(engine: str) -> None:
    """One instance, so that the desks of earlier calls are there for later ones."""
    pool = Pool(program(engine), 1, [], Limits(call=PIPED))
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(reply(pool, line.decode().rstrip("\n")).encode() + b"\n")
        sys.stdout.buffer.flush()


def main(args: list[str]) -> int:
    try:
        match args:
            case ["evaluate", engine, pack, tickets, now]:
                evaluate(engine, pack, tickets, now)
            case ["pipe", engine]:
                pipe(engine)
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except (HostError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))
