"""Polls of a site on loopback: what is landed, what is not, how the site is treated."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

pytest.importorskip("httpx")
pytest.importorskip("pydantic")

from packages import docx, paragraph
from website import Site, article, cut, endless, endless_headers, error, redirect, slow

from raw.sources import network
from raw.sources.channels import Channels
from raw.sources.errors import FetchError, StoreBusyError
from raw.sources.origins import Address, AddressKind, OriginStatus
from raw.sources.polling import is_due, poll
from raw.sources.storage import Store
from raw.sources.web import Client

PLAN = article("云溪市河湖清洁行动方案", "（一）清淤疏浚。2023年底前清淤30公里以上。（牵头单位：市水利局）")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
START = datetime(2024, 3, 1, 8, tzinfo=UTC).replace(tzinfo=None)


@pytest.fixture
def site():
    site = Site()
    yield site
    site.close()


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store")
    yield store
    store.close()


class Publisher:
    """A channel of the site, polled day by day."""

    def __init__(self, site: Site, store: Store, **keys: object) -> None:
        defaults = {
            "name": "site",
            "kind": "listing",
            "start": f"{site.address}/list.html",
            "links": r"/\w\.(html|pdf)$",
        }
        polite = {"pause": 0, "private_network": True, "attempts": 1, "timeout": 5, "revisit": "1d"}
        entry = defaults | polite | keys
        if entry["kind"] == "feed":
            del entry["links"]
        (self.channel,) = Channels.model_validate({"source": [entry]}).source
        self.store = store
        self.day = 0.0
        self.slept: list[float] = []

    def poll(self, days: float = 1.0):
        self.day += days
        at = START + timedelta(days=self.day)
        with self.store.polling():
            return poll(self.channel, self.store, contact="a@b.example", sleep=self.slept.append, now=lambda: at)

    def origins(self) -> dict[str, list[tuple[str, str]]]:
        """By path, the texts landed from it and their status."""
        found: dict[str, list[tuple[str, str]]] = {}
        for origin in self.store.origins():
            (path,) = self.store.folder.glob(f"*/{origin.source_id}*")
            found.setdefault("/" + origin.uri.split("/", 3)[3], []).append((path.read_bytes(), origin.status.value))
        return found


def counts(report) -> dict[str, int]:
    names = ("new", "corrected", "unchanged", "removed", "failed")
    return {name: getattr(report.poll, name) for name in names if getattr(report.poll, name)}


def test_new_corrected_removed_and_back(site, store):
    corrected = PLAN.replace("30公里", "40公里")
    channel = Publisher(site, store)
    site.listing("/a.html|关于印发河湖清洁行动方案的通知", "/b.html", "/about.php")
    site["/a.html"], site["/b.html"] = PLAN, PLAN.replace("河湖", "道路")
    assert counts(channel.poll()) == {"new": 2}
    assert counts(channel.poll()) == {"unchanged": 2}
    assert site.asked("/a.html") == [200, 304]

    site["/a.html"] = corrected
    assert counts(channel.poll()) == {"corrected": 1, "unchanged": 1}
    del site["/b.html"]
    site.listing("/a.html")
    assert counts(channel.poll()) == {"unchanged": 1, "removed": 1}
    assert channel.origins()["/a.html"] == [(PLAN.encode(), "superseded"), (corrected.encode(), "published")]
    assert [status for _, status in channel.origins()["/b.html"]] == ["removed"]

    site["/b.html"] = PLAN.replace("河湖", "道路")
    channel.poll()
    assert [status for _, status in channel.origins()["/b.html"]] == ["published"]
    assert {origin.title for origin in store.origins() if origin.uri.endswith("a.html")} == {
        "关于印发河湖清洁行动方案的通知"
    }


LONG = article(
    "云溪市河湖清洁行动方案",
    *(f"（{n}）清淤第{n}段。2023年底前清淤30公里以上，并按月报送进度。（牵头单位：市水利局）" for n in range(1, 30)),
)
# around the notice: what every page of the site has
NAVIGATION = "首页 政务公开 政务服务 互动交流 走进云溪 无障碍 长者专区"


@pytest.mark.parametrize(
    "notice",
    [
        article("抱歉，您访问的页面不存在！", "请检查地址，或返回首页。", around=NAVIGATION),
        article("404", "404 错误", "该信息已被删除", around=NAVIGATION),
        "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><hr></body></html>",
    ],
)
def test_a_page_that_says_it_is_not_there_with_status_200_is_gone(site, store, notice):
    channel = Publisher(site, store)
    site.listing("/a.html", "/b.html")
    site["/a.html"], site["/b.html"] = LONG, notice
    report = channel.poll()
    assert counts(report) == {"new": 1, "failed": 1}
    assert report.failures == ((f"{site.address}/b.html", "The page says that nothing is published there."),)
    site["/a.html"] = notice
    assert counts(channel.poll()) == {"removed": 1, "failed": 1}
    assert channel.origins()["/a.html"] == [(LONG.encode(), "removed")]
    site["/a.html"] = LONG
    assert counts(channel.poll())["unchanged"] == 1
    assert channel.origins()["/a.html"] == [(LONG.encode(), "published")]


def test_a_notice_in_the_place_of_an_article_supersedes_nothing(site, store):
    channel = Publisher(site, store)
    site.listing("/a.html")
    site["/a.html"] = LONG
    channel.poll()
    site["/a.html"] = article("系统维护", "本站今晚升级，请明日再来。", around=NAVIGATION)
    report = channel.poll()
    assert counts(report) == {"failed": 1}
    assert "nothing of what it published" in report.failures[0][1]
    assert channel.origins()["/a.html"] == [(LONG.encode(), "published")]


@pytest.mark.parametrize(
    "later",
    [
        article("云溪市河湖清洁行动方案", "本方案已废止。"),  # short, and its title is the article's
        LONG.replace("云溪市河湖清洁行动方案", "关于404国道沿线的方案").replace("清淤", "修整"),  # other words, as many
    ],
)
def test_a_correction_may_be_short_or_other_words(site, store, later):
    channel = Publisher(site, store)
    site.listing("/a.html")
    site["/a.html"] = LONG
    channel.poll()
    site["/a.html"] = later
    assert counts(channel.poll()) == {"corrected": 1}


def test_a_correction_taken_back_is_what_is_published(site, store):
    channel = Publisher(site, store)
    site.listing("/a.html")
    for text in ("30公里", "40公里", "30公里"):
        site["/a.html"] = PLAN.replace("30公里", text)
        channel.poll()
    assert [status for _, status in channel.origins()["/a.html"]] == ["published", "superseded"]
    last = max(store.origins(), key=lambda origin: origin.fetched_at)
    assert last.status is OriginStatus.PUBLISHED  # its time is that of its return


def test_what_is_around_an_article_may_change(site, store):
    channel = Publisher(site, store)
    site.listing("/a.html")
    for visitors in range(3):
        site["/a.html"] = article("云溪市方案", "（一）清淤疏浚。", around=f"<a href='/'>首页</a>访问量 {visitors}")
        channel.poll()
    assert len(store.origins()) == 1


def test_the_same_bytes_are_landed_once_with_both_origins(site, store):
    channel = Publisher(site, store)
    site.listing("/a.html", "/b.html")
    site["/a.html"] = site["/b.html"] = PLAN
    channel.poll()
    assert len({origin.source_id for origin in store.origins()}) == 1
    assert sorted(channel.origins()) == ["/a.html", "/b.html"]
    assert len(list(store.folder.glob("*/*"))) == 1


@pytest.mark.parametrize(
    ("take", "landed"),
    [
        ("both", ["/a.html", "/f/plan.docx", "/f/plan.pdf"]),
        ("page", ["/a.html"]),
        ("attachments", ["/f/plan.docx", "/f/plan.pdf"]),
    ],
)
def test_attachments(site, store, take, landed):
    channel = Publisher(site, store, take=take)
    site.listing("/a.html")
    site["/a.html"] = article(
        "云溪市方案",
        "附件如下。",
        tail="<a href='f/plan.pdf'>附件1</a><a href='f/plan.docx'>附件2</a><a href='x.zip'>x</a>",
    )
    site["/f/plan.pdf"], site["/f/plan.docx"] = PDF, docx(paragraph("云溪市方案"))
    channel.poll()
    assert sorted(channel.origins()) == landed
    assert {origin.found_on for origin in store.origins() if "/f/" in origin.uri} <= {f"{site.address}/a.html"}
    channel.poll()
    assert sorted(channel.origins()) == landed


def test_a_page_without_attachments_is_taken_itself(site, store):
    channel = Publisher(site, store, take="attachments")
    site.listing("/a.html")
    site["/a.html"] = PLAN
    channel.poll()
    assert list(channel.origins()) == ["/a.html"]


def test_attachments_without_an_ending(site, store):
    channel = Publisher(site, store, attachment_links=r"/download\?id=\d+$")
    site.listing("/a.html")
    site["/a.html"] = article("云溪市方案", "附件如下。", tail="<a href='/download?id=7'>附件</a>")

    def download(handler):
        handler.give(200, PDF, {"Content-Disposition": "attachment; filename*=UTF-8''%E6%96%B9%E6%A1%88.pdf"})

    site["/download?id=7"] = download
    channel.poll()
    assert [origin.name for origin in store.origins() if "download" in origin.uri] == ["方案.pdf"]


def test_pages_of_a_list(site, store):
    by_number = Publisher(site, store, next_page="list_{n}.html")
    site.listing("/a.html")
    site.listing("/b.html", "/a.html", path="/list_1.html")
    site["/a.html"], site["/b.html"] = PLAN, PLAN.replace("30", "31")
    assert counts(by_number.poll()) == {"new": 2}

    by_text = Publisher(site, store, name="other", next_page="下一页")
    site.listing("/a.html", tail="<a href='/list_1.html'>下一页</a>")
    site.listing("/b.html", path="/list_1.html", tail="<a href='/list.html'>下一页</a>")  # round and round
    assert counts(by_text.poll()) == {"new": 2}


def test_links_that_a_script_writes(site, store):
    channel = Publisher(site, store, links=r"/art_\d+\.html$")
    site["/list.html"] = (
        "<html><body><script type='text/xml'><datastore><record><![CDATA[<li><a href='/art_1.html' title='方案'>"
        "方…</a></li>]]></record></datastore></script></body></html>"
    )
    site["/art_1.html"] = PLAN
    channel.poll()
    assert [(origin.uri[-11:], origin.title) for origin in store.origins()] == [("/art_1.html", "方案")]


RSS = """<?xml version='1.0'?><rss version='2.0'><channel><title>t</title><item><title>方案</title>
<link>{0}/a.html</link><enclosure url='{0}/f.pdf' type='application/pdf' length='1'/></item></channel></rss>"""
ATOM = """<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><entry><title>方案</title>
<link href='/a.html'/><link rel='enclosure' href='/f.pdf'/></entry></feed>"""


@pytest.mark.parametrize("feed", [RSS, ATOM], ids=["rss", "atom"])
def test_a_feed(site, store, feed):
    site["/list.html"] = feed.format(site.address)
    site["/a.html"], site["/f.pdf"] = PLAN, PDF
    channel = Publisher(site, store)
    (channel.channel,) = Channels.model_validate(
        {
            "source": [
                {"name": "f", "kind": "feed", "start": f"{site.address}/list.html", "private_network": True, "pause": 0}
            ]
        }
    ).source
    assert counts(channel.poll()) == {"new": 2}
    assert sorted(channel.origins()) == ["/a.html", "/f.pdf"]
    assert {origin.title for origin in store.origins()} == {"方案"}


FAULTS = {
    "loop": (redirect("/a.html"), "leads back to itself"),
    "hops": (lambda handler: handler.give(302, b"", {"Location": handler.path + "x"}), "404"),
    "endless page": (endless(every=0), "larger than 0.02 MB"),
    "endless, slowly": (endless(every=0.2), "not complete within 1 seconds"),
    "endless headers": (endless_headers(), "not complete within 1 seconds"),
    "silence": (slow(b"", 5), "not complete within 1 seconds"),
    "server error": (error(500), "HTTP 500"),
    "refused": (error(403), "HTTP 403"),
    "cut, length known": (cut(PLAN.encode(), 60), "broke off"),
    "cut page, length unknown": (cut(PLAN.encode(), 60, declared=False), "end of the page is missing"),
    "cut PDF, length unknown": (cut(PDF, len(PDF) - 10, declared=False), "end mark of the PDF is missing"),
    "cut DOCX": (docx(paragraph("方案"))[:-200], "end of the ZIP container is missing"),
    "no document": (b'{"code": 500}', "text/plain by its bytes"),
    "empty page": (b"<html><body><script>load()</script></body></html>", "prints no text"),
    "elsewhere": (redirect("ftp://127.0.0.1/a"), "no address on the web"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_had_is_named_and_costs_only_itself(site, store, name):
    answer, sentence = FAULTS[name]
    channel = Publisher(site, store, timeout=1, max_megabytes=0.02)
    site.listing("/a.html", "/b.html")
    site["/a.html"], site["/b.html"] = answer, PLAN
    report = channel.poll()
    assert counts(report) == {"new": 1, "failed": 1}
    ((uri, reason),) = report.failures
    assert uri == f"{site.address}/a.html"
    assert sentence in reason
    assert list(channel.origins()) == ["/b.html"]

    site["/a.html"] = PLAN.replace("30", "31")  # mended: the next poll has it
    assert counts(channel.poll()) == {"new": 1, "unchanged": 1}


def test_many_redirects(site, store):
    site.listing("/a.html")
    for n in range(7):
        site[f"/{'abcdefgh'[n]}.html"] = redirect(f"/{'abcdefgh'[n + 1]}.html")
    site["/h.html"] = PLAN
    assert "more than 5 redirects" in Publisher(site, store).poll().failures[0][1]
    site["/c.html"] = PLAN
    assert counts(Publisher(site, store, name="again").poll()) == {"new": 1}


def test_a_passing_error_is_asked_again(site, store):
    channel = Publisher(site, store, attempts=3)
    site.listing("/a.html", "/b.html", "/d.html")
    site["/a.html"] = error(503, 2, PLAN.encode(), Retry_After="7")
    day = format_datetime(datetime.now(UTC) + timedelta(seconds=30))
    site["/b.html"] = error(429, 1, PLAN.replace("30", "31").encode(), Retry_After=day)
    site["/d.html"] = error(500, 2, PLAN.replace("30", "32").encode())
    assert counts(channel.poll()) == {"new": 3}
    assert channel.slept[:2] == [7, 7]
    assert 25 < channel.slept[2] <= 30
    assert channel.slept[3:] == [1, 2]
    assert site.asked("/a.html") == [503, 503, 200]


def test_a_fault_that_cannot_pass_is_not_asked_again(site, store):
    channel = Publisher(site, store, attempts=3)
    site.listing("/a.html")
    site["/a.html"] = error(403)
    channel.poll()
    assert site.asked("/a.html") == [403]


def test_a_site_that_asks_for_a_long_pause_is_left_alone(site, store):
    channel = Publisher(site, store, attempts=3)
    site.listing("/a.html", "/b.html")
    site["/a.html"], site["/b.html"] = error(429, Retry_After="3600"), PLAN
    report = channel.poll()
    assert "not to be asked for 3600 seconds" in report.poll.error
    assert site.asked("/b.html") == []
    site["/a.html"] = PLAN.replace("30", "31")
    assert counts(channel.poll()) == {"new": 2}


def test_a_site_that_is_down_is_left_alone_and_nobody_starves(site, store):
    channel = Publisher(site, store)
    site.listing(*(f"/{n}.html" for n in range(8)))
    for n in range(8):
        site[f"/{n}.html"] = error(500) if n < 5 else PLAN.replace("30", str(n))
    report = channel.poll()
    assert report.can_pass
    assert "5 addresses in a row" in report.poll.error
    channel.poll()
    assert sorted(channel.origins()) == ["/5.html", "/6.html", "/7.html"]


def test_a_list_that_cannot_be_had(site, store):
    channel = Publisher(site, store)
    report = channel.poll()
    assert "HTTP 404" in report.poll.error
    assert not report.can_pass
    site["/list.html"] = error(500)
    assert channel.poll().can_pass
    site.listing("/about.php")
    assert "may have been rebuilt" in channel.poll().poll.error
    assert [bool(each.error) for each in store.polls("site")] == [True] * 3


def test_robots_txt(site, store):
    channel = Publisher(site, store)
    site["/robots.txt"] = "User-agent: *\nDisallow: /b\nCrawl-delay: 3\n"
    site.listing("/a.html", "/b.html")
    site["/a.html"] = site["/b.html"] = PLAN
    report = channel.poll()
    assert counts(report) == {"new": 1, "failed": 1}
    assert "robots.txt does not allow it" in report.failures[0][1]
    assert site.asked("/b.html") == []
    assert [round(seconds) for seconds in channel.slept] == [3, 3]

    site["/robots.txt"] = error(503)  # who cannot say what is allowed allows nothing (RFC 9309, 2.3.1.4)
    assert "robots.txt cannot be had" in channel.poll().poll.error


def test_pauses_between_requests(site, store):
    channel = Publisher(site, store, pause=0.2)
    site.listing("/a.html", "/b.html")
    site["/a.html"], site["/b.html"] = PLAN, PLAN.replace("30", "31")
    with store.polling():
        poll(channel.channel, store)
    times = [at for at, *_ in site.log]
    assert len(times) == 4
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(times))
    assert {headers["User-Agent"] for *_, headers in site.log} == {"taizhang"}


@pytest.mark.parametrize(
    ("checked", "changed", "failing", "due"),
    [  # all in hours ago
        (None, None, None, True),
        (23, 23, None, False),
        (25, 100, None, True),
        (25, 1000, None, False),  # what has not changed for long is asked more seldom
        (101, 1000, None, True),
        (1, 1000, 1, True),  # what fails is asked at once, and ever more seldom
        (1, 1000, 9, True),
        (1, 1000, 11, False),
    ],
)
def test_when_an_address_is_asked_again(checked, changed, failing, due):
    ago = [None if hours is None else START - timedelta(hours=hours) for hours in (checked, changed, failing)]
    address = Address("site", "u", AddressKind.ARTICLE, None, None, START - timedelta(hours=1000))
    address.checked_at, address.changed_at, address.failing_since = ago
    assert is_due(address, timedelta(days=1), START) is due


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "2130706433"])
def test_private_addresses_are_refused(site, store, name):
    address = site.address.replace("127.0.0.1", name)
    channel = Publisher(site, store, start=f"{address}/list.html", private_network=False)
    report = channel.poll()
    assert "private network" in report.poll.error
    assert site.log == []


def test_a_redirect_to_a_private_address_is_refused(site, store, monkeypatch):
    """The one address of the site counts as public; the redirect leads to another name of this machine."""
    public = network.is_private
    monkeypatch.setattr(network, "is_private", lambda address: address != "127.0.0.1" and public(address))
    site.listing("/a.html")
    site["/a.html"] = redirect(site.address.replace("127.0.0.1", "127.0.0.2") + "/b.html")
    site["/b.html"] = PLAN
    report = Publisher(site, store, private_network=False).poll()
    assert "private network" in report.failures[0][1]
    assert site.asked("/b.html") == []


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("10.0.0.1", True), ("192.168.1.1", True), ("169.254.169.254", True), ("100.64.0.1", True), ("0.0.0.0", True),
        ("224.0.0.1", True), ("::1", True), ("fe80::1%eth0", True), ("fd00::1", True), ("::ffff:10.0.0.1", True),
        ("64:ff9b::10.0.0.1", True), ("2002:a00:1::1", True), ("1.1.1.1", False), ("2606:4700::1111", False),
        ("64:ff9b::1.1.1.1", False), ("::ffff:1.1.1.1", False),
    ],
)  # fmt: skip
def test_what_a_private_address_is(address, private):
    assert network.is_private(address) is private


def test_a_poll_that_dies_is_taken_up_by_the_next(site, store):
    channel = Publisher(site, store)
    site.listing("/a.html", "/b.html")
    site["/a.html"] = article("云溪市方案", "附件如下。", tail="<a href='/f.pdf'>附件</a>")
    site["/b.html"], site["/f.pdf"] = PLAN, PDF
    died = []

    def die(address):
        died.append(address.uri)
        raise KeyboardInterrupt

    for expected in ("/a.html", "/b.html"):
        with pytest.raises(KeyboardInterrupt), store.polling():
            poll(channel.channel, store, sleep=channel.slept.append, on_address=die)
        assert died[-1].endswith(expected)
    assert counts(channel.poll()) == {"new": 1}  # the attachment that the first poll found
    assert sorted(channel.origins()) == ["/a.html", "/b.html", "/f.pdf"]


def test_bytes_lost_from_the_store_are_landed_again(site, store):
    channel = Publisher(site, store)
    site.listing("/a.html")
    site["/a.html"] = PLAN
    channel.poll()
    (path,) = store.folder.glob("*/*")
    path.unlink()
    channel.poll()
    assert path.read_bytes() == PLAN.encode()


def test_one_poll_at_a_time(store):
    other = Store(store.folder)
    with store.polling(), pytest.raises(StoreBusyError, match="try again"), other.polling():
        pass
    with other.polling():
        pass
    other.close()


def folder(store: Store, path, **keys: object) -> Publisher:
    publisher = Publisher.__new__(Publisher)
    entry = {"name": "folder", "kind": "folder", "path": str(path), "settle": "0s"} | keys
    (publisher.channel,) = Channels.model_validate({"source": [entry]}).source
    publisher.store, publisher.day, publisher.slept = store, 0.0, []
    return publisher


def test_a_folder(store, tmp_path):
    drop = tmp_path / "drop"
    (drop / "2024").mkdir(parents=True)
    channel = folder(store, drop)
    (drop / "2024" / "方案.html").write_text(PLAN)
    (drop / "b.pdf").write_bytes(PDF[:-10])
    (drop / ".hidden").write_text("x")
    report = channel.poll()
    assert counts(report) == {"new": 1, "failed": 1}
    assert "end mark of the PDF" in report.failures[0][1]
    (drop / "b.pdf").write_bytes(PDF)
    assert counts(channel.poll()) == {"new": 1, "unchanged": 1}
    (drop / "b.pdf").write_bytes(PDF.replace(b"1.4", b"1.5"))
    (drop / "2024" / "方案.html").unlink()
    assert counts(channel.poll()) == {"corrected": 1, "removed": 1}
    assert counts(channel.poll()) == {"unchanged": 1}
    assert [(o.name, o.status.value) for o in store.origins()] == [
        ("方案.html", "removed"),
        ("b.pdf", "superseded"),
        ("b.pdf", "published"),
    ]


def test_a_file_that_is_still_written_waits(store, tmp_path):
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a.pdf").write_bytes(PDF)
    channel = folder(store, drop, settle="1h")
    assert counts(channel.poll()) == {}
    assert counts(folder(store, drop).poll()) == {"new": 1}
    (drop / "a.pdf").write_bytes(PDF.replace(b"1.4", b"1.5"))
    assert counts(channel.poll()) == {}  # neither corrected yet nor removed


def test_a_folder_that_is_gone_removes_nothing(store, tmp_path):
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a.pdf").write_bytes(PDF)
    channel = folder(store, drop, files="**/*.pdf")
    channel.poll()
    drop.rename(tmp_path / "elsewhere")
    assert "There is no folder" in channel.poll().poll.error
    assert [origin.status.value for origin in store.origins()] == ["published"]


def test_any_address_of_fsspec(store):
    import fsspec

    memory = fsspec.filesystem("memory")
    memory.pipe_file("/bucket/plans/a.pdf", PDF)
    channel = folder(store, "x")
    entry = {"name": "bucket", "kind": "bucket", "url": "memory://bucket/plans"}
    (channel.channel,) = Channels.model_validate({"source": [entry]}).source
    assert counts(channel.poll()) == {"new": 1}
    assert [origin.uri for origin in store.origins()] == ["memory:///bucket/plans/a.pdf"]
    time.sleep(0.01)
    memory.pipe_file("/bucket/plans/a.pdf", PDF.replace(b"1.4", b"1.5"))
    assert counts(channel.poll()) == {"corrected": 1}
    memory.rm("/bucket/plans/a.pdf")
    memory.pipe_file("/bucket/plans/b.pdf", PDF)
    assert counts(channel.poll()) == {"new": 1, "removed": 1}


def test_a_client_says_no_to_what_is_no_address(site, store):
    channel = Publisher(site, store).channel
    with Client(channel, None, {}) as client, pytest.raises(FetchError, match="no address on the web"):
        client.get("file:///etc/passwd")
