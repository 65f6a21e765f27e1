import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import SourceFile, extract
from pipeline.models import Cell, MeasureKind, Role, UnreadableSource
from pipeline.readers import html, read
from pipeline.readers.signatures import media_type

CORPUS = os.environ.get("TAIZHANG_CORPUS")

NAV = '<div class="menu"><a href="/">首页</a><a href="/zw">政务公开</a><a href="/hd">互动交流</a></div>'
TITLE = "云溪市营商环境工作方案"
PROSE = "为优化营商环境，加强部门协同，结合实际，制定本方案。"
ITEMS = "<p>　　一、压减时限。全市企业开办时间压减到1天以内，推行网上办理。（责任单位：市市场监管局、市税务局）</p>"


def page(body, head=""):
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def lines(body, **more):
    return list(html.read(page(body, **more)).pages[0].lines)


def texts(body, **more):
    return [line.text for line in lines(body, **more)]


def article(body, **more):
    return [line.text for line in lines(body, **more) if not line.aside]


def squeezed(text):
    return "".join(text.split())


# --- what makes a line


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
        ("<p>甲<p>乙", ["甲", "乙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("甲<br>乙<br/>丙", ["甲", "乙", "丙"]),
        ("<p>甲<span>乙</span><o:p>丙</o:p><b> </b>丁</p>", ["甲乙丙 丁"]),
        ("<p>甲\n\t 乙</p>", ["甲 乙"]),
        ("<p>&nbsp;&nbsp;甲&nbsp;</p>", ["甲"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<h1>甲</h1>乙", ["甲", "乙"]),
        ("<pre>甲\n乙</pre>", ["甲", "乙"]),
        ("<p>a &lt;b&gt; &amp;lt; &#20113;</p>", ["a <b> &lt; 云"]),
    ],
)
def test_blocks_and_breaks_end_lines(body, expected):
    assert texts(body) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var a = '<p>乙</p>'</script>",
        "<style>p { color: red }</style>",
        "<!-- <p>乙</p> -->",
        "<!--[if lt IE 9]><p>乙</p><![endif]-->",
        "<noscript>乙</noscript>",
        "<iframe>乙</iframe>",
        "<template><p>乙</p></template>",
        "<svg><text>乙</text></svg>",
        '<img alt="乙"><input value="乙">',
    ],
)
def test_what_is_not_printed_is_no_line(hidden):
    assert texts(f"<p>甲</p>{hidden}<p>丙</p>") == ["甲", "丙"]


def test_what_is_not_shown_is_aside():
    found = lines(f'<p>{PROSE}</p><div style="color:red; display: none">{PROSE}</div><p>{PROSE}</p>')
    assert [line.aside for line in found] == [False, True, False]


@pytest.mark.parametrize(
    ("paragraph", "indent"),
    [
        ("<p>甲</p>", 0),
        ("<p>　　甲</p>", 2),
        ("<p>&nbsp;&nbsp;&nbsp;&nbsp;甲</p>", 2),
        ('<p style="text-indent: 2em">甲</p>', 2),
        ('<p style="TEXT-INDENT:32pt">甲</p>', 2),
        ('<p style="text-indent: 0px">甲</p>', 0),
        ('<div style="text-indent:2em"><p>甲</p></div>', 2),
        ('<div style="text-indent:2em"><table><tr><td>甲</table></div>', 0),
    ],
)
def test_indents(paragraph, indent):
    assert lines(paragraph)[0].indent == indent


def test_a_line_behind_a_break_has_no_first_line_indent():
    assert [line.indent for line in lines('<p style="text-indent:2em">甲<br>乙<br>　　丙</p>')] == [2, 0, 2]


@pytest.mark.parametrize("blank", ["<p><br></p>", "<p>&nbsp;</p>", "<p>　</p>"])
def test_blank_paragraphs_are_a_gap(blank):
    assert [line.gap for line in lines(f"<p>甲</p>{blank}<p>乙</p>  \n <p>丙</p>")] == [0, 1, 0]


def test_where_paragraphs_open():
    body = '<p>甲<br>乙<br>　　丙</p><p align="center">丁</p><p style="text-align: center">戊</p><p>己</p>'
    assert [line.opens for line in lines(body)] == [True, False, True, True, False, True]


def test_zero_width_characters_are_marks():
    (line,) = lines("<p>云\u200b溪市\ufeff</p>")
    assert [line.text[start:end] for start, end in line.marks] == ["\u200b", "\ufeff"]


def test_places_number_the_lines():
    assert [line.place.top for line in lines("<p>甲</p><p>乙<br>丙</p>")] == [1, 2, 3]


# --- encodings


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("gb18030", "gb2312"),
        ("gb18030", "GBK"),
        ("gb18030", ""),
        ("utf-8", "utf-8"),
        ("utf-8", "gb2312"),  # content that is sound UTF-8 has the last word
        ("utf-8-sig", "gb2312"),
        ("utf-16", ""),
    ],
)
def test_encodings(encoding, label):
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    text = f"<html><head>{meta}</head><body><p>{PROSE}㧱（𠮷）</p></body></html>"
    found = html.read(text.encode(encoding))
    assert [line.text for line in found.pages[0].lines] == [f"{PROSE}㧱（𠮷）"]
    assert not found.findings


def test_broken_bytes_are_a_finding_at_their_line():
    data = page(f"<p>{PROSE * 30}</p><p>云溪市@@人民政府</p>").replace(b"@@", b"\xff\xfe")
    found = html.read(data)
    assert [(f.code, f.line_no) for f in found.findings] == [("undecodable_bytes", 2)]
    assert "\ufffd" in found.pages[0].lines[1].text


# --- the article


@pytest.mark.parametrize(
    "element",
    ['<div id="UCAP-CONTENT">', '<div class="TRS_Editor">', '<td id="zoom">', '<div class="a article-content b">'],
)
def test_named_articles(element):
    body = f"<h2>{PROSE}</h2><table><tr>{element}<p>{PROSE}</p>{ITEMS}</div></td></tr></table>"
    if "td" not in element:
        body = f"<h2>{PROSE}</h2>{element}<p>{PROSE}</p>{ITEMS}</div>"
    assert article(NAV + body) == [PROSE, lines(ITEMS)[0].text]


def test_a_name_on_a_teaser_is_no_article():
    body = f'<div id="content">推荐阅读。</div><div class="x"><p>{PROSE}</p>{ITEMS * 3}</div>{NAV}'
    assert article(body)[0] == PROSE
    assert "推荐阅读。" not in article(body)


def test_an_article_in_two_elements():
    body = f'{NAV}<div class="TRS_Editor"><p>{PROSE}</p></div><p>甲</p><div class="TRS_Editor">{ITEMS}</div>'
    assert len(article(body)) == 2


def test_without_a_name_the_densest_block_with_what_stands_beside_it():
    body = (
        f"{NAV}<div><ul><li><a href=x>云溪市动态，要闻。</a></ul></div>"
        f"<div><p>{TITLE}</p><div><p>{PROSE}</p>{ITEMS}</div><p>云溪市人民政府</p><p>2024年3月5日</p></div>{NAV}"
    )
    assert article(body)[0] == TITLE
    assert article(body)[-2:] == ["云溪市人民政府", "2024年3月5日"]


def test_a_page_that_is_all_article():
    assert article(f"<p>{TITLE}</p><p>{PROSE}</p>{ITEMS}") == [TITLE, PROSE, lines(ITEMS)[0].text]


def test_an_early_end_of_the_page_ends_nothing():
    body = f'{NAV}<div id="zoom"><p>{PROSE}</p></body></html><p>　　一、总体要求</p>{ITEMS}</div>'
    assert article(body) == [PROSE, "一、总体要求", lines(ITEMS)[0].text]


@pytest.mark.parametrize(
    "head",
    ["<title>云溪</title>", f"<title>{TITLE}_云溪市人民政府</title>", f'<meta name="ArticleTitle" content="{TITLE}">'],
)
def test_the_headline_above_the_article_belongs_to_it(head):
    body = f'{NAV}<div>云溪市人民政府</div><h1>{TITLE}</h1><p>来源：本网</p><div id="zoom"><p>{PROSE}</p>{ITEMS}</div>'
    assert article(body, head=head)[:2] == [TITLE, PROSE]


# --- tables


def cells(body):
    return {line.text: line.cell for line in lines(f"<p>{PROSE}</p>{body}") if line.cell}


def test_spans():
    body = (
        "<table><thead><tr><th>序号<th>任务<th colspan=2>单位</thead>"
        "<tr><td rowspan=2>1<td>甲<td>乙<td>丙<tr><td>丁<td colspan='2'>戊</table>"
    )
    assert cells(body) == {
        "序号": Cell(1, 0, 0),
        "任务": Cell(1, 0, 1),
        "单位": Cell(1, 0, 2, 1, 2),
        "1": Cell(1, 1, 0, 2, 1),
        "甲": Cell(1, 1, 1),
        "乙": Cell(1, 1, 2),
        "丙": Cell(1, 1, 3),
        "丁": Cell(1, 2, 1),
        "戊": Cell(1, 2, 2, 1, 2),
    }


@pytest.mark.parametrize(("span", "rows"), [("0", 2), ("99999", 2), ("-3", 1), ("x", 1), ("", 1), ("1" * 5000, 1)])
def test_odd_spans(span, rows):
    body = f"<table><tr><td rowspan='{span}'>甲<td>乙<tr><td>丙<td>丁</table>"
    assert cells(body)["甲"].rows == rows


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>",
        "<table><tr><td>甲</td><td>乙</td></tr></table>",
        "<table><tr><td>甲<td></td></tr><tr><td>乙<td> &nbsp;</table>",
        "<table><tr><td>发布日期：</td><td>2024年</td></tr><tr><td>文号：</td><td>云政〔2024〕1号</td></tr></table>",
    ],
)
def test_layout_tables_have_no_cells(body):
    assert cells(body) == {}


def test_a_table_around_a_table_is_layout():
    inner = "<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>"
    assert set(cells(f"<table><tr><td>戊<td>己<tr><td>{inner}<td>庚</table>")) == {"甲", "乙", "丙", "丁"}


def test_a_row_of_a_layout_table_is_one_line():
    body = (
        "<table><tr><td>发布日期：</td><td><span>2024年3月5日</span></td></tr><tr><td>文号：</td><td></td></tr></table>"
    )
    assert texts(body) == ["发布日期： 2024年3月5日", "文号："]


def test_lines_of_a_cell_share_it():
    body = "<table><tr><td>任务<td>单位<tr><td>甲<td><p>市财政局</p>市税务局<br>市审计局</table>"
    found = cells(body)
    assert found["市财政局"] == found["市税务局"] == found["市审计局"] == Cell(1, 1, 1)


def test_tables_outside_the_article_have_no_cells():
    body = f'<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table><div id="zoom"><p>{PROSE}</p>{ITEMS}</div>'
    assert not any(line.cell for line in lines(body))


# --- hostile pages


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html><body>" + b"<div>" * 100_000 + "文".encode(), "nests more than"),
        (b"<html><body>" + b"<p><font>" * 100_000 + "文".encode(), "nests more than"),
        (b"<html><body>" + b"<p>x</p>" * 6_500_000, "characters, more than"),
        (b"<html><body><script>document.write('x')</script></body></html>", "prints no text"),
        (b"<html><frameset><frame src=a></frameset></html>", "prints no text"),
        (b"<html>\x00\x01\x02\x03\x04", "binary"),
    ],
    ids=["deep", "deep formatting", "50 MB", "script only", "frames", "binary"],
)
def test_refused_with_a_sentence(data, sentence):
    with pytest.raises(UnreadableSource, match=sentence) as error:
        read(data)
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "body",
    [
        "&#0;&#x110000;&#xd800;&bogus;&#99999999999999999999;" * 1000,
        "<p>文" * 20_000,
        "<table><tr><td>文" * 300,
        "<b><i>文</b></i>" * 5_000,
        "<table>" + "<tr><td colspan=1000 rowspan=65534>云<td>溪" * 2_000,
        "<" * 100_000 + "文",
    ],
    ids=["entities", "unclosed", "nested tables", "misnested", "spans", "brackets"],
)
def test_odd_pages_are_read(body):
    assert texts(body)


def test_embedded_images_do_not_count():
    found = html.read(page(f'<p>{PROSE}</p><img src="data:image/png;base64,{"A" * 5_000_000}">'))
    assert [line.text for line in found.pages[0].lines] == [PROSE]


_TEXT = st.text(alphabet="云溪市政府，。：（）12 \u3000\xa0", max_size=8)
_MARKUP = st.recursive(
    _TEXT,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        st.tuples(
            st.sampled_from(["p", "div", "span", "td", "tr", "table", "li", "b", "h1", "a", "pre", "center", "br"]),
            inner,
        ).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"),
        st.tuples(st.sampled_from(["p", "td", "font", "/div", "/html", "/table", "!--x--"]), inner).map(
            lambda pair: f"<{pair[0]}>{pair[1]}"
        ),
    ),
    max_leaves=25,
)


@given(_MARKUP)
@settings(max_examples=150, deadline=None)
def test_every_printed_character_is_in_one_line(body):
    from selectolax.lexbor import LexborHTMLParser

    parsed = LexborHTMLParser(page(body).decode()).body
    printed = "" if parsed is None else squeezed(parsed.text())
    try:
        found = texts(body)
    except UnreadableSource:
        assert printed == ""
        return
    assert squeezed("".join(found)) == printed
    assert all(text == text.strip() and text for text in found)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        found = html.read(b"<html><body>" + data)
    except UnreadableSource:
        return
    assert found.pages[0].lines


# --- the whole way


def test_a_page_from_bytes_to_facts():
    number = "云政发〔2024〕8号"
    body = (
        f"{NAV}<table><tr><td>索引号：</td><td>000/2024-01</td><td>发布日期：</td><td>2024年3月8日</td></tr></table>"
        f'<div id="zoom"><p align=center>云溪市营商环境</p><p align=center>三年行动方案</p><p align=center>{number}</p>'
        f"<p>　　{PROSE}</p>{ITEMS}<p>　　二、加强监管。6月底前建成统一平台。"
        "（牵头单位：市发展改革委；配合单位：市财政局）</p>"
        f"<p align=right>云溪市人民政府</p><p align=right>2024年3月5日</p></div>{NAV}"
    )
    (document,) = extract(SourceFile("plan.html", "file:///plan.html", page(body))).documents
    assert document.title == "云溪市营商环境三年行动方案"
    assert (document.doc_number, document.issuer) == (number, "云溪市人民政府")
    assert (str(document.issued_on), str(document.published_on)) == ("2024-03-05", "2024-03-08")
    assert [measure.path for measure in document.measures] == ["1", "2"]
    assert [a.surface for a in document.assignments] == ["市市场监管局", "市税务局", "市发展改革委", "市财政局"]


def test_a_page_whose_line_breaks_are_none_in_html():
    """An editor's line feeds are white space on the page: all of the plan is one paragraph."""
    rules = "要做到" + "应建尽建，" * 60 + "按期完成。"
    text = f"各县人民政府：\n现就有关工作通知如下。\n<b>一、建设水库</b>\n各县{rules}\n"
    text += f"<b>二、改造管网</b>\n市级部门{rules}\n云溪市人民政府\n2024年3月5日<br>"
    (document,) = extract(SourceFile("plan.html", "", page(f'{NAV}<div id="zoom">{text}特此通知。</div>'))).documents
    assert (document.addressees, document.issuer) == ("各县人民政府", "云溪市人民政府")
    assert str(document.issued_on) == "2024-03-05"
    assert [(m.path, m.text) for m in document.measures] == [
        ("1", f"建设水库\n各县{rules}"),
        ("2", f"改造管网\n市级部门{rules}"),
    ]


def test_navigation_keeps_every_line():
    found = extract(SourceFile("plan.html", "", page(f'{NAV}<div id="zoom"><p>{PROSE}</p>{ITEMS}</div>')))
    assert found.lines[0].role is Role.NAVIGATION
    assert squeezed(found.lines[0].text) == "首页政务公开互动交流"


@pytest.mark.parametrize(
    "start", [b"<!DOCTYPE html PUBLIC>", b"\xef\xbb\xbf \n<html>", b"<!-- a --><div>", b"<h1>", b"<span>"]
)
def test_pages_are_told_by_their_content(start):
    assert media_type(start + "云溪市".encode()) == "text/html"


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TAIZHANG_CORPUS is not set")
@pytest.mark.parametrize(("prefix", "measures", "sections"), [("38_", 20, 8), ("39_", 19, 4), ("40_", 25, 6)])
def test_pages_of_the_corpus(prefix, measures, sections):
    (path,) = Path(CORPUS).glob(f"{prefix}*.html")
    found = extract(SourceFile.from_path(path))
    first = found.documents[0]
    assert (len(first.measures), len(first.sections)) == (measures, sections)
    assert all((first.title, first.doc_number, first.issuer, first.issued_on))
    assert not [finding for finding in found.findings if "number" in finding.code]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><p>专栏2 水库重点工程</p><p>新建水库。建设云溪水库2座。</p></td></tr></table>",
        "<table><tr><th>专栏2 水库重点工程</th></tr><tr><td>新建水库。建设云溪水库2座。</td></tr></table>",
    ],
)
def test_a_table_of_one_column_is_a_frame_and_one_that_opens_with_a_box_is_a_box(table):
    """The text goes on behind it without a marker: only the frame says where the box ends."""
    before, after = f"<p>{TITLE}</p><p>一、水库。</p><p>（一）建设。全面建设水库。</p>", "<p>泵站要定期检修。</p>"
    body = f"<div class='TRS_Editor'>{before}{table}{after}<p>二、管网。改造管网。</p></div>"
    assert [line.frame for line in lines(body)] == [None] * 3 + [1] * 2 + [None] * 2
    (document,) = extract(SourceFile("plan.html", "plan.html", page(body))).documents
    found = [(m.path, m.text) for m in document.measures if m.kind is not MeasureKind.BOX_ITEM]
    assert [path for path, _ in found] == ["1.1", "2"]
    assert "泵站要定期检修。" in found[0][1]
    assert [m.text for m in document.measures if m.kind is MeasureKind.BOX_ITEM] == ["新建水库。建设云溪水库2座。"]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>甲</td><td>乙</td></tr></table>",
        "<table><tr><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>",
        "<table><tr><td></td></tr></table>甲",
    ],
)
def test_other_tables_are_no_frames(table):
    assert {line.frame for line in lines(table)} == {None}


@pytest.mark.parametrize("issuer", ["云溪市人民政府", "国务院"])
def test_a_title_over_two_blocks_is_one(issuer):
    title = (f"{issuer}关于加快推进水库建设和", "管网改造提升的实施意见")
    body = "".join(f"<p>{text}</p>" for text in (*title, "各县区人民政府：", PROSE, "一、水库。全面建设水库。"))
    (document,) = extract(SourceFile("plan.html", "plan.html", page(body))).documents
    assert (document.title, document.issuer) == ("".join(title), issuer)
    assert document.addressees == "各县区人民政府"
