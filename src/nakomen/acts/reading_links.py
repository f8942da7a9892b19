"""What acts point at in each other: ids, references of the right kind, no circles, and corrections."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import NamedTuple

from nakomen.acts.base import Act, Refers
from nakomen.acts.moments import moment
from nakomen.acts.reading_acts import Draft, contradictions, members, read_fields, references
from nakomen.acts.reading_values import Flaw, printable

_NOT_CORRECTED = frozenset({"kind", "id", "recorded", "recorder"})
_NOT_CORRECTABLE = frozenset({"act.corrected", "act.retracted"})
_LATEST = datetime.max.replace(tzinfo=UTC)


class _Link(NamedTuple):
    """An id that stands in `draft`, and the act that thereby points at another (in a correction: the corrected one)."""

    draft: Draft
    path: str
    source: str | None
    target: str
    rule: Refers


def check_links(drafts: Sequence[Draft]) -> None:
    """Add to the drafts what is wrong between them, and put the typed values into those that correct another."""
    by_id = _by_id(drafts)
    _check_corrections(drafts, by_id)
    links = [link for draft in drafts for link in _links(draft)]
    right = []
    for link in links:
        if words := _wrong(link, by_id):
            link.draft.flaws.append((link.path, words))
        else:
            right.append(link)
    _check_circles(right)


def _by_id(drafts: Sequence[Draft]) -> Mapping[str, Draft]:
    """The drafts by id. Who comes second with an id gets the flaw."""
    found: dict[str, Draft] = {}
    for draft in drafts:
        if draft.id is None:
            continue
        first = found.setdefault(draft.id, draft)
        if first is not draft:
            holder = f"#{first.position}" if first.position else "an act on record"
            draft.flaws.append(("id", f"an id that no other act has ({holder} has it)"))
    return found


def _links(draft: Draft) -> Iterator[_Link]:
    for path, target, rule in references(draft.kind, draft.given):
        yield _Link(draft, path, draft.id, target, rule)
    corrected, fields = draft.corrects, draft.given.get("fields")
    if corrected and isinstance(fields, Mapping):
        for path, target, rule in references(corrected.kind, fields):
            yield _Link(draft, f"fields.{path}", corrected.id, target, rule)


def _wrong(link: _Link, by_id: Mapping[str, Draft]) -> str | None:
    words = "the id of an act" + (f" of kind {' or '.join(link.rule.kinds)}" if link.rule.kinds else "")
    target = by_id.get(link.target)
    if target is None:
        return f"{words} in this case"
    if link.target == link.source:
        return f"{words} other than itself"
    kind = target.kind
    return words if link.rule.kinds and kind and kind.kind not in link.rule.kinds else None


def _check_circles(links: Sequence[_Link]) -> None:
    """Refuse acts that point at each other in a circle: nothing could be said of either without the other."""
    pairs = _with_a_way_on({(link.source, link.target) for link in links if link.source is not None})
    pairs = {(source, target) for target, source in _with_a_way_on({(target, source) for source, target in pairs})}
    for link in links:
        if (link.source, link.target) in pairs:
            link.draft.flaws.append(
                (link.path, "an act that does not point back to this one, directly or through others")
            )


def _with_a_way_on(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The pairs that are left when those that lead to an end are taken away, and those that then do, and so on."""
    leading: dict[str, list[str]] = {}
    for source, target in pairs:
        leading.setdefault(target, []).append(source)
    ways = Counter(source for source, _ in pairs)
    ends = [target for target in leading if not ways[target]]
    while ends:
        for source in leading.pop(ends.pop(), ()):
            ways[source] -= 1
            if not ways[source]:
                ends.append(source)
    return {(source, target) for target, sources in leading.items() for source in sources}


# --- corrections ----------------------------------------------------------------------------------------------------


def corrections(drafts: Sequence[Draft]) -> Mapping[int, Act]:
    """The corrections among acts that were right when they were recorded, by their place, with their values typed.

    What a correction corrects must be among them; the drafts stay as they were read.
    """
    copied = [replace(each, values=dict(each.values), flaws=[]) if _is_correction(each) else each for each in drafts]
    _check_corrections(copied, {each.id: each for each in copied if each.id is not None})
    return {place: each.act() for place, each in enumerate(copied) if each.corrects is not None}


def _check_corrections(drafts: Sequence[Draft], by_id: Mapping[str, Draft]) -> None:
    """Read each correction as the corrected act would be read, on top of the corrections recorded before it."""
    current: dict[str, Mapping[str, object]] = {}
    for draft in sorted((each for each in drafts if _is_correction(each)), key=_recorded):
        target = by_id.get(str(draft.values.get("act")))
        fields = draft.given.get("fields")  # as it was written: acts on record can be looked at more than once
        if target is None or target.kind is None or not isinstance(fields, Mapping):
            continue
        if target.kind.kind in _NOT_CORRECTABLE:
            draft.flaws.append(("act", "the id of an act that is itself no correction and no retraction"))
            continue
        draft.corrects = target
        before = current.get(str(target.id), _correctable(target.given))
        flaws, typed, after = _correct(target.kind, before, fields)
        draft.flaws += [(f"fields.{path}", words) for path, words in flaws]
        draft.values["fields"] = typed
        if not flaws:
            current[str(target.id)] = after


def _is_correction(draft: Draft) -> bool:
    return draft.kind is not None and draft.kind.kind == "act.corrected"


def _recorded(draft: Draft) -> tuple[datetime, int]:
    told = draft.values.get("recorded", draft.values.get("on"))
    return (moment(told) if isinstance(told, date) else _LATEST), draft.position


def _correctable(given: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in given.items() if name not in _NOT_CORRECTED}


def _correct(
    kind: type[Act], before: Mapping[str, object], fields: Mapping[str, object]
) -> tuple[list[Flaw], Mapping[str, object], Mapping[str, object]]:
    """The flaws that the correction brings in, its values by attribute, and the act's fields after it."""
    known = {name: member for name, member in members(kind).items() if name not in _NOT_CORRECTED}
    flaws = [
        (
            printable(name),
            f"a field of {kind.kind} that can be corrected (no {name})"
            if name in _NOT_CORRECTED
            else f"no such field in {kind.kind}",
        )
        for name in fields
        if name not in known
    ]
    after = {name: value for name, value in {**before, **fields}.items() if value is not None and name in known}
    values, found = _read(kind, after)
    _, old = _read(kind, before)
    flaws += [flaw for flaw in found if flaw not in old]
    typed = {known[name].attribute: values.get(name) for name in fields if name in known}
    return flaws, typed, after


def _read(kind: type[Act], given: Mapping[str, object]) -> tuple[dict[str, object], list[Flaw]]:
    values, flaws = read_fields(kind, given)
    return values, flaws + contradictions(values)
