#!/usr/bin/env python3
"""Copy Rust's own `library/` tree and teach it the `solana` target.

usage: std_for_solana.py SOURCE_LIBRARY DESTINATION

Upstream std has no branch for os = "solana".  It needs one in six places: the
minimum allocation alignment and the system allocator (programs bring their own
bump allocator), I/O error codes, thread locals (one thread), randomness (none),
and the panic and out-of-memory handlers (log through the program's
`custom_panic`, then the `abort` syscall; std's panic counters are writable
statics, which a program may not have).  Every edit asserts that it found its
place, so a new Rust release fails here and not at run time.
"""

import shutil
import sys
from pathlib import Path

SYSTEM_ALLOCATOR = """\
use crate::alloc::{GlobalAlloc, Layout, System};

#[stable(feature = "alloc_system_type", since = "1.28.0")]
unsafe impl GlobalAlloc for System {
    #[inline]
    unsafe fn alloc(&self, _layout: Layout) -> *mut u8 {
        crate::ptr::null_mut()
    }
    #[inline]
    unsafe fn dealloc(&self, _ptr: *mut u8, _layout: Layout) {}
}
"""

ABORT = 'unsafe extern "C" { fn abort() -> !; }'


def edit(path: Path, *replacements: tuple[str, str]) -> None:
    """Replace each `old` (which must be there) by `new` in one file."""
    text = path.read_text()
    for old, new in replacements:
        if old not in text:
            raise SystemExit(f"{path}: expected text not found: {old[:60]!r}")
        text = text.replace(old, new)
    path.write_text(text)


def main(source: Path, destination: Path) -> None:
    """Write the patched copy; whatever was at the destination goes."""
    if destination.exists():
        shutil.rmtree(destination)
    shutil.copytree(source, destination)
    std = destination / "std/src"
    system = std / "sys"

    edit(
        system / "alloc/mod.rs",
        (
            '    target_arch = "xtensa",\n)) {\n    8',
            '    target_arch = "xtensa",\n    target_arch = "bpf",\n)) {\n    8',
        ),
        (
            '    target_os = "zkvm" => {\n        mod zkvm;\n    }',
            '    target_os = "zkvm" => {\n        mod zkvm;\n    }\n'
            '    target_os = "solana" => {\n        mod solana;\n    }',
        ),
    )
    (system / "alloc/solana.rs").write_text(SYSTEM_ALLOCATOR)
    for file in ("io/error/mod.rs", "thread_local/mod.rs"):
        edit(
            system / file,
            ('target_os = "zkvm",', 'target_os = "zkvm",\n        target_os = "solana",'),
        )
    edit(
        system / "random/mod.rs",
        ('target_os = "vexos",', 'target_os = "vexos",\n    target_os = "solana",'),
    )

    handler = "#[cfg(not(any(test, doctest)))]\n#[panic_handler]\npub fn panic_handler("
    edit(
        std / "panicking.rs",
        (
            handler,
            '#[cfg(target_os = "solana")]\n#[panic_handler]\n'
            "pub fn panic_handler(info: &core::panic::PanicInfo<'_>) -> ! {\n"
            '    unsafe extern "Rust" { fn custom_panic(info: &core::panic::PanicInfo<\'_>); }\n'
            f"    {ABORT}\n    unsafe {{ custom_panic(info); abort() }}\n}}\n\n"
            + handler.replace("doctest", 'doctest, target_os = "solana"'),
        ),
        (
            "    force_no_backtrace: bool,\n) -> ! {\n    let must_abort",
            "    force_no_backtrace: bool,\n) -> ! {\n"
            '    #[cfg(target_os = "solana")]\n'
            f"    {{ {ABORT} unsafe {{ abort() }} }}\n"
            '    #[cfg(not(target_os = "solana"))]\n    {\n    let must_abort',
        ),
    )
    text = (std / "panicking.rs").read_text()
    end = text.index("\n}\n", text.index("fn panic_with_hook("))
    (std / "panicking.rs").write_text(text[:end] + "\n    }" + text[end:])

    edit(
        std / "alloc.rs",
        (
            "pub fn rust_oom(layout: Layout) -> ! {\n    crate::sys",
            "pub fn rust_oom(layout: Layout) -> ! {\n"
            '    #[cfg(target_os = "solana")]\n'
            f"    {{ {ABORT} let _ = layout; unsafe {{ abort() }} }}\n"
            '    #[cfg(not(target_os = "solana"))]\n    crate::sys',
        ),
    )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
