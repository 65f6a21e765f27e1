"""Files become landings: what came of each file, as rows or as the sentence that says why there are none.

Whatever is wrong with a file costs only that file, even the death of the process that reads it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import signal
import stat
import threading
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyarrow as pa
from pebble import ProcessExpired

import pipeline
from pipeline.models import Finding, PipelineError, Severity, SourceFile, UnreadableSource
from pipeline.readers.signatures import media_type
from raw.sources.remote import RemoteFile
from raw.sources.storage import Store
from warehouse import apart
from warehouse.migrating import SCHEMA_VERSION
from warehouse.rows import arrow, rows
from warehouse.tables import FINDINGS, SourceStatus

log = logging.getLogger(__name__)

#: Where a file is: on this machine, or at an address.
File = Path | RemoteFile

#: Plain text is read by code of our own alone, and up to this many bytes of it in this process: it takes a process
#: about a second to start. All else is read in processes of its own.
POOL_BYTES = 1 << 20
#: What one file may take to be read: seconds, and memory in MiB.
TIME_LIMIT = int(os.environ.get("TAIZHANG_FILE_SECONDS", "1800"))
MEMORY_LIMIT = int(os.environ.get("TAIZHANG_FILE_MEMORY", "4096"))

_TOO_LONG = (
    "Reading it took longer than {:,} seconds; set TAIZHANG_FILE_SECONDS higher if it is that long, or leave it out."
)
_DIED = "Reading it ended the process (out of memory, or a fault of a library); report it with the file."
_NO_MEMORY = "Reading it took more memory than {:,} MiB; set TAIZHANG_FILE_MEMORY higher if it is that large."


@dataclass(frozen=True, slots=True)
class Landing:
    """What came of one file. Fields named like columns of ``sources`` hold that column.

    ``tables`` holds its rows by table (:func:`warehouse.rows.rows`), for a failed file its one finding; ``faults``
    the messages of a loaded file's findings of severity error; ``trace`` the traceback of an error that nobody
    foresaw."""

    path: File
    source_id: str
    name: str
    uri: str
    status: SourceStatus
    fingerprint: str | None = None
    byte_size: int | None = None
    media_type: str | None = None
    reader: str | None = None
    page_count: int | None = None
    error: str | None = None
    faults: tuple[str, ...] = ()
    trace: str | None = field(default=None, repr=False)
    tables: dict[str, pa.Table] = field(default_factory=dict, repr=False)


def find(paths: Iterable[str | File]) -> list[File]:
    """The files that *paths* name: a file is itself, a folder all files below it, sorted by path, and a store also what
    it keeps in a bucket.

    Hidden files and folders (``.git``, ``.DS_Store``) inside a folder are left out. A path that does not exist and a
    folder that may not be listed stay in the list, so that reading them says so. No file is named twice."""
    found: dict[File, None] = {}
    for path in paths:
        if isinstance(path, RemoteFile):
            found.setdefault(path)
            continue
        for file in _below(Path(path)) if Path(path).is_dir() else (path,):
            found.setdefault(Path(os.path.normpath(file)))
        if Store.is_at(path):
            with closing(Store(path)) as store:
                found.update(dict.fromkeys(store.remote_files()))
    return list(found)


def _below(folder: Path) -> list[Path]:
    barred: list[Path] = []
    files: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=lambda error: barred.append(Path(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(parent, name) for name in names if not name.startswith(".")]
    return sorted(files + barred)


def fingerprint(sha256: str) -> str:
    """What a source's rows depend on: its bytes (by their SHA-256), the rules, and the shape of the tables."""
    ingredients = f"{sha256} {pipeline.rules_version()} {SCHEMA_VERSION}"
    return hashlib.sha256(ingredients.encode()).hexdigest()


def land(
    files: Sequence[File], known: frozenset[str] = frozenset(), elsewhere: Mapping[File, Landing] | None = None
) -> Iterator[Landing]:
    """The landing of each file, in order; *known* are fingerprints of sources that need no reading, *elsewhere* what
    came of files that were read on another machine.

    A little plain text is read in this process, all else by one process a core; each file under ``TIME_LIMIT``."""
    elsewhere = elsewhere or {}
    # the fingerprints say nothing where nothing is known
    new = {file: None for file in files if file not in elsewhere and (not known or fingerprint_of(file) not in known)}
    here = _has_deadlines() and sum(map(_size, new)) < POOL_BYTES and all(map(_is_text, new))
    landings = map(_land_in_time, new) if here else land_apart(list(new))
    for file in files:
        if file in elsewhere:
            landing = elsewhere[file]
        else:
            landing = next(landings) if file in new else replace(_unread(file), status=SourceStatus.SKIPPED)
        if landing.trace:
            log.debug("%s: %s", file, landing.trace)
        yield landing


def land_file(path: File) -> Landing:
    """Read one file by the rules. Raises nothing: what goes wrong is in the landing."""
    landing = _unread(path)
    try:
        source = _source(path)
        landing = replace(
            landing,
            source_id=source.source_id,
            fingerprint=fingerprint(source.sha256),
            byte_size=len(source.data),
        )
        extraction = pipeline.extract(source)
        return replace(
            landing,
            status=SourceStatus.LOADED,
            media_type=extraction.media_type,
            reader=extraction.reader,
            page_count=extraction.page_count,
            faults=tuple(f.message for f in extraction.findings if f.severity is Severity.ERROR),
            tables=rows(extraction),
        )
    except PipelineError as error:
        return failed(landing, str(error))
    except MemoryError:
        return failed(landing, _NO_MEMORY.format(MEMORY_LIMIT))
    except Exception as error:  # noqa: BLE001 - a fault of the rules costs one file, not the run
        sentence = f"The rules failed on it ({type(error).__name__}: {error}); report it together with the file."
        return failed(landing, sentence, traceback.format_exc())


def uri_of(path: File) -> str:
    """Where a file is, as ``sources.uri`` has it."""
    return path.uri if isinstance(path, RemoteFile) else path.resolve().as_uri()


def file_at(uri: str) -> File:
    """The file at an address that :func:`uri_of` gave."""
    parts = urlsplit(uri)
    return Path(unquote(parts.path)) if parts.scheme == "file" else RemoteFile(uri)


def _unread(path: File) -> Landing:
    """A file of which nothing is known but its name; its id comes from its address."""
    uri = uri_of(path)
    return Landing(path, hashlib.sha256(uri.encode()).hexdigest()[:12], path.name, uri, SourceStatus.FAILED)


def failed(landing: Landing, sentence: str, trace: str | None = None) -> Landing:
    """*landing* as one that failed for the reason that *sentence* gives: no rows but a finding ``unreadable``."""
    found = Finding("unreadable", Severity.ERROR, sentence)
    finding = arrow(
        FINDINGS,
        [found],
        finding_id=[f"{landing.source_id}.f1"],
        source_id=[landing.source_id],
        document_id=[None],
        measure_id=[None],
    )
    return replace(landing, status=SourceStatus.FAILED, error=sentence, trace=trace, tables={"findings": finding})


def _source(path: File) -> SourceFile:
    if isinstance(path, RemoteFile):
        return path.source()
    if path.is_dir():  # find() leaves a folder in the list only when it could not be listed
        raise UnreadableSource(f"The folder {path} may not be listed; give yourself permission for it.")
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        raise UnreadableSource(f"{path} is not a regular file; save what it gives to a file and name that.")
    return SourceFile.from_path(path)


def fingerprint_of(path: File) -> str | None:
    """The fingerprint that the file's bytes have under the present rules; None where it cannot be read."""
    if isinstance(path, RemoteFile):
        return fingerprint(path.sha256) if path.sha256 else None
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return fingerprint(hashlib.file_digest(file, "sha256").hexdigest())
    except OSError:  # land_file() says why
        return None


def _is_text(path: File) -> bool:
    """Whether the file opens like plain text; one that cannot be opened is no work for a process either."""
    if isinstance(path, RemoteFile):  # to look at it is to fetch it
        return False
    try:
        with path.open("rb") as file:
            return media_type(file.read(4096)) == "text/plain"
    except UnreadableSource:  # the beginning of a container is none
        return False
    except OSError:
        return True


def _size(path: File) -> int:
    try:
        return 0 if isinstance(path, RemoteFile) else path.stat().st_size
    except OSError:
        return 0


class OutOfTime(BaseException):
    """Raised by :func:`deadline`; no error, so that nothing on the way handles it."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """End the block with :class:`OutOfTime` after *seconds* of CPU time, even within one search of a pattern: ``re``
    asks for signals as it goes. For the main thread of a system with timers (:func:`_has_deadlines`)."""

    def run_out(*_: object) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGVTALRM, run_out)
    # again and again: what is raised inside a callback of the garbage collector is lost
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _has_deadlines() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _land_in_time(path: File) -> Landing:
    try:
        with deadline(TIME_LIMIT):
            return land_file(path)
    except OutOfTime:
        return failed(_unread(path), _TOO_LONG.format(TIME_LIMIT))


def land_apart(files: Sequence[File], most: int | None = None) -> Iterator[Landing]:
    """The landing of each file, in order, read in a process that ends when it takes too much time or memory; by at
    *most* so many processes, otherwise one a core."""
    workers = min(len(files), most or os.cpu_count() or 1)
    # the processes may have been started in another working folder
    placed = [file.absolute() if isinstance(file, Path) else file for file in files]
    outcomes = apart.each(land_file, placed, workers, TIME_LIMIT, MEMORY_LIMIT) if files else iter(())
    for file, outcome in zip(files, outcomes, strict=True):
        if isinstance(outcome, TimeoutError):
            yield failed(_unread(file), _TOO_LONG.format(TIME_LIMIT))
        elif isinstance(outcome, ProcessExpired):
            yield failed(_unread(file), _DIED)
        else:
            yield replace(outcome, path=file)
