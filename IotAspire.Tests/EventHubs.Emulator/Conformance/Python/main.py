"""Runs one case at a time, in the same way as the JavaScript runner beside it: see there for the lines that go in and out."""

import json
import os
import sys
import traceback

import access
import clients
import closing
import connections
import management
import owning
import receiving
import sending

AREAS = [access, management, sending, receiving, owning, connections, closing]
CASES = {name: case for area in AREAS for name, case in area.CASES.items()}


def say(message):
    print(json.dumps(message), flush=True)


def ask(what):
    say({"ask": what})
    sys.stdin.readline()


def run(argument):
    case = CASES[argument.pop("case")]
    clients.use_port_of(argument["connectionString"])
    try:
        case({**argument, "ask": ask})
        return {"passed": True}
    except Exception:
        return {"failed": traceback.format_exc()}


say({"cases": list(CASES)})
for line in sys.stdin:
    say(run(json.loads(line)))
# Not exit(): a thread of the SDK mustn't keep the process.
sys.stdout.flush()
os._exit(0)
