"""Scans that the tests typeset and scan themselves; the engine is the real one, and the network is closed."""

import builtins
import os
import socket
import time
import unicodedata
from pathlib import Path

import pytest

pytest.importorskip("rapidocr", reason="needs the ocr extra")
pytest.importorskip("justmytype_intl_cjk", reason="needs the font of the dev extra")

import scans

import pipeline
from pipeline.models import Severity, SourceFile, UnreadableSource
from pipeline.readers import ocr

pytestmark = pytest.mark.slow

PARAGRAPHS = [
    "二、重点任务",
    "（一）完善公共服务设施。到2027年底前，新建社区养老服务站36个，改造农贸市场12家，城镇老旧小区改造完成率达到95%以上。（责任单位：市民政局、市商务局，各区人民政府）",
    "（二）提升水环境质量。严格控制入河排污口数量，云溪河干流断面水质优良比例不低于92.5%，每年6月底前公布上一年度监测结果。（市生态环境局牵头，市水务局、市农业农村局配合）",
    "1.推进管网建设。新建污水管网150公里，修复破损管段48.6公里，单位管网造价控制在320万元/公里以内；鼓励社会资本参与运营。",
    "2.健全监管体系。建立“一河一策”工作台账，对逾期未整改的企业，依据《江海省水污染防治条例》第四十七条从严处罚。",
    "（三）加快产业转型。支持传统制造业实施数字化改造，力争“十五五”期间培育省级以上专精特新企业80—100户，研发经费投入年均增长9%左右；对首次认定的高新技术企业，一次性奖励20万元。",
    "（四）强化要素保障。统筹安排财政资金2.8亿元，优先保障民生项目用地，简化审批程序，办理时限压缩至5个工作日内。市发展和改革委员会要会同有关部门加强督促检查，重大事项及时向市人民政府报告，确保各项任务落到实处、取得实效。",
    "（五）健全应急体系。修订完善市级专项预案21件，每季度至少组织一次综合演练，重点行业从业人员培训覆盖面超过85%，突发事件信息报送时间缩短到30分钟以内。（责任单位：市应急管理局、市消防救援支队；完成时限：2026年—2030年）",
    "三、保障措施",
    "各县（市、区）、市直各单位要切实加强组织领导，主要负责同志亲自部署，细化分解目标任务，逐项明确完成时限和责任人员。",
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def closed_network():
    def refuse(*args, **kwargs):
        raise AssertionError("the network was used")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("create_connection", "getaddrinfo"):
            patch.setattr(socket, name, refuse)
        patch.setattr(socket.socket, "connect", refuse)
        yield


@pytest.fixture(scope="module")
def dense():
    lines = scans.wrapped(PARAGRAPHS)
    assert len(lines) >= scans.PER_PAGE
    lines = lines[: scans.PER_PAGE]
    page = scans.scanned(scans.typeset(lines, number=7))
    ocr.scan(scans.scanned(scans.blank()), 1)  # loads the engine
    started = time.process_time()
    scan = ocr.scan(page, 3)
    return lines, scan, time.process_time() - started


def plain(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_a_dense_page_has_at_most_one_wrong_character_in_two_hundred(dense):
    lines, scan, _ = dense
    printed, read = plain("".join(lines) + "—7—"), plain("".join(line.text for line in scan.lines))
    assert len(printed) > 450
    assert scans.edits(read, printed) / len(printed) <= 0.005


def test_a_dense_page_takes_at_most_four_seconds_of_one_core(dense):
    assert dense[2] <= 4.0


def test_lines_keep_their_number_places_and_indents(dense):
    lines, scan, _ = dense
    assert len(scan.lines) == len(lines) + 1
    for place, (printed, line) in enumerate(zip(lines, scan.lines, strict=False)):
        assert line.indent == pytest.approx(2.0 if printed[0] == "　" else 0.0, abs=0.5)
        assert line.gap == 0
        assert line.place.page == 3
        # The box holds the baseline's middle: within half a line of where it was set, tilt included.
        middle = (scans.TOP + place * scans.PITCH + scans.TYPE / 2) / scans.DPI * 72
        assert (line.place.top + line.place.bottom) / 2 == pytest.approx(middle, abs=10)
        assert 60 < line.place.x0 < line.place.x1 < 560
    assert scan.lines[-1].text == "— 7 —"


def test_a_blank_page_has_no_lines_and_no_findings():
    assert ocr.scan(scans.scanned(scans.blank()), 1) == ([], [], 0, 0)


def test_what_stands_below_a_seal_is_read_and_named():
    page = scans.blank()
    x, y = 750, 900
    for place, text in enumerate(("现印发给你们，请认真贯彻落实。", "云溪市人民政府办公室", "2027年3月16日")):
        write_at = (300, 600) if place == 0 else (x - len(text) * scans.TYPE // 2, y + place * 60 - 60)
        scans.write(page, text, *write_at)
    scans.stamp(page, x, y, "云溪市人民政府办公室")
    scan = ocr.scan(scans.scanned(page), 2)
    assert [plain(line.text) for line in scan.lines] == [
        "现印发给你们,请认真贯彻落实。",
        "云溪市人民政府办公室",
        "2027年3月16日",
    ]
    finding = next(f for f in scan.findings if f.code == "seal")
    assert finding.severity is Severity.WARNING
    assert finding.message.startswith("Page 2 bears 1 red seal,")
    assert "“云溪市人民政府办公室”" in finding.message
    assert "请认真" not in finding.message


def test_a_red_head_is_read_before_the_text_and_its_last_word_last():
    names = ["云溪市财政局", "云溪市教育局", "云溪市水务局", "云溪市民政局"]
    page = scans.blank()
    for place, name in enumerate(names):
        scans.write(page, name, 260, 300 + place * 90, size=66, ink=scans.RED, advance=80)
    scans.write(page, "文件", 800, 418, size=100, ink=scans.RED)
    scans.write(page, "云财发〔2027〕18号", 500, 800)
    scan = ocr.scan(scans.scanned(page), 1)
    assert [plain(line.text) for line in scan.lines] == [*names, "文件", "云财发〔2027〕18号"]
    assert scan.findings == []


def test_two_columns_are_read_one_after_the_other():
    text = "".join(PARAGRAPHS[1:])
    left = [text[i : i + 15] for i in range(0, 180, 15)]
    right = [text[i : i + 15] for i in range(180, 360, 15)]
    page = scans.blank()
    for place, (one, other) in enumerate(zip(left, right, strict=True)):
        scans.write(page, one, 100, 300 + place * 60, size=36)
        scans.write(page, other, 740, 300 + place * 60, size=36)
    scan = ocr.scan(scans.scanned(page), 1)
    read, printed = plain("".join(line.text for line in scan.lines)), plain("".join(left + right))
    assert scans.edits(read, printed) <= 3
    assert len(scan.lines) == 24
    # A bracket that opens a line stands in the right half of its square.
    assert max(line.indent for line in scan.lines) < 0.9


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("pipeline.readers.recognition"):
            raise ModuleNotFoundError("No module named 'rapidocr'", name="rapidocr")
        return real(name, *args, **kwargs)

    ocr._recogniser.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ocr.EngineMissing, match=r'run: pip install "taizhang\[ocr\]"') as caught:
        ocr.scan(scans.scanned(scans.blank()), 1)
    assert isinstance(caught.value, UnreadableSource)


@pytest.mark.parametrize("tilt", [-1.0, 1.0])
def test_a_tilted_page_keeps_its_rows_and_indents(tilt):
    lines = scans.wrapped(PARAGRAPHS)[:6]
    read = ocr.scan(scans.scanned(scans.typeset(lines), tilt=tilt), 1).lines
    assert len(read) == 6
    indents = [2.0 if line[0] == "　" else 0.0 for line in lines]
    assert [line.indent for line in read] == pytest.approx(indents, abs=0.5)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_fed_the_wrong_way_round_is_turned(turned):
    lines = scans.wrapped(PARAGRAPHS)[:5]
    scan = ocr.scan(scans.scanned(scans.typeset(lines).rotate(turned, expand=True)), 3)
    assert scans.edits(plain("".join(line.text for line in scan.lines)), plain("".join(lines))) <= 2
    assert [f.code for f in scan.findings] == ["page_turned"]
    assert all(line.place.x1 - line.place.x0 > line.place.bottom - line.place.top for line in scan.lines)


CORPUS = os.environ.get("TAIZHANG_CORPUS")


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TAIZHANG_CORPUS is not set")
@pytest.mark.parametrize(("start", "sections", "measures"), [("31_", 6, 16), ("04_", 2, 16)])
def test_real_scans_come_out_with_all_their_sections_and_items(start, sections, measures):
    """One is a picture alone, the other has a layer that some OCR made; counted on the printed pages."""
    (path,) = Path(CORPUS or "").glob(f"{start}*.pdf")
    got = pipeline.extract(SourceFile.from_path(path))
    (document,) = got.documents
    assert (len(document.sections), len(document.measures)) == (sections, measures)
    assert not {f.code for f in got.findings} & {"numbering_gap", "numbering_repeat", "no_title"}
