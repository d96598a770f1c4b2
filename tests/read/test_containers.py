from __future__ import annotations

import gzip
import io
import json
import os
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.domain.article import Article
from extract.domain.rejection import Rejection
from extract.read import limits, read_bytes, read_path
from extract.read.document import Document
from tests.read.helpers import BODY, TEXT, page, read_one, refusals

PAGE = page(f"<article><h1>A headline of five words</h1><p>{BODY}</p><p>{BODY[::-1]}</p></article>")


def zipped(members: dict[str, bytes]) -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return store.getvalue()


def kinds(data: bytes, suffix: str | None = None) -> list[str]:
    return [
        f"ok {item.source}" if isinstance(item, Article) else f"no {item.source}"
        for item in read_bytes(data, "in", suffix)
    ]


class TestJson:
    def test_bad_lines_are_named_and_the_others_go_on(self) -> None:
        lines = [
            json.dumps({"text": TEXT, "id": 5, "url": "https://x.example/2021/02/03/a"}),
            "",
            "{broken",
            "[1]",
            json.dumps({"title": "no text"}),
            json.dumps({"text": 3}),
            json.dumps({"html": PAGE, "published": "2021-03", "language": "en", "publisher": "X"}),
        ]
        found = list(read_bytes("\n".join(lines).encode(), "a.jsonl", ".jsonl"))
        assert [item.source for item in found] == [f"a.jsonl:{n}" for n in (1, 3, 4, 5, 6, 7)]
        first, last = found[0], found[-1]
        assert isinstance(first, Article) and (first.id, first.published) == ("5", "2021-02-03")
        assert isinstance(last, Article) and (last.published, last.publisher) == ("2021-03", "X")
        for item, number in zip(found[1:-1], (3, 4, 5, 6), strict=True):
            assert isinstance(item, Rejection) and f"line {number}" in item.reason and item.stage == "read"
            assert item.sha256

    def test_lines_are_read_as_they_come(self) -> None:
        """An article is out before the second line is asked for."""
        line = json.dumps({"text": TEXT}).encode() + b"\n"
        reads: list[int] = []

        class Slow(io.RawIOBase):
            def readable(self) -> bool:
                return True

            def readinto(self, buffer: object) -> int:
                reads.append(1)
                memoryview(buffer)[: len(line)] = line  # type: ignore[arg-type]
                return len(line)

        from extract.read.jsonfile import read_json

        found = read_json(io.BufferedReader(Slow(), len(line)), "x", ".jsonl")
        assert isinstance(next(found), Document)
        assert len(reads) < 4

    @pytest.mark.parametrize("suffix", [".json", None])
    def test_array_and_pretty_printed_object(self, suffix: str | None) -> None:
        assert kinds(json.dumps([{"text": TEXT}, {"text": ""}], indent=1).encode(), suffix) == [
            "ok in[1]",
            "no in[2]",
        ]
        assert kinds(json.dumps({"text": TEXT}, indent=2).encode(), suffix) == ["ok in"]

    def test_lone_surrogates_and_controls_become_text(self) -> None:
        article = read_one(b'{"text":"Plant \\ud800 x\\u0000\\n\\nBody \\ud83d\\ude00 text."}', ".json")
        assert article.text == "Plant \ufffd x\n\nBody 😀 text."
        assert article.sha256

    @pytest.mark.parametrize(
        "data", [b"[" * 200_000, b'{"text":' * 100_000, b'{"text": 1' + b"0" * 10_000 + b"}"]
    )
    def test_monstrous_json_is_refused(self, data: bytes) -> None:
        assert refusals(data, ".json")

    def test_utf16_lines(self) -> None:
        assert kinds((json.dumps({"text": TEXT}) + "\n").encode("utf-16"), ".jsonl") == ["ok in:1"]

    def test_line_over_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("extract.read.jsonfile.MAX_LINE", 200)
        good = json.dumps({"text": "Plant opens\n\nShort."}).encode()
        assert kinds(b'{"text":"' + b"x" * 1000 + b'"}\n' + good, ".jsonl") == ["no in:1", "ok in:2"]


class TestArchives:
    def test_members_are_read_in_order_and_companions_passed_over(self) -> None:
        data = zipped(
            {
                "b.html": PAGE.encode(),
                "b_files/ad.html": b"<html><p>advert</p></html>",
                "a.txt.gz": gzip.compress(TEXT.encode()),
                "c/lines.jsonl": json.dumps({"text": TEXT}).encode(),
                "c/pic.png": b"\x89PNG",
                "__MACOSX/._b.html": b"x",
                "d.pdf": b"%PDF-1.4",
            }
        )
        assert kinds(data) == ["ok in!a.txt.gz", "ok in!b.html", "ok in!c/lines.jsonl:1", "no in!d.pdf"]

    def test_nesting_limit(self) -> None:
        inner = zipped({"a.txt": TEXT.encode()})
        assert kinds(zipped({"i.zip": inner})) == ["ok in!i.zip!a.txt"]
        assert kinds(zipped({"o.zip": zipped({"i.zip": inner})})) == ["no in!o.zip!i.zip"]
        assert kinds(gzip.compress(gzip.compress(gzip.compress(TEXT.encode())))) == ["no in"]

    def test_bombs_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "RATIO_FLOOR", 100_000)
        zeros = b"A" * 5_000_000
        for data in (gzip.compress(zeros), zipped({"a.txt": zeros}), zipped({"z.gz": gzip.compress(zeros)})):
            assert "bomb" in refusals(data)[0].reason

    def test_many_members_share_one_budget(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "RATIO_FLOOR", 100_000)
        monkeypatch.setattr(limits, "RATIO", 20)
        found = list(read_bytes(zipped({f"{n}.txt": (TEXT * 1000).encode() for n in range(20)}), "in"))
        assert any(isinstance(item, Rejection) and "bomb" in item.reason for item in found)

    @pytest.mark.parametrize("keep", [5, 20, 60, -9, -1])
    def test_truncated_archives_are_refused(self, keep: int) -> None:
        for data in (gzip.compress(TEXT.encode()), zipped({"a.txt": TEXT.encode()})):
            assert "truncated or damaged" in refusals(data[:keep])[0].reason

    def test_damaged_member_is_refused_and_the_next_read(self) -> None:
        data = bytearray(zipped({"a.txt": os.urandom(2000).hex().encode(), "b.txt": TEXT.encode()}))
        data[100:110] = b"\0" * 10
        assert kinds(bytes(data)) == ["no in!a.txt", "ok in!b.txt"]

    def test_office_file_and_epub_are_no_archives_of_articles(self) -> None:
        assert "Office" in refusals(zipped({"[Content_Types].xml": b"<x/>"}), ".docx")[0].reason
        assert "e-book" in refusals(zipped({"META-INF/container.xml": b"<x/>"}))[0].reason

    def test_content_goes_before_suffix(self) -> None:
        assert kinds(gzip.compress(TEXT.encode()), ".txt") == ["ok in"]
        assert read_one(PAGE.encode(), ".txt").title == "A headline of five words"
        assert read_one(TEXT.encode(), ".html").text == TEXT
        assert kinds(json.dumps({"text": TEXT}).encode(), ".txt") == ["ok in:1"]


class TestMhtml:
    DATA = (
        "From: <Saved by Browser>\nSnapshot-Content-Location: https://x.example/2026/04/07/a\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--B"\n\n----B\n'
        "Content-Type: text/html; charset={0}\nContent-Transfer-Encoding: quoted-printable\n"
        "Content-Location: https://x.example/2026/04/07/a\n\n{1}\n----B\nContent-Type: image/png\n"
        "Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n----B--\n"
    )

    def test_page_in_a_web_archive(self) -> None:
        import quopri

        body = PAGE.replace("Lowtown", "Löwtown").encode("cp1252")
        data = self.DATA.format("windows-1252", quopri.encodestring(body).decode("ascii"))
        article = read_one(data.encode("ascii"), ".mhtml")
        assert "Löwtown" in article.text
        assert (article.url, article.published) == ("https://x.example/2026/04/07/a", "2026-04-07")

    def test_without_a_page_it_is_refused(self) -> None:
        data = self.DATA.format("utf-8", "").replace("text/html; charset", "text/css; charset")
        assert "MHTML" in refusals(data.encode(), ".mhtml")[0].reason

    def test_prose_with_a_colon_is_no_mail(self) -> None:
        assert read_one(b"Analysis: what MIME-Version: 1.0 means\n\nBody text.", ".txt").title


class TestParquet:
    def test_rows(self, tmp_path: Path) -> None:
        pa = pytest.importorskip("pyarrow")
        pq = pytest.importorskip("pyarrow.parquet")
        path = tmp_path / "a.parquet"
        rows = {
            "id": ["x", "y", "z"],
            "text": [TEXT, None, TEXT],
            "html": [None, None, PAGE],
            "other": [1, 2, 3],
        }
        pq.write_table(pa.table(rows), path)
        found = list(read_path(path))
        assert [type(item).__name__ for item in found] == ["Article", "Rejection", "Article"]
        assert isinstance(found[1], Rejection) and "row 2" in found[1].reason
        assert "truncated" in refusals(path.read_bytes()[:-20])[0].reason
        pq.write_table(pa.table({"n": [1]}), path)
        assert "no column" in refusals(path.read_bytes())[0].reason

    def test_missing_library_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        assert "plantwire[parquet]" in refusals(b"PAR1....PAR1")[0].reason


class TestWarc:
    @staticmethod
    def warc(*, packed: bool) -> bytes:
        pytest.importorskip("warcio")
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter

        store = io.BytesIO()
        writer = WARCWriter(store, gzip=packed)
        western = PAGE.replace("Lowtown", "Löwtown").encode("cp1252")
        for url, status, kind, body in (
            ("https://x.example/2026/04/07/a", "200 OK", "text/html; charset=windows-1252", western),
            ("https://x.example/gone", "404 Not Found", "text/html", PAGE.encode()),
            ("https://x.example/pic", "200 OK", "image/png", b"\x89PNG"),
            ("https://x.example/empty", "200 OK", "text/html", b""),
        ):  # fmt: skip
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers)
            )
        return store.getvalue()

    @pytest.mark.parametrize("packed", [False, True])
    def test_each_page_answered_is_an_article(self, packed: bool) -> None:
        found = list(read_bytes(self.warc(packed=packed), "a.warc.gz", ".gz"))
        assert [type(item).__name__ for item in found] == ["Article", "Rejection"]
        article = found[0]
        assert isinstance(article, Article) and "Löwtown" in article.text
        assert (article.source, article.published) == (
            "a.warc.gz!https://x.example/2026/04/07/a",
            "2026-04-07",
        )

    def test_truncated(self) -> None:
        found = list(read_bytes(self.warc(packed=True)[:-40], "a", ".gz"))
        assert isinstance(found[-1], Rejection)

    def test_records_of_wrong_length_are_said(self, capsys: pytest.CaptureFixture[str]) -> None:
        whole = self.warc(packed=False)
        at = whole.index(b"WARC/1.0", 10)
        found = list(read_bytes(whole[: at - 4] + b"junk" + whole[at - 4 :], "a"))
        assert isinstance(found[0], Article)
        assert isinstance(found[-1], Rejection) and "wrong length" in found[-1].reason
        assert capsys.readouterr().err == ""

    def test_missing_library_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
        assert "plantwire[warc]" in refusals(b"WARC/1.0\r\n")[0].reason


MAGIC = [
    b"",
    b"\x1f\x8b",
    b"PK\x03\x04",
    b"PAR1",
    b"WARC/1.0\r\n",
    b"{",
    b"[",
    b"<html>",
    b"MIME-Version: 1.0\r\n",
    b"\xff\xfe",
    b"---\n",
]


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(MAGIC),
    st.binary(max_size=400),
    st.sampled_from([None, ".txt", ".html", ".jsonl", ".md", ".gz"]),
)
@example(b"\xff\xfe", b"\x00\xd8", ".txt")
@example(b"", b"\x80", None)
def test_any_bytes_give_articles_or_rejections(magic: bytes, data: bytes, suffix: str | None) -> None:
    for item in read_bytes(magic + data, "x", suffix):
        assert isinstance(item, Article | Rejection)
        if isinstance(item, Article):
            item.text.encode("utf-8")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<table>",
                "<tr>",
                "<td>",
                "<li>",
                "word ",
                "&#0;",
                "<br>",
                "<h1>",
                "<!--",
                "<script>",
                "<article>",
                "\x0b",
                "<form>",
                "<svg><title>",
            ]
        ),
        max_size=60,
    )
)
def test_any_tags_give_an_answer(parts: list[str]) -> None:
    found = list(read_bytes(("<html>" + "".join(parts)).encode(), "x", ".html"))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (zipped({}), ".zip"),
        (b"\n\n", ".jsonl"),
        (b"[]", ".json"),
        (gzip.compress(b"\n \n", mtime=0), ".jsonl.gz"),
    ],
)
def test_a_container_of_nothing_is_said_to_be_one(data: bytes, suffix: str) -> None:
    (found,) = read_bytes(data, "in", suffix)
    assert isinstance(found, Rejection) and found.stage == "read"
