"""``alatau journal``: what was signed, sent and learnt of it; no chain is asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alatau.cli.options import HOME_VARIABLE, Settings, command
from alatau.errors import InputError, JournalDamaged

if TYPE_CHECKING:
    from alatau.sender import Entry, Journal, State

app = typer.Typer(name="journal")

LOCAL = ("home", "zone", "json")

File = Annotated[
    Path | None,
    typer.Option(
        "--journal", metavar="FILE", help="The journal.  [default: the one in --home, of --zone]"
    ),
]


@command(
    app,
    "list",
    uses=LOCAL,
    examples="alatau journal list\nalatau journal list --state unknown --state sent\n"
    "alatau journal list --account ACCOUNT --limit 100 --json",
)
def list_(
    settings: Settings,
    *,
    journal: File = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATE",
            help="prepared, signed, sent, processed, confirmed, finalized, failed, expired or "
            "unknown.  May be repeated.",
        ),
    ] = None,
    account: Annotated[
        str | None, typer.Option(metavar="ACCOUNT", help="Only those of this account.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="The newest so many.")] = 20,
) -> None:
    """Intents and their states, the newest last."""
    from alatau.cli.output import emit, printable, table
    from alatau.cli.parse import parse_address
    from alatau.sender import State
    from alatau.sender.journal_export import plain_entry

    states = [_state(text) for text in state or ()]
    owner = "" if account is None else str(parse_address(account, "--account"))
    with _open(settings, journal) as opened:
        counts = {str(one): count for one, count in opened.counts().items() if count}
        total = sum(counts.values())
        everything = not owner and not states
        start = max(0, total - limit) if everything else 0
        found = deque(_entries(opened, states, owner, start), maxlen=limit)
        head = f"{total:,} intents of the zone {opened.zone}"
        data = {
            "journal": str(opened.path),
            "zone": opened.zone,
            "genesis": opened.genesis,
            "counts": {str(one): counts.get(one, 0) for one in State},
            "entries": [plain_entry(entry) for entry in found],
        }
    told = ", ".join(f"{count:,} {one}" for one, count in counts.items())
    columns = ("number", "key", "state", "sequence", "account")
    rows = [{name: getattr(entry, name) or None for name in columns} for entry in found]
    text = f"{printable(head)}{told and f': {told}'}\n{table(rows, 'no such intents')}"
    emit(settings, data, text)


@command(
    app,
    "show",
    uses=LOCAL,
    examples="alatau journal show order:A-0042:pay\nalatau journal show visit-4711 --json",
)
def show(
    settings: Settings,
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="The intent's key, or the --key of a command.")
    ],
    *,
    journal: File = None,
) -> None:
    """An intent, its signed transactions, and how it came to its state."""
    from alatau.cli.output import emit, pairs
    from alatau.sender.journal_export import plain_attempt, plain_entry, plain_transition

    with _open(settings, journal) as opened:
        entry = _find(opened, key)
        attempts = [plain_attempt(one) for one in opened.attempts(entry.key)]
        transitions = [plain_transition(one) for one in opened.transitions(entry.key)]
    plain = plain_entry(entry)
    data = {**plain, "attempts": attempts, "transitions": transitions}
    lines: dict[str, Any] = {name: value for name, value in plain.items() if value}
    lines["attempt"] = [{**one, "message": _size(one["message"])} for one in attempts]
    lines["transition"] = [
        {name: value for name, value in one.items() if value} for one in transitions
    ]
    emit(settings, data, pairs({name: value for name, value in lines.items() if value}))


@command(
    app,
    "export",
    uses=LOCAL,
    examples="alatau journal export --to intents.jsonl\n"
    "alatau journal export --to november --format csv\n"
    "alatau journal export --journal .alatau/journal-5eykt4UsFv8P-Alatau.sqlite --to saved",
)
def export(
    settings: Settings,
    *,
    to: Annotated[
        Path, typer.Option(metavar="FILE|DIR", help="What to make; a DIR gets intents.jsonl.")
    ],
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="jsonl: a line per intent; csv: three tables."
        ),
    ] = "jsonl",
    journal: File = None,
) -> None:
    """Write it to files, a damaged one as far as it reads.

    It says how much it gave, and what could not be read.
    """
    from alatau.cli.output import emit, printable, some
    from alatau.sender.journal_export import Form
    from alatau.sender.journal_export import export as export_journal

    if form not in set(Form):
        raise InputError(f"{form!r} is no format", field="--format", remedy="jsonl and csv are")
    done = export_journal(_file(settings, journal), to, Form(form))
    data: dict[str, Any] = {
        "files": [str(file) for file in done.files],
        "intents": done.intents,
        "attempts": done.attempts,
        "transitions": done.transitions,
        "unreadable": done.unreadable,
    }
    given = f"{done.intents:,} intents, {done.attempts:,} signed transactions"
    given += f" and {done.transitions:,} transitions are in {', '.join(data['files'])}"
    lines = [given, *some(done.unreadable)]
    emit(settings, data, printable("\n".join(lines)))


@command(
    app,
    "verify",
    uses=LOCAL,
    examples="alatau journal verify\nalatau journal verify --zone Alatau --json",
)
def verify(settings: Settings, *, journal: File = None) -> None:
    """Read all of it: exit code 1 if it is damaged."""
    from alatau.cli.output import emit, printable, some

    path = _file(settings, journal)
    try:
        with _open(settings, path) as opened:
            wrong, total = opened.verify(), sum(opened.counts().values())
    except JournalDamaged as error:
        wrong, total = [error.what], 0
    if not wrong:
        data: dict[str, Any] = {"journal": str(path), "sound": True, "intents": total, "wrong": []}
        emit(settings, data, printable(f"{path} is sound: {total:,} intents"))
        return
    damage = JournalDamaged(str(path), "")
    lines = [f"{path} is damaged ({damage.remedy})", *some(wrong)]
    data = {"journal": str(path), "sound": False, "intents": total, "wrong": wrong}
    emit(settings, data, printable("\n".join(lines)))
    raise typer.Exit(1)


def _file(settings: Settings, given: Path | None) -> Path:
    """The journal that is meant.  Raises `InputError` that lists those there are."""
    from alatau.file_names import file_pattern

    if given is not None:
        if not given.is_file():
            raise InputError(f"there is no journal {given}", field="--journal")
        return given
    found = sorted(settings.home.glob(file_pattern("journal", settings.zone)))
    if len(found) == 1:
        return found[0]
    names = ", ".join(map(str, sorted(settings.home.glob(file_pattern("journal", None)))))
    of = "" if settings.zone is None else f" of the zone {settings.zone!r}"
    if found:
        raise InputError(
            f"there are {len(found)} journals{of} in {settings.home}",
            field="--journal",
            remedy=f"give one of {names}, or --zone NAME",
        )
    raise InputError(
        f"there is no journal{of} in {settings.home}",
        field="--home",
        remedy=f"there are {names}" if names else f"give --home DIR or set {HOME_VARIABLE}",
    )


def _open(settings: Settings, given: Path | None) -> Journal:
    from alatau.sender import Journal

    return Journal.existing(_file(settings, given))


def _state(text: str) -> State:
    from alatau.sender import State

    try:
        return State(text)
    except ValueError as error:
        names = ", ".join(State)
        raise InputError(f"{text!r} is no state", field="--state", remedy=f"{names} are") from error


def _entries(journal: Journal, states: list[State], account: str, after: int) -> Iterator[Entry]:
    while found := journal.entries(states=states, account=account, after=after):
        yield from found
        after = found[-1].number


def _find(journal: Journal, key: str) -> Entry:
    """The entry of a key, or the one that a command made for its ``--key``."""
    entry = journal.entry(key)
    if entry is not None:
        return entry
    found = [
        one
        for one in _entries(journal, [], "", 0)
        if one.key.startswith("cli:") and one.key.split(":", 2)[2] == key
    ]
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.key for one in found)
    raise InputError(
        f"several intents have the key {key!r}" if found else f"no intent has the key {key!r}",
        field="KEY",
        remedy=f"give one of {names}" if found else "alatau journal list shows the keys",
    )


def _size(message: str) -> str:
    return f"{len(message) * 3 // 4 - message.count('=')} bytes"
