"""Tests of learn_routing.py: python3 -m unittest test_learn_routing.py"""

import contextlib
import csv
import gzip
import io
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import learn_routing
from learn_routing import Incident, LogError

HERE = Path(__file__).resolve().parent

# Six incidents of category `net`, one of `mail`, one of none. Their last groups, counted by hand:
#   net, vpn:  1 ends with beta, 2 with alpha, 3 with alpha (its last row names none), so alpha 2, beta 1
#   net, lan:  4 ends with beta, 5 with alpha: a tie, and alpha comes first by name
#   net:       6 comes in without a subcategory and ends with beta, so alpha 3, beta 3: alpha again
#   mail, box: 7 moves to net, vpn later; it counts as it came in. Group gamma
#   none:      8 has a group but no category, 9 a category but no group
LOG = """\
number,category,subcategory,assignment_group,priority
1,net,vpn,alpha,4
2,net,vpn,?,4
1,net,vpn,beta,4
2,net,vpn,alpha,4
3,net,vpn,alpha,4
3,net,vpn,?,4
4,net,lan,beta,4
5,net,lan,alpha,4
6,net,?,beta,4
7,mail,box,alpha,4
7,net,vpn,gamma,4
8,?,?,alpha,4
9,net,vpn,?,4
"""


def incidents():
    return learn_routing.read_incidents(io.StringIO(LOG, newline=""))


def run(*argv, stdin=b""):
    """Runs the program; its exit code, standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    source = mock.Mock(buffer=io.BytesIO(stdin))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), mock.patch("sys.stdin", source):
        code = learn_routing.main(list(argv))
    return code, out.getvalue(), err.getvalue()


class Reading(unittest.TestCase):
    def test_an_incident_is_its_first_category_and_its_last_named_group(self):
        read = incidents()
        self.assertEqual(len(read), 9)
        self.assertEqual(read[0], Incident("net", "vpn", "beta"))
        self.assertEqual(read[2], Incident("net", "vpn", "alpha"))
        self.assertEqual(read[5], Incident("net", None, "beta"))
        self.assertEqual(read[6], Incident("mail", "box", "gamma"))
        self.assertEqual(read[7], Incident(None, None, "alpha"))
        self.assertEqual(read[8], Incident("net", "vpn", None))

    def test_missing_columns_are_named(self):
        with self.assertRaisesRegex(LogError, "no column category, assignment_group;"):
            learn_routing.read_incidents(io.StringIO("number,subcategory\n1,vpn\n"))

    def test_a_short_row_is_told_by_its_line(self):
        with self.assertRaisesRegex(LogError, "the log, line 3: the row is too short"):
            learn_routing.read_incidents(io.StringIO("number,category,subcategory,assignment_group\n1,a,b,c\n2,a\n"))

    def test_a_log_without_rows_is_an_error(self):
        with self.assertRaisesRegex(LogError, "has no rows"):
            learn_routing.read_incidents(io.StringIO("number,category,subcategory,assignment_group\n"))


class Learning(unittest.TestCase):
    def test_every_row_by_hand(self):
        expected = [
            (("mail", "box"), "gamma"),
            (("net", "lan"), "alpha"),
            (("net", "vpn"), "alpha"),
            (("mail", None), "gamma"),
            (("net", None), "alpha"),
        ]
        self.assertEqual(list(learn_routing.learn(incidents(), 1).items()), expected)

    def test_rows_need_enough_incidents(self):
        self.assertEqual(list(learn_routing.learn(incidents(), 3)), [("net", "vpn"), ("net", None)])
        self.assertEqual(list(learn_routing.learn(incidents(), 6)), [("net", None)])
        self.assertEqual(list(learn_routing.learn(incidents(), 7)), [])

    def test_the_order_of_incidents_does_not_matter(self):
        forwards, backwards = learn_routing.learn(incidents(), 1), learn_routing.learn(incidents()[::-1], 1)
        self.assertEqual(list(forwards.items()), list(backwards.items()))

    def test_the_score_by_hand(self):
        # Eight incidents have a group. All but 8 have a row. Right: 2, 3, 5 (alpha) and 7 (gamma).
        self.assertEqual(learn_routing.score(learn_routing.learn(incidents(), 1), incidents()), (8, 7, 4))


class Writing(unittest.TestCase):
    def test_what_is_not_plain_words_is_quoted(self):
        for text, written in [
            ("network-l2", "network-l2"),
            ("Group 70", "Group 70"),
            ("not mine", '"not mine"'),
            ("*", '"*"'),
            ("-", '"-"'),
            ("70", '"70"'),
            ("not", '"not"'),
            ("true", '"true"'),
            ("a,b", '"a,b"'),
            ("Störung", '"Störung"'),
        ]:
            self.assertEqual(learn_routing.cell(text), written)

    def test_what_cannot_be_quoted_is_refused(self):
        for text in ['24" screen', "a\\b", "a\nb"]:
            with self.assertRaisesRegex(LogError, "cannot be written"):
                learn_routing.cell(text)

    def test_the_table_as_csv(self):
        text = io.StringIO()
        learn_routing.write_table({("net", "local area"): "alpha", ("net", None): "Group 1"}, text)
        expected = 'ticket.category,ticket.subcategory,route\nnet,local area,alpha\nnet,*,Group 1\n'
        self.assertEqual(text.getvalue(), expected)

    def test_the_table_of_the_desk_is_in_order(self):
        with open(HERE / "desk" / "routing.csv", encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        self.assertEqual(tuple(header), learn_routing.HEADER)
        keys = [(subcategory == "*", category, subcategory) for category, subcategory, _ in rows]
        self.assertEqual(keys, sorted(set(keys)))


class Running(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.log = self.folder / "log.csv"
        self.log.write_text(LOG, encoding="utf-8")

    def test_plain_packed_and_piped_logs_give_the_same_table(self):
        packed = self.folder / "log.csv.gz"
        packed.write_bytes(gzip.compress(LOG.encode()))
        from_file = run(str(self.log), "--output", "-")
        self.assertEqual(from_file[0], 0)
        self.assertEqual(run(str(packed), "--output", "-"), from_file)
        self.assertEqual(run("-", "--output", "-", stdin=LOG.encode()), from_file)
        self.assertEqual(run("-", "--output", "-", stdin=packed.read_bytes()), from_file)

    def test_the_report_by_hand(self):
        # With three incidents behind each row only `net` has rows, and they name alpha: right for 2, 3 and 5.
        other = self.folder / "other.csv"
        other.write_text("number,category,subcategory,assignment_group\n1,net,vpn,beta\n2,net,x,alpha\n")
        output = self.folder / "table.csv"
        code, out, err = run(
            str(self.log), "--min-incidents", "3", "--holdout", str(other), "--output", str(output)
        )
        self.assertEqual((code, out), (0, ""))
        self.assertEqual(output.read_text(), "ticket.category,ticket.subcategory,route\nnet,vpn,alpha\nnet,*,alpha\n")
        expected = """\
learned from 7 incidents, at least 3 behind each row
2 rows: 1 by category and subcategory, 1 by category
training log: 9 incidents, 8 of them with an assignment group
  a row of the table fits 6 of 8 (75.0 %)
  the table names the last group of 3 of 8 (37.5 %)
  alpha is the last group of 4 of 8 (50.0 %)
hold-out log: 2 incidents, 2 of them with an assignment group
  a row of the table fits 2 of 2 (100.0 %)
  the table names the last group of 1 of 2 (50.0 %)
  alpha is the last group of 1 of 2 (50.0 %)
"""
        self.assertEqual(err, expected)

    def test_errors_are_one_line_and_exit_2(self):
        torn = self.folder / "torn.csv.gz"
        torn.write_bytes(gzip.compress(LOG.encode())[:40])
        for argv, message in [
            (["absent.csv"], "cannot read absent.csv: No such file or directory"),
            ([str(torn)], "ended before the end-of-stream marker"),
            ([str(self.log), "--holdout", "absent.csv"], "cannot read absent.csv"),
            ([str(self.log), "--min-incidents", "7"], "no category has 7 incidents"),
            ([str(self.log), "--min-incidents", "1", "--output", str(self.folder)], "cannot write"),
        ]:
            code, out, err = run("--output", "-", *argv)
            self.assertEqual((code, out, err.count("\n")), (2, "", 1), argv)
            self.assertIn(message, err)


if __name__ == "__main__":
    unittest.main()
