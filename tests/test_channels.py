"""sources.toml: what it may say, and how it is told what is wrong."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("pydantic")

from raw.sources import channels
from raw.sources.channels import Bucket, Channel, Channels, Feed, Folder, Listing, WebChannel
from raw.sources.errors import ChannelsError

LISTING = '[[source]]\nname = "city"\nkind = "listing"\nstart = "https://www.example.cn/"\nlinks = "t\\\\d+"\n'


def load(tmp_path: Path, text: str):
    file = tmp_path / "sources.toml"
    file.write_text(text, "utf-8")
    return channels.load(file)


def test_every_kind(tmp_path):
    loaded = load(
        tmp_path,
        'contact = "plans@example.cn"\nstore = "kept"\n'
        + LISTING
        + 'revisit = "12h"\npause = 2\n'
        + '[[source]]\nname = "feed"\nkind = "feed"\nstart = "https://www.example.cn/rss.xml"\n'
        + '[[source]]\nname = "drop"\nkind = "folder"\npath = "drop"\nexpect_every = "30d"\n'
        + '[[source]]\nname = "云"\nkind = "bucket"\nurl = "s3://plans/2024"\noptions = { anon = true }\n',
    )
    listing, feed, folder, bucket = loaded.source
    assert isinstance(listing, Listing)
    assert listing.links.pattern == r"t\d+"
    assert (listing.revisit, listing.pause) == (timedelta(hours=12), 2)
    assert isinstance(feed, Feed)
    assert isinstance(folder, Folder)
    assert (folder.path, folder.expect_every) == (str(tmp_path / "drop"), timedelta(days=30))
    assert isinstance(bucket, Bucket)
    assert bucket.options == {"anon": True}
    assert loaded.store == str(tmp_path / "kept")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[source]", "is not valid TOML"),
        ("sources = 1", "there is no key `sources`; did you mean `source`?"),
        ('[[source]]\nname = "a"', "source 1 (a): `kind` must be one of listing, feed, folder, bucket."),
        ('[[source]]\nname = "a"\nkind = "ftp"', "source 1 (a): `kind` must be one of listing, feed, folder, bucket."),
        (LISTING.replace("start", "strat"), "source 1 (city): `start` is missing: the address of the first page"),
        (LISTING.replace("start", "strat"), "there is no key `strat`; did you mean `start`? Allowed are name,"),
        (LISTING.replace("https://www", "ftp://www"), "`start` must be the address of the first page"),
        (LISTING.replace("https://www", "https://me:secret@www"), "`start` must be the address of the first page"),
        (LISTING.replace("t\\\\d+", "t("), "`links` must be a regular expression that the articles'"),
        (LISTING + 'article = "div["', "`article` must be a CSS selector"),
        (LISTING + 'revisit = "soon"', "`revisit` must be a duration such as \"1d\": known addresses are asked again"),
        (LISTING + "revisit = 5", "`revisit` must be a duration"),
        (LISTING + "pause = -1", "`pause` must be seconds between two requests to one host, from 0 to 600; it is -1."),
        (LISTING + 'pause = "1"', "`pause` must be seconds"),
        (LISTING + 'take = "all"', '`take` must be what to land: "both", "page" or "attachments"; it is \'all\'.'),
        (LISTING + 'attachments = "pdf"', "`attachments` must be a list of file name endings"),
        (LISTING + "private_network = 1", "`private_network` must be true lets"),
        (LISTING + LISTING, "`name` is used twice: city"),
        (LISTING.replace('"city"', '"a/b"'), "`name` must be a short name of letters, digits, - and _"),
        ("source = 1", "`source` must be one [[source]] for each channel"),
        ("source = [1]", "source 1: "),
        ('[[source]]\nname = "a"\nkind = "bucket"\nurl = "plans"', "`url` must be an fsspec address"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(tmp_path, text, sentence):
    with pytest.raises(ChannelsError) as raised:
        load(tmp_path, text)
    assert sentence in str(raised.value)
    assert str(raised.value).startswith(str(tmp_path))


def test_every_wrong_key_is_named(tmp_path):
    with pytest.raises(ChannelsError) as raised:
        load(tmp_path, LISTING + "pause = -1\npages = 0\n")
    assert len(str(raised.value).splitlines()) == 2


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ChannelsError, match=r"There is no .*; write one"):
        channels.load(tmp_path / "sources.toml")


def written(default: object) -> str:
    """A default as sources.toml has it."""
    if isinstance(default, timedelta):
        return f'`"{default.days}d"`' if default.days else f'`"{default.seconds}s"`'
    if default is None:
        return "none"
    return f"`{json.dumps(default, ensure_ascii=False)}`"


@pytest.mark.parametrize(
    "model", [Channels, Channel, WebChannel, Listing, Folder, Bucket], ids=lambda model: model.__name__
)
def test_the_page_explains_every_key(model):
    page = (Path(__file__).parent.parent / "docs" / "sources.md").read_text("utf-8")
    for key, field in model.model_fields.items():
        if key in {"source", "kind"} or (model.__base__ and key in model.__base__.model_fields):
            continue
        default = "required" if field.is_required() else written(field.default)
        assert f"| `{key}` | {default} | {field.description} |" in page
