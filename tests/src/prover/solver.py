"""Answers questions in SMT-LIB: a line of JSON in, {"smt": …}, a line of JSON out. The argument is the time for each, in ms."""

import json
import sys

import z3


def main():
    for line in sys.stdin:
        asked = json.loads(line)
        solver = z3.Solver()
        solver.set("timeout", int(sys.argv[1]))
        try:
            solver.from_string(asked["smt"])
            answer = str(solver.check())
            if answer == "unknown" and solver.reason_unknown() not in ("timeout", "canceled", "incomplete"):
                answer = f"unknown: {solver.reason_unknown()}"
        except z3.Z3Exception as error:
            answer = f"error: {error}"
        said = {"answer": answer}
        if answer == "sat":
            model = solver.model()
            wanted = [declared for declared in model.decls() if declared.name().startswith("f_")]
            said["model"] = sorted(f"{declared.name()} = {model[declared]}" for declared in wanted)
        print(json.dumps(said), flush=True)


main()
