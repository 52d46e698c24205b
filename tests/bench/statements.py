"""What reading a large camt.053 takes: ``python -m tests.bench.statements --megabytes 1000``.

The file is made as it is read, and is never whole anywhere.  Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Iterator

from tests.unit.statement_files import camt, entry, payment, statement

from alatau.statements import Closed, Entry, Problems, Source, read_parts


class Generated:
    """A file of at least so many bytes: one statement, an entry after the other."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._pieces = self._make()
        self._rest = b""

    def _make(self) -> Iterator[bytes]:
        # What does not change is made once: the file must come faster than it is read.
        before, after = entry(reference="@", details=payment(end_to_end="#")).split("@")
        middle, after = after.split("#")
        first, second, third = before.encode(), middle.encode(), after.encode()
        per_entry = len(first) + len(second) + len(third) + 16
        count = self._size // per_entry + 1
        units = count * 150050
        text = statement(opening="0.00", closing=f"{units // 100}.{units % 100:02}")
        begin, end = camt(text).split(b"</Stmt>")
        yield begin
        for number in range(count):
            name = b"%08d" % number
            yield b"".join((first, name, second, name, third))
        yield b"</Stmt>" + end

    def read(self, size: int, /) -> bytes:
        pieces, length = [self._rest], len(self._rest)
        while length < size and (piece := next(self._pieces, b"")):
            pieces.append(piece)
            length += len(piece)
        data = b"".join(pieces)
        self._rest = data[size:]
        return data[:size]


def main(megabytes: int) -> None:
    source = Source(Generated(megabytes * 10**6), "generated")
    problems = Problems(strict=False)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, cpu = time.perf_counter(), time.process_time()
    entries = statements = total = 0
    for part in read_parts(source, problems):
        if isinstance(part, Entry):
            entries += 1
            total += part.amount
        else:
            statements += isinstance(part, Closed)
    found = {
        "bytes": source.size,
        "entries": entries,
        "statements": statements,
        "total": total,
        "problems": [str(one.to_error()) for one in problems.found],
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - cpu,
        "start_kb": before,
        "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }
    print(json.dumps(found))  # noqa: T201 - what it is run for


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1_000)
    main(parser.parse_args().megabytes)
