"""A client of `tierline pipe`, for any number of threads.

A client that writes all its calls before it reads the first reply blocks for ever once both pipes are full. So one thread of this one does
nothing but read, and hands each reply to whoever waits for it.
"""

import contextlib
import itertools
import json
import subprocess
import threading
from concurrent.futures import Future


class TierlineError(Exception):
    """A call was answered with an error; `code` is for programs."""

    def __init__(self, error):
        super().__init__(error["message"] + (f" ({error['help']})" if "help" in error else ""))
        self.code = error["code"]


class Pipe:
    """A process of `tierline pipe`."""

    def __init__(self, command="tierline", *options):
        arguments = [command, "pipe", "--unordered", *options]
        self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ids, self.waiting, self.lock = itertools.count(1), {}, threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()

    def send(self, verb, **parts):
        """Sends a call and does not wait: the `result()` of what it gives does. It may block while the process is busy."""
        reply = Future()
        with self.lock:
            if self.process.stdin.closed:
                raise ConnectionError("the pipe is closed")
            call = next(self.ids)
            self.waiting[call] = reply
            try:
                self.process.stdin.write(json.dumps({"id": call, "verb": verb, **parts}).encode() + b"\n")
                self.process.stdin.flush()
            except BrokenPipeError:
                raise ConnectionError("tierline has ended") from None
        return reply

    def ask(self, verb, **parts):
        """Sends a call and gives what it is answered with."""
        return self.send(verb, **parts).result()

    def close(self):
        """Sends no more, and waits until all is answered."""
        with self.lock, contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        return self.process.wait()

    def _read(self):
        for line in self.process.stdout:
            reply = json.loads(line)
            answered = self.waiting.pop(reply["id"])
            if "error" in reply:
                answered.set_exception(TierlineError(reply["error"]))
            else:
                answered.set_result(reply["ok"])
        for answered in list(self.waiting.values()):
            answered.set_exception(ConnectionError("tierline has ended"))
