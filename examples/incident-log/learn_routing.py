#!/usr/bin/env python3
"""Learn a routing table from an incident log.

For every incident of the log this takes the category and subcategory of its first row (what was known when it came
in) and the assignment group of its last row that names one (where it ended up). For every pair of category and
subcategory, and for every category alone, the commonest of those groups becomes one row of a Tierline table, unless
fewer incidents than --min-incidents stand behind it. Ties go to the group whose name comes first.

Rows of one incident must stand in the order in which things happened; they need not stand together.
"""

import argparse
import csv
import gzip
import io
import re
import sys
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

NEEDED = ("number", "category", "subcategory", "assignment_group")
HEADER = ("ticket.category", "ticket.subcategory", "route")
MISSING = ("", "?")
MIN_INCIDENTS = 5
OUTPUT = Path(__file__).resolve().parent / "desk" / "routing.csv"
GZIP_MAGIC = b"\x1f\x8b"


class LogError(Exception):
    """What is wrong with a log, in words for whoever called the program."""


class Incident(NamedTuple):
    """What is learned from of one incident; `None` where the log does not say."""

    category: str | None
    subcategory: str | None
    last_group: str | None


def load(path):
    """All incidents of the log at `path` (`-`: standard input), plain or gzip, in the order of their first rows."""
    name = "standard input" if path == "-" else path
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        unpacked = gzip.decompress(content) if content.startswith(GZIP_MAGIC) else content
        return read_incidents(io.StringIO(unpacked.decode("utf-8-sig"), newline=""), name)
    except OSError as error:
        raise LogError(f"cannot read {name}: {error.strerror or error}") from error
    except (EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise LogError(f"cannot read {name}: {error}") from error


def read_incidents(lines, name="the log"):
    """All incidents in the CSV text `lines`, in the order of their first rows."""
    rows = csv.DictReader(lines)
    absent = [column for column in NEEDED if column not in (rows.fieldnames or ())]
    if absent:
        raise LogError(f"{name} has no column {', '.join(absent)}; needed are {', '.join(NEEDED)}")
    incidents = {}
    for row in rows:
        if any(row[column] is None for column in NEEDED):
            raise LogError(f"{name}, line {rows.line_num}: the row is too short")
        number, category, subcategory, group = (known(row[column]) for column in NEEDED)
        if number is None:
            raise LogError(f"{name}, line {rows.line_num}: the row has no number")
        before = incidents.get(number, Incident(category, subcategory, None))
        incidents[number] = before._replace(last_group=group or before.last_group)
    if not incidents:
        raise LogError(f"{name} has no rows")
    return list(incidents.values())


def known(cell):
    """The text of a cell, `None` where it stands for a missing value."""
    return None if cell in MISSING else cell


def commonest(counts):
    """The name counted most often; of several, the first by name."""
    return min(counts, key=lambda name: (-counts[name], name))


def learn(incidents, min_incidents=MIN_INCIDENTS):
    """The table as a map from (category, subcategory) to a group, more specific keys first.

    A row for a category alone has `None` for the subcategory.
    """
    counts = defaultdict(Counter)
    for incident in filter(can_teach, incidents):
        for subcategory in {incident.subcategory, None}:
            counts[incident.category, subcategory][incident.last_group] += 1
    enough = [key for key, groups in counts.items() if groups.total() >= min_incidents]
    enough.sort(key=lambda key: (key[1] is None, key[0], key[1] or ""))
    return {key: commonest(counts[key]) for key in enough}


def can_teach(incident):
    """Whether the log says both what the incident was and where it ended up."""
    return incident.category is not None and incident.last_group is not None


def route(table, incident):
    """The group that the table names for an incident as it came in, `None` where no row fits."""
    return table.get((incident.category, incident.subcategory), table.get((incident.category, None)))


def cell(text):
    """`text` as a cell of a Tierline table: as it is where it is plain words, otherwise in quotation marks."""
    if re.search(r'["\\\r\n]', text):
        raise LogError(f"{text!r} cannot be written into a table: it has a quotation mark, a backslash or a line break")
    plain = re.fullmatch(r"[A-Za-z]([\w -]*\w)?", text, re.ASCII) and text.split(" ")[0] not in ("true", "false", "not")
    return text if plain else f'"{text}"'


def write_table(table, output):
    """Writes the table as CSV."""
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(HEADER)
    for (category, subcategory), group in table.items():
        anything_or_one = "*" if subcategory is None else cell(subcategory)
        writer.writerow((cell(category), anything_or_one, cell(group)))


def score(table, incidents):
    """How many incidents have a last group, and of those: how many the table routes, and how many rightly."""
    grouped = [incident for incident in incidents if incident.last_group]
    routes = [(route(table, incident), incident.last_group) for incident in grouped]
    return len(grouped), sum(named is not None for named, _ in routes), sum(named == last for named, last in routes)


def share(part, whole):
    """`part of whole (percentage)`."""
    return f"{part:,} of {whole:,} ({100 * part / whole:.1f} %)" if whole else "0 of 0"


def report(label, table, usual, incidents):
    """Prints how well the table does on a log, and how well the group `usual` would do for every incident."""
    grouped, routed, right = score(table, incidents)
    always = sum(incident.last_group == usual for incident in incidents)
    say(f"{label}: {len(incidents):,} incidents, {grouped:,} of them with an assignment group")
    say(f"  a row of the table fits {share(routed, grouped)}")
    say(f"  the table names the last group of {share(right, grouped)}")
    say(f"  {usual} is the last group of {share(always, grouped)}")


def at_least_one(text):
    """Reads a whole number above zero."""
    if not re.fullmatch(r"0*[1-9][0-9]*", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")
    return int(text)


def arguments(argv):
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("log", metavar="LOG", help="the log, CSV, plain or gzip; - for standard input")
    parser.add_argument("--holdout", metavar="OTHER", help="another log, to measure the table on; not learned from")
    parser.add_argument(
        "--min-incidents",
        metavar="N",
        type=at_least_one,
        default=MIN_INCIDENTS,
        help="incidents that must stand behind a row (default: %(default)s)",
    )
    parser.add_argument(
        "--output",
        metavar="PATH",
        default=OUTPUT,
        help="where the table goes (default: desk/routing.csv beside this program); - for standard output",
    )
    asked = parser.parse_args(argv)
    if asked.log == asked.holdout == "-":
        parser.error("only one log can come from standard input")
    return asked


def main(argv=None):
    """Runs the program; the exit code."""
    asked = arguments(argv)
    try:
        run(asked)
    except LogError as error:
        print(f"learn_routing.py: {error}", file=sys.stderr)
        return 2
    return 0


def run(asked):
    """Learns a table, writes it, and reports on it."""
    incidents = load(asked.log)
    holdout = load(asked.holdout) if asked.holdout else None
    groups = Counter(incident.last_group for incident in incidents if incident.last_group)
    table = learn(incidents, asked.min_incidents)
    if not table:
        raise LogError(f"no category has {asked.min_incidents} incidents with a group, so the table would be empty")
    save(table, asked.output)
    by_category = sum(subcategory is None for _, subcategory in table)
    say(f"learned from {sum(map(can_teach, incidents)):,} incidents, at least {asked.min_incidents} behind each row")
    say(f"{len(table)} rows: {len(table) - by_category} by category and subcategory, {by_category} by category")
    report("training log", table, commonest(groups), incidents)
    if holdout is not None:
        report("hold-out log", table, commonest(groups), holdout)


def save(table, path):
    """Writes the table to the file at `path` (`-`: standard output)."""
    text = io.StringIO()
    write_table(table, text)
    if path == "-":
        sys.stdout.write(text.getvalue())
        return
    try:
        Path(path).write_text(text.getvalue(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise LogError(f"cannot write {path}: {error.strerror or error}") from error


def say(line):
    """Prints a line for the person who runs the program, apart from the table."""
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
