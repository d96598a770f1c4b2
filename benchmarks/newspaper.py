"""A newspaper's mix for the speed figures: made-up articles of ordinary news, the same ones each time.

One in three uses words that power plants are told with, in their other meanings: plant, power, station, unit.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

__all__ = ["ordinary", "page_of"]

_PLACES = [
    "Ashford",
    "Bellmere",
    "Corvale",
    "Dunwick",
    "Eastham",
    "Fernley",
    "Greyport",
    "Holloway",
    "Ironside",
    "Jarrow",
    "Kelso",
    "Larkhill",
]
_NAMES = [
    "Adams",
    "Becker",
    "Castillo",
    "Dube",
    "Eriksen",
    "Fofana",
    "Garcia",
    "Hughes",
    "Ivanov",
    "Jensen",
    "Kowalski",
    "Lindgren",
    "Mbeki",
    "Novak",
]
_SUBJECTS = {
    "sports": (
        "{name} scored twice as {place} beat {other} {a}-{b} on {day}.",
        "The coach said the team had worked hard and would travel to {other} next week.",
        "{name}, {age}, signed a contract until 2029 after a season with {a} goals in {b} games.",
        "Fans queued outside the stadium for hours, and the club sold {c},000 tickets.",
    ),
    "courts": (
        "A court in {place} sentenced {name} to {a} years in prison for fraud on {day}.",
        "The judge said the defendant had misled {c} investors and shown no remorse.",
        "Lawyers for {name} said they would appeal, calling the ruling a mistake.",
        "Prosecutors had asked for {b} years; the jury took {a} days to decide.",
    ),
    "politics": (
        "Lawmakers in {place} voted {c} to {b} on {day} to raise the tax on fuel.",
        "{name}, who leads the opposition, said the government had lost touch with voters.",
        "The minister promised schools, roads and {c} new homes before the election in May.",
        "A poll gave the ruling party {b} percent, down {a} points from last month.",
    ),
    "business": (
        "Shares of the retailer rose {a} percent after it reported profit of ${c} million on {day}.",
        "{name}, the chief executive, said demand in {place} had been stronger than expected.",
        "The bank plans to open {b} branches and hire {c} people over the next two years.",
        "Analysts in {other} said interest rates would stay where they are until autumn.",
    ),
    "near misses": (
        "The car plant in {place} will build {c},000 vehicles a year, the company said on {day}.",
        "Police took {name} to the station after a power cut left {b} streets in {other} dark.",
        "The housing project's second phase adds {c} units near the railway station and the park.",
        "Gardeners plant {b} trees in {place}; the power to decide lies with the council, {name} said.",
    ),
}
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
_PARAGRAPHS = 9


def ordinary(count: int, seed: int = 1) -> Iterator[str]:
    """Yield articles of about 3,000 characters, none of them about a power plant."""
    rng = random.Random(seed)
    for number in range(count):
        kind = "near misses" if number % 3 == 0 else rng.choice(sorted(set(_SUBJECTS) - {"near misses"}))
        blocks = [
            " ".join(_sentence(rng, rng.choice(_SUBJECTS[kind])) for _ in range(4))
            for _ in range(_PARAGRAPHS)
        ]
        yield f"{_sentence(rng, _SUBJECTS[kind][0])[:-1]} ({number})\n\n" + "\n\n".join(blocks) + "\n"


def _sentence(rng: random.Random, template: str) -> str:
    return template.format(
        name=rng.choice(_NAMES), place=rng.choice(_PLACES), other=rng.choice(_PLACES), day=rng.choice(_DAYS),
        a=rng.randint(2, 9), b=rng.randint(10, 60), c=rng.randint(61, 980), age=rng.randint(18, 60),
    )  # fmt: skip


def page_of(text: str) -> bytes:
    """Return an article as a newspaper's page: 40 KB, with menus, scripts and teasers around the story."""
    title, _, body = text.partition("\n\n")
    paragraphs = "".join(f"<p>{p}</p>" for p in body.split("\n\n"))
    menu = "".join(f'<li><a href="/s/{n}" class="nav-item">Section {n}</a></li>' for n in range(60))
    script = "<script>var c={};" + "function f(a){return a*2+1}c.k=f(3);" * 400 + "</script>"
    teasers = "".join(
        f'<div class="teaser"><a href="/n/{n}"><img src="/i/{n}.jpg" alt="">Read on, {n}</a></div>'
        for n in range(80)
    )
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>"
        f"<meta property='og:title' content='{title}'>"
        f"<style>{'.a{margin:0;padding:1px}' * 200}</style>{script}</head><body>"
        f"<nav><ul>{menu}</ul></nav>"
        f"<article><h1>{title}</h1>{paragraphs}</article><aside>{teasers}</aside><footer>All rights reserved"
        f"</footer>{script[:4000]}</script></body></html>"
    ).encode()
