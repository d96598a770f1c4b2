"""Of all an articles' claims about one figure of a plant: which holds, which is old, which is disputed. Pure.

The rules, also in docs/how-to/one-row-a-plant.md:

1. Claims agree where they say the same: numbers within 0.6 % (5 % where hedged), periods one of which lies
   in the other, the same word.
2. The newest claim holds. Claims up to `WINDOW` days older than it count as reported at one time (a status
   only on the same day); among those the value holds that most independent sources state, then the one
   stated by an article about this plant, then the newest, then the surer.
3. What an article itself calls outdated is superseded, so is what is older than rule 2 looks at. Another
   value inside that window is disputed; an earlier stage of the same plant is not, it is superseded.
4. Partners, contracts and milestones may be many. A partner holds until a newer claim says it left; where
   both are claimed at one time, the claim that it is in is denied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from extract.domain.linked import ValueStatus
from extract.link.stories import independent

__all__ = ["MANY", "WINDOW", "Claim", "Group", "Resolved", "day_of", "resolve"]

WINDOW = 30
STAGES = ("announced", "pre-construction", "construction", "operating", "retired")
_CLOSE, _HEDGED = 1.006, 1.05
# Slots and kinds of which a plant may have several at once.
MANY = frozenset(
    [
        ("dates", kind)
        for kind in ("announcement", "agreement", "approval", "tender", "construction_milestone")
    ]
    + [("costs", kind) for kind in ("contract", "loan", "investment", "other", "converted")]
    + [("capacities", "part")]
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One value one article states of a plant.

    `key` is what a partner is compared by; `period` the days of a date; `gone` marks what the article
    itself calls outdated, or a partner it says has left.
    """

    article: str
    record: str
    slot: str
    position: int
    kind: str
    value: str
    number: float | None = None
    unit: str | None = None
    key: str = ""
    period: tuple[str, str] | None = None
    hedged: bool = False
    gone: bool = False
    confidence: float = 0.0
    published: int = 0
    story: str = ""
    publisher: str | None = None
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that agree, and how many independent sources they have."""

    claims: tuple[Claim, ...]
    sources: int

    @property
    def newest(self) -> int:
        """Day of the newest claim that is not called outdated, 0 where no date is known."""
        return max((claim.published for claim in self.claims if not claim.gone), default=0)

    @property
    def best(self) -> Claim:
        """The claim that speaks for the group: live, newest, finest, surest."""
        return max(
            self.claims,
            key=lambda c: (not c.gone, c.published, _fineness(c), c.confidence, c.value, c.article),
        )


@dataclass(frozen=True, slots=True)
class Resolved:
    """A claim with its status and the sources of its group."""

    claim: Claim
    status: ValueStatus
    sources: int


def day_of(published: str | None) -> int:
    """Return a publication date as a day number, the first day where only month or year is known; 0 for None.

    >>> day_of("2026-03") == day_of("2026-03-01"), day_of(None)
    (True, 0)
    """
    if not published:
        return 0
    year, month, day = (*map(int, published.split("-")), 1, 1)[:3]
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return 0


def resolve(claims: Iterable[Claim]) -> tuple[list[Resolved], dict[tuple[str, str], list[Group]]]:
    """Give every claim of one plant its status.

    Returns:
        The claims with status, in the order of slot, article, record and position; and for each slot and
        kind the groups that hold now: one, or several where a plant may have several.
    """
    by_kind: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_kind[claim.slot, claim.kind].append(claim)
    resolved: list[Resolved] = []
    current: dict[tuple[str, str], list[Group]] = {}
    for what, some in sorted(by_kind.items()):
        some.sort(key=lambda c: (c.article, c.record, c.position))
        if what[0] == "partners":
            found, held = _partners(some)
        elif what in MANY:
            found, held = _several(some)
        else:
            found, held = _one(some)
        resolved += found
        if held:
            current[what] = held
    resolved.sort(key=lambda r: (r.claim.slot, r.claim.article, r.claim.record, r.claim.position))
    return resolved, current


def _one(claims: Sequence[Claim]) -> tuple[list[Resolved], list[Group]]:
    """A figure of which one value holds."""
    groups = _agreeing(claims)
    live = [group for group in groups if not all(claim.gone for claim in group.claims)]
    if not live:
        return [Resolved(c, "superseded", g.sources) for g in groups for c in g.claims], []
    latest = max(group.newest for group in live)
    is_status = claims[0].slot == "status"
    since = latest - (0 if is_status else WINDOW)
    holds = max((g for g in live if g.newest >= since), key=_weight)
    out = []
    for group in groups:
        for claim in group.claims:
            status: ValueStatus = "superseded"
            if group is holds:
                status = "superseded" if claim.gone else "current"
            elif not claim.gone and claim.published >= latest - WINDOW and _rivals(claim, holds.best):
                status = "disputed"
            out.append(Resolved(claim, status, group.sources))
    return out, [holds]


def _weight(group: Group) -> tuple[int, bool, int, float, str]:
    best = group.best
    return (group.sources, any(c.direct for c in group.claims), group.newest, best.confidence, best.value)


def _rivals(claim: Claim, holds: Claim) -> bool:
    """Two values of one time that cannot both be right."""
    if claim.unit != holds.unit:
        return False
    if claim.slot == "status" and claim.value in STAGES and holds.value in STAGES:
        # A plant moves on: the earlier stage, reported earlier, is history.
        earlier = STAGES.index(claim.value) < STAGES.index(holds.value)
        return not (earlier and claim.published < holds.published)
    return True


def _several(claims: Sequence[Claim]) -> tuple[list[Resolved], list[Group]]:
    """Figures that stand beside each other: all hold but what is called outdated."""
    groups = _agreeing(claims)
    out = [Resolved(c, "superseded" if c.gone else "current", g.sources) for g in groups for c in g.claims]
    return out, [group for group in groups if not all(c.gone for c in group.claims)]


def _partners(claims: Sequence[Claim]) -> tuple[list[Resolved], list[Group]]:
    """Each organisation by itself: its newest claim says whether it is in."""
    by_key: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_key[claim.key or claim.value].append(claim)
    out: list[Resolved] = []
    held: list[Group] = []
    for _, some in sorted(by_key.items()):
        group = _group(some)
        left = max((c.published for c in some if c.gone), default=-1)
        inside = max((c.published for c in some if not c.gone), default=-1)
        if inside > left:
            held.append(group)
        for claim in some:
            status: ValueStatus = "current"
            if claim.gone and inside > left:
                status = "superseded"
            elif not claim.gone and inside <= left:
                status = "denied" if claim.published >= left - WINDOW else "superseded"
            out.append(Resolved(claim, status, group.sources))
    return out, held


def _agreeing(claims: Sequence[Claim]) -> list[Group]:
    """Sort claims into groups that agree, the finest statement of each first; order of input is no matter."""
    groups: list[list[Claim]] = []
    for claim in sorted(
        claims,
        key=lambda c: (
            -_fineness(c),
            c.number or 0.0,
            c.period or ("", ""),
            c.value,
            c.article,
            c.record,
            c.position,
        ),
    ):
        home = next((group for group in groups if _agree(group[0], claim)), None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    return [_group(group) for group in groups]


def _group(claims: Sequence[Claim]) -> Group:
    return Group(tuple(claims), independent((claim.story, claim.publisher) for claim in claims))


def _fineness(claim: Claim) -> float:
    """How fine a statement is: exact before hedged, a day before a year."""
    if claim.period is not None:
        days = date.fromisoformat(claim.period[1]) - date.fromisoformat(claim.period[0])
        return -float(days.days)
    return -float(claim.hedged)


def _agree(one: Claim, two: Claim) -> bool:
    if one.period is not None and two.period is not None:
        (start, end), (other_start, other_end) = one.period, two.period
        return (other_start <= start and end <= other_end) or (start <= other_start and other_end <= end)
    if one.number is not None and two.number is not None:
        if one.unit != two.unit:
            return False
        small, large = sorted((abs(one.number), abs(two.number)))
        return large <= small * (_HEDGED if one.hedged or two.hedged else _CLOSE)
    return one.value == two.value
