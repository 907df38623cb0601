"""The client against the command line tool: run with `python3 -m unittest` and the path of the tool in `TIERLINE`."""

import os
import pathlib
import threading
import unittest

from tierline_pipe import Pipe, TierlineError

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERLINE = os.environ.get("TIERLINE", str(ROOT / "target/debug/tierline"))
RULES = """stage triage
rule "vip" {
    when requester.vip
    then { add_tag("vip"); }
}
rule "all" {
    when true
    then { comment(ticket.description ?? ""); }
}
"""
NOW = "2026-11-23T10:00:00Z"


def request(number, description=""):
    ticket = {"id": number, "description": description, "requester": {"vip": number % 2 == 0}}
    return {"ticket": ticket, "now": NOW}


class TestPipe(unittest.TestCase):
    def setUp(self):
        self.pipe = Pipe(TIERLINE, "--workers", "2")
        self.hash = self.pipe.ask("compile", files={"a.rhai": RULES})["hash"]

    def tearDown(self):
        self.assertEqual(self.pipe.close(), 0)
        self.pipe.process.stdout.close()

    def test_every_reply_finds_who_asked(self):
        replies = [self.pipe.send("evaluate", request=request(number)) for number in range(300)]
        for number, reply in enumerate(replies):
            ticket = reply.result()["ticket"]
            self.assertEqual((ticket["id"], ticket.get("tags", [])), (number, ["vip"] if number % 2 == 0 else []))

    def test_far_more_than_the_pipes_hold_blocks_nobody(self):
        long = "x" * 40_000
        replies = [self.pipe.send("evaluate", request=request(number, long)) for number in range(400)]
        texts = [reply.result()["effects"][-1]["text"] for reply in replies]
        self.assertEqual(texts, [long] * 400)

    def test_many_threads_share_it(self):
        seen = []

        def ask(number):
            seen.append(self.pipe.ask("evaluate", request=request(number))["ticket"]["id"])

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(50)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        self.assertEqual(sorted(seen), list(range(50)))

    def test_an_error_is_raised_where_it_was_asked(self):
        with self.assertRaises(TierlineError) as raised:
            self.pipe.ask("evaluate", desk="other", request=request(1))
        self.assertEqual(raised.exception.code, "unknown-desk")
        with self.assertRaises(TierlineError) as raised:
            self.pipe.ask("evaluate", desk_hash="0" * 32, request=request(1))
        self.assertEqual(raised.exception.code, "other-desk")
        self.assertEqual(self.pipe.ask("evaluate", desk_hash=self.hash, request=request(1))["desk"], self.hash)

    def test_what_was_asked_is_counted(self):
        for number in range(3):
            self.pipe.ask("evaluate", request=request(number, "d"))
        (desk,) = self.pipe.ask("desks")
        self.assertEqual((desk["hash"], desk["rules"], desk["calls"], desk["faults"]), (self.hash, 2, 4, 0))
        self.assertEqual(self.pipe.ask("stats")["verbs"]["evaluate"], {"calls": 3, "errors": 0})
        self.assertIn('tierline_calls_total{verb="evaluate"} 3\n', self.pipe.ask("metrics"))

    def test_a_process_that_ended_is_told(self):
        pipe = Pipe(TIERLINE)
        pipe.process.kill()
        with self.assertRaises(ConnectionError):
            for _ in range(3):
                pipe.ask("version")
        pipe.close()
        pipe.process.stdout.close()


if __name__ == "__main__":
    unittest.main()
