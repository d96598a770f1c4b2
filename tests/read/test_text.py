from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import ReadError
from extract.read.decode import decode
from extract.read.text import Given, article_from_text, markdown_to_text, read_text
from tests.read.helpers import BODY, TEXT, read_one, refusals

WRAPPED = (
    "Work on the second unit of the station is to begin when the\n"
    "river has fallen, its owner said in a statement to the press\non Tuesday."
)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Headline\n\nLowtown, 3 May 2023\n\nFirst paragraph.\n\n- item one\n- item two\n\nLast.",
        "Headline\n\nSite / MW / builder\nA / 100 / X\nB / 50 / Y\n",
    ],
)
def test_text_in_the_contracts_layout_is_kept_to_the_character(text: str) -> None:
    assert read_text(text, "x").text == text
    assert read_text(text, "x").title == text.split("\n", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("text", "laid_out"),
    [
        ("\n\n  Headline\n\nBody text.", "Headline\n\nBody text."),
        (
            "Headline\nFirst paragraph here.\nSecond paragraph here.",
            "Headline\n\nFirst paragraph here.\n\nSecond paragraph here.",
        ),
        ("Headline\n\n\n\nBody text.\n \nMore.", "Headline\n\nBody text.\n\nMore."),
        (f"Headline\n\n{WRAPPED}\n", f"Headline\n\n{WRAPPED.replace(chr(10), ' ')}\n"),
        ("Headline\nFirst line of body.\n\nSecond.", "Headline\n\nFirst line of body.\n\nSecond."),
    ],
)
def test_other_layouts_are_brought_into_it(text: str, laid_out: str) -> None:
    assert read_text(text, "x").text == laid_out


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab \n|-.", max_size=200))
def test_layout_loses_no_word_and_is_stable(text: str) -> None:
    try:
        once = read_text(text, "x").text
    except ReadError:
        return
    assert once.split() == text.split()
    assert read_text(once, "x").text == once


def test_given_title_is_put_in_front_once() -> None:
    assert (
        article_from_text("Body text here.", "x", Given(title="Headline")).text
        == "Headline\n\nBody text here."
    )
    assert article_from_text("HEADLINE\n\nBody.", "x", Given(title="Headline")).text == "HEADLINE\n\nBody."


def test_address_line_gives_url_and_date() -> None:
    article = read_text(f"Headline\n\nSource: https://x.example/2023/05/03/a\n\n{BODY}", "x")
    assert (article.url, article.published) == ("https://x.example/2023/05/03/a", "2023-05-03")


def test_markdown_is_cleaned_and_front_matter_read() -> None:
    source = (
        '---\ntitle: "Plant opens"\ndate: 2023-05-03T10:00\nauthor: Jane Roe\n'
        "url: https://x.example/a\ntags: [a]\n---\n"
        "# Plant opens\n\nA **new** [plant](https://x.example/p_(x)) of *100* MW "
        "![pic](a.png) was `opened`. <!-- note -->\n\n"
        "## Costs ##\n\n* 5 * 3 MW\n* snake_case_name\n\n| Unit | MW |\n|------|---:|\n| A | 100 |\n"
    )
    article = read_text(source, "x", markdown=True)
    assert article.text == (
        "Plant opens\n\nA new plant of 100 MW was opened.\n\nCosts\n\n"
        "* 5 * 3 MW\n* snake_case_name\n\nUnit | MW\nA | 100"
    )
    assert (article.published, article.authors, article.url) == (
        "2023-05-03",
        ("Jane Roe",),
        "https://x.example/a",
    )


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab#*_[]()!<>-|`\\ \n:", max_size=300))
def test_markdown_cleaning_never_raises(text: str) -> None:
    markdown_to_text(text)


@pytest.mark.parametrize(
    "data",
    [
        "Café à Lowtown\n\nLe café.".encode(),
        b"\xef\xbb\xbf" + "Café à Lowtown\n\nLe café.".encode(),
        "Café à Lowtown\n\nLe café.".encode("utf-16"),
        "Café à Lowtown\n\nLe café.".encode("utf-16-le"),
        "Café à Lowtown\n\nLe café.".encode("utf-16-be"),
        b"\xff\xfe\x00\x00" + "Café à Lowtown\n\nLe café.".encode("utf-32-le"),
        "Café à Lowtown\r\n\r\nLe café.".encode("cp1252"),
        "Café à Lowtown\r\rLe café.".encode("latin-1"),
    ],
)
def test_encodings_and_newlines(data: bytes) -> None:
    assert read_one(data, ".txt").text == "Café à Lowtown\n\nLe café."


@pytest.mark.parametrize("label", ["windows-1251", "koi8-r", "utf-8"])
def test_declared_encoding(label: str) -> None:
    head = f'<html><head><meta charset="{label}"><title>Станция открыта</title></head>'
    body = f"{head}<body><p>Новая станция открыта.</p></body></html>"
    assert "Новая станция" in decode(body.encode(label))


def test_wrong_declaration_does_not_spoil_utf8() -> None:
    assert "café" in decode('<meta charset="iso-8859-1"><p>café</p>'.encode())


def test_a_stray_byte_does_not_change_the_encoding() -> None:
    text = decode(b'<meta charset="utf-8">' + "Überführung ".encode() * 100 + b"\xfc")
    assert text.endswith("Überführung \ufffd")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n\t\n", "no words"),
        (b"123 456\n\n7", "no words"),
        (b"\x00" * 500, "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "PNG"),
        (b"\xff\xd8\xff\xe0JFIF", "JPEG"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
        (b"\0\0\0\x18ftypmp42", "film"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "XML"),
        (b"{\\rtf1 Hello there}", "RTF"),
    ],
)
def test_what_is_no_text_is_refused_whatever_its_name(data: bytes, reason: str) -> None:
    for suffix in (".txt", ".html", None):
        found = refusals(data, suffix)
        assert len(found) == 1 and reason in found[0].reason
        assert found[0].stage == "read"


def test_file_id_comes_from_content(tmp_path: Path) -> None:
    from extract.read import read_article

    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    assert read_article(tmp_path / "a.txt").id == read_article(str(tmp_path / "b.txt")).id
