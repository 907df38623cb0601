"""Answers beside those of `tierline pipe`, and what becomes of calls that take too much."""

import json
import os
import subprocess
import tempfile
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tierline_host import Allowance, HostError, Limits, Pool, Program, Sandbox, answered, evaluate_calls

ROOT = Path(__file__).resolve().parents[2]
WASM = ROOT / "target/wasm"
TIERLINE = Path(os.environ.get("TIERLINE", ROOT / "target/debug/tierline"))
NOW = "2026-11-23T10:00:00Z"
FULL = ["tierline.wasm", "tierline.component.wasm"]
RUNTIME = ["tierline-runtime.wasm", "tierline-runtime.component.wasm"]
RULES = 'stage triage\nrule "stays" { then { add_tag("seen"); } }\n'
LOOPS = "for a in LIST { for b in LIST { for c in LIST { for d in LIST { x += a; } } } }"
RUNAWAY = f'const LIST = {list(range(32))};\n{RULES}rule "runs away" {{ then {{ let x = 0; {LOOPS} }} }}\n'
SANDBOX = Sandbox(WASM / "compiled")


def program(name: str) -> Program:
    return SANDBOX.program(WASM / name)


def compile_call(rules: str) -> str:
    return json.dumps({"verb": "compile", "files": {"desk.rhai": rules}})


def evaluate_call(**ticket) -> str:
    return json.dumps({"verb": "evaluate", "request": {"ticket": ticket, "now": NOW}})


def native(*calls: str) -> list[str]:
    """What `tierline pipe` replies."""
    said = subprocess.run([TIERLINE, "pipe"], input="\n".join(calls) + "\n", capture_output=True, check=True, encoding="utf-8")
    return said.stdout.splitlines()


class Answers(unittest.TestCase):
    def test_tickets_are_answered_as_native_does(self):
        calls = evaluate_calls((ROOT / "examples/tickets.ndjson").read_text(encoding="utf-8"), NOW)
        for pack, names in [("rules/help-desk", FULL), ("examples/incident-log/desk", RUNTIME)]:
            load = program(FULL[0]).load_pack(ROOT / pack)
            _, *expected = native(load, *calls)
            self.assertEqual(len(expected), 104)
            for reply in expected:
                self.assertTrue(reply.startswith('{"ok":'), reply)
            for name in names:
                with self.subTest(name), ThreadPoolExecutor(4) as threads:
                    pool = Pool(program(name), 2, [load])
                    self.assertEqual(list(threads.map(pool.call, calls)), expected)

    def test_deadlines_are_those_of_native(self):
        load = program(FULL[0]).load_pack(ROOT / "rules/service-desk")
        request = {"ticket": {"id": "T", "created_at": NOW, "priority": "P1", "kind": "incident"}, "now": NOW}
        call = json.dumps({"verb": "deadlines", "request": request})
        expected = native(load, call)[1]
        self.assertNotEqual(answered(expected)["readings"], [])
        for name in FULL + RUNTIME:
            self.assertEqual(Pool(program(name), 1, [load]).call(call), expected, name)


class TooMuch(unittest.TestCase):
    def pool(self, name: str, rules: str, **limits) -> Pool:
        return Pool(program(name), 1, [compile_call(rules)], Limits(**limits))

    def assert_ends(self, pool: Pool, call: str, code: str):
        with self.assertRaises(HostError) as ended:
            pool.call(call)
        self.assertEqual(ended.exception.code, code)
        self.assertEqual(json.loads(ended.exception.reply())["error"]["code"], code)

    def assert_next_is_right(self, pool: Pool, rules: str):
        call = evaluate_call(id="next")
        self.assertEqual(pool.call(call), native(compile_call(rules), call)[1])

    def test_a_script_that_runs_away_meets_the_limits_of_the_engine_first(self):
        call = evaluate_call(id="T")
        expected = native(compile_call(RUNAWAY), call)[1]
        self.assertEqual(answered(expected)["faults"][0]["code"], "too-many-steps")
        for name in FULL:
            self.assertEqual(self.pool(name, RUNAWAY).call(call), expected, name)

    def test_fuel_ends(self):
        for name in FULL:
            pool = self.pool(name, RUNAWAY, call=Allowance(fuel=10_000, seconds=10))
            for _ in range(2):
                self.assert_ends(pool, evaluate_call(id="T"), "out-of-fuel")

    def test_time_ends(self):
        request = {"ticket": {"id": "T"}, "now": NOW}
        endless = json.dumps({"verb": "evaluate_batch", "requests": [request] * 100_000})
        for name in FULL:
            pool = self.pool(name, RUNAWAY, call=Allowance(fuel=2**60, seconds=0.05))
            self.assert_ends(pool, endless, "out-of-time")
            self.assertEqual(pool.call('{"verb":"version"}'), native('{"verb":"version"}')[0])

    def test_memory_ends(self):
        # A component asks for room itself, and traps where there is none.
        for name, code in zip(FULL, ["out-of-memory", "trapped"]):
            pool = self.pool(name, RULES, memory=24 * 1024 * 1024)
            self.assert_next_is_right(pool, RULES)
            self.assert_ends(pool, evaluate_call(id="T", subject="x" * 32 * 1024 * 1024), code)
            self.assert_next_is_right(pool, RULES)

    def test_a_desk_that_does_not_compile_is_said(self):
        self.assert_ends(self.pool(FULL[0], "stage nowhere\n"), evaluate_call(id="T"), "no-desk")

    def test_what_is_not_the_engine_is_refused(self):
        clock = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x0c\x01\x04host\x03now\0\0"
        with tempfile.TemporaryDirectory() as folder:
            sandbox = Sandbox(Path(folder))
            for name, code in [("text.wasm", b"text"), ("half.wasm", b"\0asm\x0d\0\x01\0\xff")]:
                (Path(folder) / name).write_bytes(code)
                with self.assertRaises(HostError) as refused:
                    sandbox.program(Path(folder) / name)
                self.assertEqual(refused.exception.code, "not-the-engine")
            (Path(folder) / "clock.wasm").write_bytes(clock)
            with self.assertRaises(HostError):
                sandbox.program(Path(folder) / "clock.wasm").guest(Limits())
        with self.assertRaises(HostError) as refused:
            SANDBOX.program(WASM / "none.wasm")
        self.assertIn("cargo xtask wasm", str(refused.exception))


class Pools(unittest.TestCase):
    def test_instances_are_made_once_and_shared(self):
        made, whole = [], program(RUNTIME[0])

        class Counted:
            def guest(self, limits):
                made.append(threading.get_ident())
                return whole.guest(limits)

        pool = Pool(Counted(), 2, [])
        with ThreadPoolExecutor(8) as threads:
            replies = set(threads.map(pool.call, ['{"verb":"version"}'] * 200))
        self.assertEqual(replies, set(native('{"verb":"version"}')))
        self.assertIn(len(made), (1, 2))


if __name__ == "__main__":
    unittest.main()
