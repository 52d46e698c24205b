#!/usr/bin/env python3
"""Refuse a program whose calls spill arguments to the stack.

usage: check_elf.py PROGRAM.so

sBPF v0 passes five arguments in registers.  LLVM would store a sixth above the
caller's frame, which a cluster answers with an access violation.  Such a store
has r10 as its base and a positive offset.
"""

import sys
from pathlib import Path
from struct import unpack_from

STORE_CLASSES = (2, 3)  # ST, STX
FRAME_POINTER = 10


def text_section(elf: bytes) -> bytes:
    """Give the instructions of a 64-bit ELF file."""
    (offset,) = unpack_from("<Q", elf, 40)
    _, count, names_index = unpack_from("<HHH", elf, 58)
    headers = [unpack_from("<IIQQQQIIQQ", elf, offset + 64 * i) for i in range(count)]
    names = headers[names_index][4]
    for name, _, _, _, start, size, *_ in headers:
        if elf[names + name :].split(b"\0", 1)[0] == b".text":
            return elf[start : start + size]
    raise SystemExit("no .text section")


def main(path: Path) -> None:
    """Count the stores above the frame; exit with a message when there is one."""
    elf = path.read_bytes()
    text = text_section(elf)
    spills = 0
    for at in range(0, len(text), 8):
        opcode, registers, offset, _ = unpack_from("<BBhi", text, at)
        if opcode & 7 in STORE_CLASSES and registers & 15 == FRAME_POINTER and offset > 0:
            spills += 1
    if spills:
        raise SystemExit(
            f"{path}: {spills} stores of stack arguments: a function that takes more than "
            "five arguments was not inlined (raise SBPF_INLINE, or pass a struct)"
        )
    print(f"{path}: {len(elf)} bytes, {len(text)} of code, no stack arguments")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
