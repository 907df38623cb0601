"""What the package does, and what it makes of what cannot be."""

import contextlib
import io
import json
import pathlib
import threading
import unittest
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import tierline
from tierline import Desk, TierlineError
from tierline._calls import written

NOW = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
RULES = """
field "form.day" instant
calendar "office" {
    timezone "UTC"
    mon..fri 09:00 - 17:00
    covers 2026 to 2028
}
sla "standard" {
    calendar "office"
    resolve within 8 hours
}
stage triage
rule "vip" {
    when requester.vip
    then { flag("vip"); }
}
rule "dear" {
    when is_set(ticket.cost) && ticket.cost + 0.2 == 0.3
    then { add_tag("exact"); }
}
test "a vip" {
    given requester #{ vip: true }
    expect "vip" in outcome.flags
}
"""


def request(**ticket):
    return {"ticket": {"id": "T-1", **ticket}, "now": NOW}


class DeskTest(unittest.TestCase):
    def setUp(self):
        self.desk = Desk.compile({"desk.rhai": RULES})
        self.addCleanup(self.desk.close)

    def refused(self, code, call, *args, **named):
        with self.assertRaises(TierlineError) as caught:
            call(*args, **named)
        self.assertEqual(caught.exception.code, code, caught.exception)
        return caught.exception

    def test_a_ticket_is_evaluated(self):
        answer = self.desk.evaluate(request(requester={"vip": True}))
        self.assertEqual(answer["effects"], [{"do": "flag", "flag": "vip", "rule": "vip"}])
        self.assertEqual(answer["desk"], self.desk.hash)
        self.assertNotIn("trace", answer)

    def test_a_trace_tells_of_rules(self):
        told = self.desk.evaluate(request(), trace=True)["trace"]["stages"][0]["rules"]
        self.assertEqual([rule["rule"] for rule in told], ["vip", "dear"])
        told = self.desk.evaluate(request(), why_not=["vip"])["trace"]["stages"][0]["rules"]
        self.assertIn("missed", [rule["verdict"] for rule in told if rule["rule"] == "vip"])

    def test_a_batch_keeps_its_order(self):
        answers = self.desk.evaluate_batch([request(), {"ticket": {"kind": "x"}, "now": NOW}, request(id="T-2")])
        self.assertEqual([answer["ok"]["id"] for answer in answers if "ok" in answer], ["T-1", "T-2"])
        self.assertEqual(answers[1]["error"]["code"], "bad-field")
        self.assertEqual(self.desk.evaluate_batch([]), [])

    def test_deadlines_and_sentences(self):
        clock = self.desk.deadlines(request(created_at=NOW - timedelta(hours=1)))["readings"][0]
        self.assertEqual((clock["due"], clock["elapsed_seconds"]), ("2026-11-23T17:00:00Z", 3600))
        self.assertIn("why", self.desk.deadlines(request(), why=True)["readings"][0])
        self.assertIn("vip", self.desk.explain(request(requester={"vip": True}))["why"][0])

    def test_bundles_answer_alike(self):
        with Desk.load(self.desk.bundle(), threads=2) as loaded:
            self.assertEqual((loaded.hash, loaded.rules, loaded.warnings), (self.desk.hash, 2, []))
            self.assertEqual(loaded.evaluate(request()), self.desk.evaluate(request()))

    def test_tests_of_the_desk_run(self):
        self.assertEqual([(report["test"], report["failures"]) for report in self.desk.test()], [("a vip", [])])
        told = self.desk.test_with_coverage()
        self.assertEqual(told["tests"], self.desk.test())
        unreached = [goal["text"] for goal in told["coverage"]["goals"] if goal["times"] == 0]
        self.assertEqual(unreached, ["requester.vip", "dear", "is_set(ticket.cost)"] + ["ticket.cost + 0.2 == 0.3"] * 2)

    def test_what_a_desk_tells_of_itself(self):
        why = self.desk.explain(request(), why_not=["vip"])["why_not"][0]
        self.assertEqual(why["what_if"]["changes"][0]["field"], "requester.vip")
        self.assertEqual(self.desk.explain(request(), why_not={"vip": 1}.keys())["why_not"][0], why)
        self.refused("bad-call", self.desk.explain, request(), why_not="vip")
        self.assertEqual([form["rule"] for form in self.desk.forms()], ["vip", "dear"])
        day = self.desk.schema()["ticket"]["properties"]["form"]["properties"]["day"]
        self.assertEqual(day["anyOf"][0], {"format": "date-time"})

    def test_files_are_laid_out(self):
        neat = 'stage triage\n\nrule "vip" {\n    when requester.vip\n    then { flag("vip"); }\n}\n'
        told = tierline.format({"desk.rhai": neat.replace("    ", " "), "odd.rhai": "rule {"})
        self.assertEqual(told["files"], {"desk.rhai": neat, "odd.rhai": "rule {"})
        self.assertEqual([found["place"]["file"] for found in told["diagnostics"]], ["odd.rhai"])

    def test_check_and_verify(self):
        codes = [found["code"] for found in Desk.check({"desk.rhai": RULES})]
        self.assertEqual(codes, ["unused", "untested-rule"])
        self.assertEqual(Desk.check({"desk.rhai": RULES}, changed=["other.rhai"], now=NOW), [])
        self.assertEqual(Desk.check({"desk.rhai": "rul"})[0]["help"], "did you mean `rule`?")
        case = {
            "id": "c", "calendar": {"time_zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}}, "op": "add",
            "from": "2026-11-23T16:00:00Z", "seconds": 7200, "expect": NOW + timedelta(days=7),
        }
        self.assertEqual(Desk.verify([case])["passed"], 1)
        self.assertEqual(tierline.verify(json.dumps(case | {"expect": "2026-11-30T11:00:00Z"}))["failed"], 1)

    def test_numbers_keep_their_digits(self):
        answer = self.desk.evaluate(request(cost=Decimal("0.1"), big=2**70, odd=Decimal("1E+3")))
        self.assertEqual(answer["effects"][0]["tag"], "exact")
        self.assertEqual(answer["ticket"]["cost"], Decimal("0.1"))
        self.assertEqual((answer["ticket"]["big"], answer["ticket"]["odd"]), (2**70, 1000))
        self.refused("bad-call", self.desk.evaluate, request(cost=Decimal("0.1234567890123456789")))
        self.refused("bad-call", self.desk.evaluate, request(cost=float("nan")))

    def test_instants_need_a_zone(self):
        east = NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
        self.assertEqual(self.desk.evaluate({"ticket": {}, "now": east})["now"], "2026-11-23T10:00:00Z")
        self.desk.evaluate(request(form={"day": date(2026, 11, 23)}))
        error = self.refused("naive-datetime", self.desk.evaluate, {"ticket": {}, "now": NOW.replace(tzinfo=None)})
        self.assertIn("timezone.utc", error.help)

    def test_unusual_text_comes_back(self):
        for text in ["Ärger — 漢字 🙈", "a\u0000b", "\u202eabc", "x" * 65_536]:
            self.assertEqual(self.desk.evaluate(request(subject=text))["ticket"]["subject"], text)
        self.refused("bad-call", self.desk.evaluate, request(subject="\ud800"))

    def test_what_cannot_be_is_an_error(self):
        error = self.refused("bad-field", self.desk.evaluate, request(kind="incidnet"))
        self.assertIn("did you mean `incident`?", error.message)
        error = self.refused("desk-does-not-compile", Desk.compile, {"desk.rhai": "rul"})
        self.assertEqual((error.place["file"], len(error.diagnostics)), ("desk.rhai", 1))
        self.refused("not-a-bundle", Desk.load, b"{}")
        self.refused("bad-request", self.desk.evaluate, {"ticket": {}})
        self.refused("unknown-rule", self.desk.evaluate, request(), why_not=["vpi"])
        self.refused("bad-call", self.desk.evaluate, {"ticket": object(), "now": NOW})
        self.refused("bad-call", Desk.compile, {"desk.rhai": RULES}, threads=0)
        deep = []
        for _ in range(100_000):
            deep = [deep]
        self.refused("bad-call", self.desk.evaluate, request(deep=deep))

    def test_a_closed_desk_says_so(self):
        with self.desk as desk:
            desk.evaluate(request())
        self.refused("closed", self.desk.evaluate, request())
        self.refused("closed", self.desk.bundle)
        self.desk.close()
        self.assertIn("closed", repr(self.desk))

    def test_calls_of_the_wire(self):
        self.assertIn('"id":7', self.desk.call('{"id": 7, "verb": "version"}'))
        self.assertIn("unknown-verb", self.desk.call('{"verb": "x"}'))
        self.assertEqual(json.loads(self.desk.call('{"verb": "version"}'))["ok"]["engine"], tierline.__version__)

    def test_threads_ask_at_once(self):
        """A call in one thread does not hold up Python: while a long batch is answered, another thread goes on."""
        requests = [request(id=str(number), description="x" * 500) for number in range(20_000)]
        answers, began, counted = [], threading.Event(), 0

        def ask():
            call = written({"verb": "evaluate_batch", "requests": requests})
            began.set()
            answers.append(self.desk.call(call))

        thread = threading.Thread(target=ask)
        thread.start()
        self.assertTrue(began.wait(60), "the batch was not begun")
        while thread.is_alive():
            self.desk.evaluate(request())
            counted += 1
        thread.join()
        self.assertTrue(answers[0].startswith('{"ok":[{"ok":'))
        self.assertGreater(counted, 3, "nothing was answered beside the batch")


class ReadmeTest(unittest.TestCase):
    def test_the_tour_prints_what_it_says(self):
        readme = (pathlib.Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
        code = readme.split("```python\n")[1].split("```")[0]
        printed = readme.split("prints\n\n```\n")[1].split("```")[0]
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, "README.md", "exec"), {})
        self.assertEqual(said.getvalue(), printed)


if __name__ == "__main__":
    unittest.main()
