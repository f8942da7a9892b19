"""Case files and sets of conditions from disk, ready for the engine; or everything that is wrong with them at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from nakomen.acts.case import CaseFile, TermsRef
    from nakomen.norms.model import NormSet
    from nakomen.norms.standing import Case, Version
    from nakomen.terms.clause_texts import ClauseTexts
    from nakomen.terms.statute import Statute
    from nakomen.terms.texts import Terms

LARGEST = 64 * 1024 * 1024
"""The most bytes that a file may have: far beyond any case, and a bound on what a wrong path can make us read."""


class InputError(ValueError):
    """Input that cannot be answered; `problems` holds a line for each thing that is wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class TermsSet:
    """A set of conditions as text, with the bytes that it was read from; `packaged` where it comes with the product."""

    terms: Terms
    source: tuple[bytes, ...]
    packaged: bool

    def norms(self) -> NormSet:
        """The executable norms under the packaged statute. Raises InputError when they cannot be run."""
        from nakomen.terms.compiled import packaged_norms

        return packaged_norms(self.terms.name) if self.packaged else _compiled(self)


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case that the engine can answer questions about, with the texts of its conditions and of statute."""

    case: Case
    sets: tuple[TermsSet, ...]
    statute: Statute

    @property
    def texts(self) -> ClauseTexts:
        """The texts of all clauses that the case can speak of."""
        from nakomen.terms.clause_texts import ClauseTexts

        return ClauseTexts(tuple(each.terms for each in self.sets), self.statute)

    def text(self, clause: str) -> tuple[str, str] | None:
        """Title and summary of a clause by its full id; the last version that has it speaks."""
        return self.texts.of(clause)


def open_case(path: str) -> OpenedCase:
    """The case of a file. Raises InputError with every problem of the file, its conditions and its settings."""
    from nakomen.acts.naming import name_acts
    from nakomen.acts.reading import read_case
    from nakomen.norms.standing import Case
    from nakomen.terms.packaged import packaged_statute

    file, problems = read_case(read_bytes(path))
    if file is None:
        raise InputError(str(problem) for problem in problems)
    sets, versions = _versions(file, Path(path).parent)
    _check_settings(file, versions)
    named = list(zip(name_acts(file.acts), file.acts, strict=True))
    return OpenedCase(Case(versions, named, file.settings, file.provider), tuple(sets), packaged_statute())


def open_set(given: str, folder: Path | None = None) -> TermsSet:
    """A set by its name, or from its own TOML file, in `folder` unless the path is absolute. Raises InputError."""
    from nakomen.terms.packaged import SETS, packaged_terms, source
    from nakomen.terms.shapes import TermsError
    from nakomen.terms.texts import read_terms

    if given in SETS:
        return TermsSet(packaged_terms(given), (source(given),), packaged=True)
    path = Path(given) if folder is None else folder / given
    if not _names_file(path, given):
        expected = f"{', '.join(SETS)} or the path of a set's own file"
        raise InputError([f"terms: no set {printable(given)}; expected {expected}"])
    data = read_bytes(str(path))
    try:
        return TermsSet(read_terms(data), (data,), packaged=False)
    except TermsError as error:
        raise InputError(f"{printable(given)}: {printable(str(problem), 400)}" for problem in error.problems) from None


def is_set(given: str) -> bool:
    """Whether the text names a packaged set or a file, so that no clause stands at its end."""
    from nakomen.terms.packaged import SETS

    return given in SETS or _is_file(Path(given))


def read_bytes(path: str) -> bytes:
    """The bytes of a file. Raises InputError when it cannot be read."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a null byte
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no path of a file"
        raise InputError([f"{printable(path) or 'CASE'}: cannot be read: {reason}"]) from None
    if len(data) > LARGEST:
        raise InputError([f"{printable(path)}: expected at most {LARGEST} bytes"])
    return data


def printable(text: str, longest: int = 200) -> str:
    """A text from outside, fit for one line of a message."""
    shown = text if text.isprintable() else text.encode("unicode_escape", "backslashreplace").decode("ascii")
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


# --- conditions -----------------------------------------------------------------------------------------------------


def _names_file(path: Path, given: str) -> bool:
    """Whether a file is meant, so that a name with a typing error is told the names that there are."""
    return _is_file(path) or "/" in given or given.endswith(".toml")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _versions(file: CaseFile, folder: Path) -> tuple[list[TermsSet], list[Version]]:
    from nakomen.law.periods import add_months
    from nakomen.norms.standing import Version

    problems = _disorder(file.terms)
    sets: list[TermsSet] = []
    versions: list[Version] = []
    for ref in file.terms:
        try:
            found = open_set(ref.set, folder)
            norms = found.norms()
        except InputError as error:
            problems += error.problems
            continue
        sets.append(found)
        # A new version holds from one month after its publication; the first has held from the beginning (reading 10).
        since: date | None = ref.in_force_from or (add_months(ref.published, 1) if ref.published else None)
        if not versions:
            since = None
        versions.append(Version(norms, since, ref.published))
    if problems:
        raise InputError(problems)
    return sets, versions


def _disorder(terms: Sequence[TermsRef]) -> list[str]:
    problems = []
    for place, (one, other) in enumerate(pairwise(terms), 2):
        if other.set != one.set and other.in_force_from is not None:
            continue  # a set that stood beside the other one, and to which this client went over
        if one.published is not None and other.published is not None and other.published <= one.published:
            problems.append(f"terms#{place}.published: expected a date after {one.published}")
    return problems


def _check_settings(file: CaseFile, versions: Sequence[Version]) -> None:
    from nakomen.norms.settings import SettingsError, resolve_each

    try:
        resolve_each([version.norms for version in versions], file.settings)
    except SettingsError as error:
        raise InputError([printable(problem) for problem in error.problems]) from None


def _compiled(found: TermsSet) -> NormSet:
    """The norms of somebody's own file: everything in it is tried before the first question is answered."""
    from nakomen.norms.validation import problems
    from nakomen.terms.compiled import compile_terms
    from nakomen.terms.packaged import packaged_statute, source

    name = found.terms.name
    try:
        norms = compile_terms(found.terms, packaged_statute(), [*found.source, source("statute")])
        faults = problems(norms)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        told = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise InputError([f"{name}: norms that cannot be run: {printable(told, 400)}"]) from None
    if faults:
        raise InputError([f"{name}: {printable(fault, 400)}" for fault in faults])
    own = any(duty.clause.startswith(f"{name}/") for duty in norms.duty_list)
    if not (own or norms.powers or norms.findings or norms.ends):
        raise InputError([f"{name}: expected executable norms in the set's file"])
    return norms


def nearest(word: str, words: Mapping[str, object] | Iterable[str]) -> str:
    """The words most like the one given, for a message; empty where none is like it."""
    from difflib import get_close_matches

    found = get_close_matches(word, list(words), n=3, cutoff=0.5)
    return ", ".join(found)
