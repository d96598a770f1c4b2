from __future__ import annotations

from typing import Any

import pytest

from extract.domain.article import Article
from extract.read import jsonld, read_article, read_bytes
from extract.read.html import read_html
from extract.read.text import Given
from tests.read.helpers import PAGES, cases, page, read_one, refusals

LONG = "The unit was built by a consortium and reached full load in its first week, its owner said on Monday."
PARAGRAPHS = f"<p>{LONG}</p><p>{LONG[::-1]}</p>"
TABLE = (
    "<table><tr><th>Unit</th><th>MW</th></tr><tr><td>A</td><td>100</td></tr>"
    "<tr><td>B</td><td></td></tr></table>"
)


@pytest.mark.parametrize("case", cases("read_pages")["page"], ids=lambda case: case["file"])
def test_page(case: dict[str, Any]) -> None:
    article = read_article(PAGES / case["file"])
    for key in ("title", "url", "publisher", "published", "language"):
        assert getattr(article, key) == case.get(key), key
    assert list(article.authors) == case.get("authors", [])
    assert article.published_evidence and case.get("published_evidence", "") in article.published_evidence
    lines = article.text.split("\n")
    assert [line for line in case["lines"] if line not in lines] == []
    assert [word for word in case["absent"] if word in article.text] == []
    assert article.text.startswith(case["title"] + "\n\n")
    assert article.text.count(case["title"]) == 1


@pytest.mark.parametrize("file", [case["file"] for case in cases("read_pages")["page"]])
def test_layout_is_the_contracts(file: str) -> None:
    text = read_article(PAGES / file).text
    assert "\n\n\n" not in text
    assert "\u00a0" not in text and "\u00ad" not in text and "  " not in text
    assert all(line == line.strip() for line in text.split("\n"))


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"NewsArticle","headline":"A headline of five words","datePublished":"2026-04-07",}',
        '<!-- {"@type":"NewsArticle","headline":"A headline of five words","datePublished":"2026-04-07"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","datePublished":"2026-04-07"}\n//]]>',
        '{"@type":"Organization","name":"X"}{"@type":"Article","datePublished":"2026-04-07"};',
        '[{"@graph":[{"@type":"WebPage","mainEntity":{"@type":["Article"],"datePublished":"2026-04-07"}}]}]',
        '{"@type":"NewsArticle","description":"two\nlines\tand a tab","datePublished":"2026-04-07"}',
        '{"@type":"NewsArticle","description":"it\\\'s","datePublished":"2026-04-07"}',
        '{"@type":"NewsArticle","description":"cut off here","datePublished":"2026-04-07","articleBo',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;2026-04-07&quot;}",
    ],
)
def test_broken_json_ld_still_tells_the_date(block: str) -> None:
    head = f'<script type="application/ld+json">{block}</script>'
    article = read_one(page(f"<h1>A headline of five words</h1>{PARAGRAPHS}", head).encode())
    assert article.published == "2026-04-07"
    assert (article.published_evidence or "").startswith("json-ld datePublished")


def test_of_several_article_objects_the_pages_own_is_taken() -> None:
    found = jsonld.objects(
        [
            '[{"@type":"NewsArticle","headline":"Another story told before","datePublished":"2020-01-01"},'
            '{"@type":"NewsArticle","headline":"A headline of five words","datePublished":"2026-04-07"}]'
        ]
    )
    assert (
        jsonld.article_object(found, "A headline of five words | Site", None)["datePublished"] == "2026-04-07"
    )


def test_date_of_change_is_not_the_publication_date() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2026-04-09"}</script>'
    body = f'<h1>A headline of five words</h1><p class="x">Updated 9 April 2026</p>{PARAGRAPHS}'
    assert read_one(page(body, head).encode()).published is None


@pytest.mark.parametrize(
    ("body", "published", "where"),
    [
        ('<meta property="article:published_time" content="2026-04-07T10:00:00Z">', "2026-04-07", "meta"),
        ('<time datetime="2026-04-07">last week</time>', "2026-04-07", "time"),
        ('<span class="d">Published 7 April 2026</span>', "2026-04-07", "byline"),
        ('<link rel="canonical" href="https://x.example/2026/04/07/a">', "2026-04-07", "url"),
        ('<aside><time datetime="2026-04-07">related</time></aside>', None, ""),
        ('<time class="updated" datetime="2026-04-07">x</time>', None, ""),
    ],
)
def test_sources_of_the_date(body: str, published: str | None, where: str) -> None:
    article = read_one(
        page(f"<article><h1>A headline of five words</h1>{body}{PARAGRAPHS}</article>").encode()
    )
    assert article.published == published
    assert (article.published_evidence or "").startswith(where)


def test_given_metadata_goes_first() -> None:
    given = Given(
        id="7", url="https://x.example/a", title="Given title here", published="2020-02", language="fr"
    )
    article = read_html(page(f"<h1>A headline of five words</h1>{PARAGRAPHS}"), "x", given)
    assert (article.id, article.title, article.published, article.language) == (
        "7",
        "Given title here",
        "2020-02",
        "fr",
    )
    assert article.text.startswith("Given title here\n\n")


@pytest.mark.parametrize(
    "wrap",
    ["{}", '<div class="table-wrapper"><div>{}</div></div>', "<figure>{}</figure>", "<center>{}</center>"],
)
def test_every_row_of_a_data_table_is_a_line(wrap: str) -> None:
    body = f"<h1>A headline of five words</h1>{PARAGRAPHS}{wrap.format(TABLE)}<p>{LONG} End.</p>"
    lines = read_one(page(f"<article>{body}</article>").encode()).text.split("\n")
    assert [line for line in ("Unit | MW", "A | 100", "B |") if line not in lines] == []


def test_json_ld_body_stands_in_for_a_page_without_text() -> None:
    block = f'{{"@type":"NewsArticle","articleBody":"{LONG}\\n{LONG[::-1]}"}}'
    head = f'<script type="application/ld+json">{block}</script>'
    article = read_one(page('<h1>A headline of five words</h1><div id="app"></div>', head).encode())
    assert article.text == f"A headline of five words\n\n{LONG}\n\n{LONG[::-1]}"


@pytest.mark.parametrize(
    "cut",
    [
        "<!doctype html><html><body><article><h1>T</h1><p>The unit was bui",
        "<!doctype html><html><body><p>Some text.</p><div cla",
        "<html><head><script>var a = 1; if (a",
    ],
)
def test_page_cut_in_the_middle_is_refused(cut: str) -> None:
    assert "cut off" in refusals(cut.encode())[0].reason


def test_page_without_its_last_end_tags_is_read() -> None:
    assert LONG in read_one(f"<html><body><div><h1>A headline of five words</h1>{PARAGRAPHS}\n".encode()).text


def test_page_without_text_is_refused() -> None:
    assert "no article text" in refusals(page('<div id="root"></div>').encode())[0].reason


@pytest.mark.parametrize("depth", [300, 5000, 50000])
def test_deeply_nested_page_gives_an_answer(depth: int) -> None:
    found = list(read_bytes(f"<html><body>{'<div>' * depth}<p>{LONG}</p>".encode(), "deep", ".html"))
    assert len(found) == 1


def test_id_depends_on_content_only() -> None:
    data = page(f"<h1>A headline of five words</h1>{PARAGRAPHS}").encode()
    first, second = (next(read_bytes(data, name)) for name in ("a.html", "b.html"))
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.id == second.id and first.source != second.source


def test_blocks_stand_in_the_pages_order() -> None:
    """trafilatura puts paragraphs it recovers late in front; evidence offsets need the page's order."""
    text = read_article(PAGES / "portal.html").text
    assert text.index("fourth unit") < text.index("Commercial operation") < text.index("With it")
