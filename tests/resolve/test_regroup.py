"""Plants made anew from chains of phrases: what goes along, what does not."""

from __future__ import annotations

from extract.domain.mention import Mentions, PlantMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span
from extract.encode.heads import Tagged
from extract.resolve.plant_regroup import plant_phrases, regrouped
from extract.resolve.plant_state import State
from extract.resolve.plants import plant_entities
from extract.resolve.tagged import with_phrases

TEXT = "The Orlova wind farm opens. It is one. The Beltran plant waits. The complex is old. Both plants pay."


def mention(words: str, form: str, **facts: object) -> PlantMention:
    start = TEXT.index(words)
    return PlantMention(Span(start, start + len(words)), "test", form, **facts)  # type: ignore[arg-type]


def state() -> State:
    made = State(TEXT, Mentions(sentences=(Span(0, len(TEXT)),), paragraphs=(Span(0, len(TEXT)),)))
    farm = mention("Orlova wind farm", "name", name="Orlova wind farm", place="Orlova", fuels=("wind",))
    made.add(farm, core="orlova")
    made.attach(0, mention("The complex", "anaphor"))
    made.add(mention("It", "anaphor"))
    plant = mention("Beltran plant", "name", name="Beltran plant", place="Beltran")
    made.add(plant, core="beltran", unit="2", parent=0)
    made.add(mention("Both plants", "anaphor", plural=True), aggregate=True, members=[0, 2], count=2)
    return made


def made(*groups: list[int]) -> tuple[PlantEntity, ...]:
    return plant_entities(regrouped(state(), groups))


def words(plant: PlantEntity) -> list[str]:
    return [m.span.of(TEXT) for m in plant.mentions]


def test_phrases_stand_in_text_order_with_what_rules_took_them_for() -> None:
    assert [(p.span.of(TEXT), p.owner, p.core) for p in plant_phrases(state())] == [
        ("Orlova wind farm", 0, "orlova"),
        ("It", 1, ""),
        ("Beltran plant", 2, "beltran"),
        ("The complex", 0, ""),
        ("Both plants", 3, ""),
    ]


def test_each_plant_by_itself_stays_what_it_was() -> None:
    plain = plant_entities(state())
    again = made([0, 3], [1], [2], [4])
    assert [(p.name, p.core, p.unit, p.fuels, p.members, p.parent) for p in again] == [
        (p.name, p.core, p.unit, p.fuels, p.members, p.parent) for p in plain
    ]


def test_a_phrase_moves_with_its_chain() -> None:
    orlova, beltran, _ = made([0, 1], [2, 3], [4])
    assert words(orlova) == ["Orlova wind farm", "It"]
    assert words(beltran) == ["Beltran plant", "The complex"]
    assert (beltran.core, beltran.unit, beltran.parent) == ("beltran", "2", 0)


def test_a_phrase_in_no_chain_is_gone() -> None:
    orlova, beltran, _ = made([0], [2], [4])
    assert words(orlova) == ["Orlova wind farm"]
    assert words(beltran) == ["Beltran plant"]


def test_what_splits_off_is_only_what_its_phrases_say() -> None:
    _, _, _, alone, _ = made([0], [1], [2], [3], [4])
    assert (words(alone), alone.core, alone.fuels, alone.parent) == (["The complex"], None, (), None)


def test_a_group_whose_members_are_joined_has_them_once_and_never_itself() -> None:
    one, group = made([0, 1, 2, 3], [4])
    assert group.members == (0,)
    assert one.parent is None and one.fuels == ("wind",)


def tagged(phrase: str, kind: str = "phrase", sure: float = 0.9) -> list[tuple[str, bool]]:
    start = TEXT.index(phrase)
    tag = Tagged(Span(start, start + len(phrase)), kind, sure)
    after = with_phrases(state(), [tag]).drafts[4:]
    return [(m.span.of(TEXT), d.aggregate) for d in after for m in d.mentions]


def test_a_phrase_the_encoder_takes_for_a_plant_is_one_by_itself_at_first() -> None:
    assert tagged("one") == [("one", False)]
    assert tagged("one", kind="group") == [("one", True)]


def test_names_parties_doubtful_and_known_phrases_add_nothing() -> None:
    assert tagged("one", kind="plant") == []
    assert tagged("one", kind="party") == []
    assert tagged("one", sure=0.3) == []
    assert tagged("The Beltran plant") == []
    assert tagged("opens") == []
