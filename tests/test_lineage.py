"""Which measure of a plan takes up which of another, and what changed."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import random
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import random_plan

from cli.main import main
from pipeline.comparison import alignment
from pipeline.comparison.alignment import Relation, align
from pipeline.comparison.changes import ChangeKind, Fact, FactKind, changes, unit_value
from pipeline.comparison.similarity import Item
from warehouse import opening, quality
from warehouse.comparing import COLUMNS

CORPUS = os.environ.get("TAIZHANG_CORPUS")
READ = json.loads((Path(__file__).parent / "lineage" / "city_and_province.json").read_text("utf-8"))

PROVINCE = """江海省河湖管护实施方案（2023—2025年）

一、清理河道
（一）实施清淤疏浚。2023年底前完成主要河道清淤30公里以上，淤泥集中晾晒、分类处置，不得堆放在堤防背水坡。（省水利厅牵头，省财政厅、省生态环境厅配合）
（二）拆除阻水围网。全面排查湖区围网、拦网和废弃渔排，登记造册后限期拆除，对生活困难的渔民给予转产补助。（省农业农村厅、省水利厅负责）
（三）收集水面垃圾。沿河乡镇配备打捞船，垃圾清运率达到95%，节假日后及时加派人手。（省住房城乡建设厅负责）

二、修复岸线
（四）建设生态护坡。拆除硬质护岸，种植乔木和水生植物，为鱼类产卵和鸟类栖息留出浅滩。汛期结束后逐段检查成活情况。（省水利厅、省林业局负责）
（五）划定岸线功能分区。按照保护区、保留区、控制利用区分别提出管控要求，2024年6月底前向社会公布并设立界桩。（省自然资源厅负责）
（六）规范采砂行为。实行采砂总量控制和旺季值守，运砂船凭单出港，非法采砂的船只依法扣押。（省水利厅、省公安厅负责）

三、健全制度
（七）落实河长巡河。各级河长每季度巡查一次责任河段，发现问题交办到人，整改情况在公示牌上写明。（省水利厅负责）
（八）开展公众监督。聘请退休职工、教师和志愿者担任民间河长，开通随手拍举报平台，查实的给予奖励。（省水利厅、团省委负责）
"""
#: The city's plan: another order, one measure in two, one of its own, one left out, and what changes in the rest.
CITY = """云溪市河湖管护实施方案（2023—2025年）

为贯彻落实《江海省河湖管护实施方案（2023—2025年）》，结合我市实际，制定本方案。

一、清理河道
（一）拆除阻水围网。全面排查湖区围网、拦网和废弃渔排，登记造册后限期拆除，对生活困难的渔民给予转产补助。（市农业农村局负责）
（二）实施清淤疏浚。2024年6月底前完成主要河道清淤45公里以上，淤泥集中晾晒、分类处置，不得堆放在堤防背水坡。（市水利局牵头，市财政局、市生态环境局、市公安局配合）
（三）收集水面垃圾。沿河乡镇配备打捞船，垃圾清运率达到95%，节假日后及时加派人手。（市住房城乡建设局负责）
（四）打造亲水步道。串联公园、码头和老街，沿途设置座椅、饮水点和救生设备，夜间照明不惊扰水鸟。（市文化和旅游局负责）

二、修复岸线
（五）建设生态护坡。拆除硬质护岸，种植乔木和水生植物，为鱼类产卵和鸟类栖息留出浅滩。（市水利局、市林业局负责）
（六）检查植物成活。汛期结束后逐段检查成活情况，为鱼类产卵和鸟类栖息留出浅滩。（市林业局负责）
（七）规范采砂行为。实行采砂总量控制和旺季值守，运砂船凭单出港，非法采砂的船只依法扣押。（市水利局、市公安局负责）

三、健全制度
（八）落实河长巡河。各级河长每月巡查一次责任河段，发现问题交办到人，整改情况在公示牌上写明。（市水利局负责）
（九）开展公众监督。聘请退休职工、教师和志愿者担任民间河长，开通随手拍举报平台，查实的给予奖励。（市水利局、团市委负责）
"""
#: (change, path, base path, deadlines, figures, units added, units dropped), read off the two texts above.
EXPECTED = [
    ("changed", "1.1", "1.2", "", "", "", "江海省水利厅"),
    ("changed", "1.2", "1.1", "2023年底前 → 2024年6月底前", "30公里以上 → 45公里以上", "云溪市公安局", ""),
    ("same", "1.3", "1.3", "", "", "", ""),
    ("new", "1.4", "", "", "", "", ""),
    ("same", "2.5", "2.4", "", "", "", ""),
    ("split", "2.6", "2.4", "", "", "", ""),
    ("same", "2.7", "2.6", "", "", "", ""),
    ("changed", "3.8", "3.7", "每季度 → 每月", "一次（每季度） → 一次（每月）", "", ""),
    ("same", "3.9", "3.8", "", "", "", ""),
    ("dropped", "", "2.5", "", "", "", ""),
]


def run(*arguments: object):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("lineage")
    (folder / "province.txt").write_text(PROVINCE, "utf-8")
    (folder / "city.txt").write_text(CITY, "utf-8")
    (folder / "other.txt").write_text(
        "云溪市图书馆建设方案\n\n一、任务\n（一）延长开放时间。周末开放到晚上九点，寒暑假增设儿童书场。\n"
        "（二）更新馆藏图书。每年购置新书2万册，剔除破损图书。\n（三）指导思想。坚持以人民为中心，为读者服务。\n",
        "utf-8",
    )
    (folder / "short.txt").write_text("云溪市河湖通知\n\n各县要重视。\n", "utf-8")
    run("ingest", folder, "--warehouse", folder / "plans.duckdb")
    return folder / "plans.duckdb"


def rows(warehouse: Path, *plans: str) -> list[tuple[str, ...]]:
    result = run("compare", *plans, "--format", "csv", "--warehouse", warehouse)
    assert result.exit_code == 0, result.output
    return [tuple(row) for row in csv.reader(io.StringIO(result.stdout))][1:]


# --- two plans


@pytest.mark.parametrize(
    "names",
    [("city.txt", "province.txt"), ("province.txt", "city.txt"), ("云溪市河湖管护", "江海省"), ("江海省", "city.txt")],
    ids="-".join,
)
def test_a_citys_plan_is_shown_against_its_provinces(warehouse, names):
    found = rows(warehouse, *names)
    assert [(change, path, base, *rest) for change, path, _, base, _, _, *rest in found] == EXPECTED


def test_the_view_says_the_same(warehouse):
    with opening.read(warehouse) as connection:
        assert connection.execute("SELECT DISTINCT plan, base_plan, basis FROM plan_changes").fetchall() == [
            ("云溪市河湖管护实施方案（2023—2025年）", "江海省河湖管护实施方案（2023—2025年）", "cited")
        ]
        columns = ", ".join(f"coalesce({c}, '')" if c != "similarity" else "''" for c in COLUMNS)
        kept = connection.execute(f"SELECT {columns} FROM plan_changes").fetchall()
        own = connection.execute("SELECT path, title FROM plan_changes WHERE change = 'new'").fetchall()
        assert quality.check(connection) == []
    assert kept == [(*row[:5], "", *row[6:]) for row in rows(warehouse, "city.txt", "province.txt")]
    assert own == [("1.4", "打造亲水步道")]


def test_facts_of_a_change_can_be_looked_up(warehouse):
    with opening.read(warehouse) as connection:
        found = connection.execute(
            "SELECT b.due_on, d.due_on FROM measure_changes AS c JOIN dates AS d ON d.date_id = c.fact_id"
            " JOIN dates AS b ON b.date_id = c.base_fact_id WHERE c.kind = 'deadline_moved' AND d.kind = 'deadline'"
        ).fetchall()
        assert [tuple(map(str, row)) for row in found] == [("2023-12-31", "2024-06-30")]


def test_the_summary_names_what_has_no_counterpart(warehouse):
    result = run("compare", "city.txt", "province.txt", "--warehouse", warehouse)
    counted, *named = result.stdout.splitlines()[-5:]
    assert counted == (
        "7 of the 9 measures of 《云溪市河湖管护实施方案（2023—2025年）》 have a counterpart"
        " among the 8 of 《江海省河湖管护实施方案（2023—2025年）》."
    )
    assert named == [
        "Split off in 《云溪市河湖管护实施方案（2023—2025年）》: 2.6 检查植物成活.",
        "Changed: 2 deadlines moved, 2 figures changed, 1 units added, 1 units dropped.",
        "Without a counterpart in 《云溪市河湖管护实施方案（2023—2025年）》: 1.4 打造亲水步道.",
        "Without a counterpart in 《江海省河湖管护实施方案（2023—2025年）》: 2.5 划定岸线功能分区.",
    ]


@pytest.mark.parametrize("form", ["json", "md", "xlsx"])
def test_other_formats(warehouse, form, tmp_path):
    file = tmp_path / f"changes.{form}"
    result = run("compare", "city.txt", "province.txt", "-o", file, "--warehouse", warehouse)
    assert result.exit_code == 0
    assert "10 rows" in result.stderr
    assert "7 of the 9" in result.stderr
    assert result.stdout == ""
    if form == "json":
        found = json.loads(file.read_text("utf-8"))
        assert found[1]["deadlines"] == "2023年底前 → 2024年6月底前"
        assert set(found[0]) == set(COLUMNS)
    assert file.stat().st_size > 500


def test_unrelated_plans_have_no_links(warehouse):
    found = rows(warehouse, "other.txt", "province.txt")
    assert {row[0] for row in found} == {"new", "dropped"}
    assert len(found) == 3 + 8


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("city.txt", "city.txt"), "city.txt and city.txt are the same document"),
        (("云溪市", "province.txt"), "documents are called 云溪市; name one by its id:"),
        (("nowhere", "province.txt"), "No plan is called nowhere; give its id, its number, the start of its title"),
        (("short.txt", "province.txt"), "has no numbered item, so nothing to compare"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(warehouse, names, sentence):
    result = run("compare", *names, "--warehouse", warehouse)
    assert result.exit_code == 1
    assert sentence in result.stderr


@pytest.mark.slow
def test_what_is_kept_follows_the_files(tmp_path):
    """In whatever order and number of runs the files come, and when one is replaced."""
    texts = {"province.txt": PROVINCE, "city.txt": CITY, "newspaper.txt": PROVINCE[: len(PROVINCE) // 2]}
    outcomes = []
    for order in (["province.txt", "city.txt", "newspaper.txt"], ["newspaper.txt", "city.txt", "province.txt"]):
        warehouse = tmp_path / f"{order[0]}.duckdb"
        for name in [*order, order[0]]:
            (tmp_path / name).write_text(texts[name], "utf-8")
            assert run("ingest", tmp_path / name, "--warehouse", warehouse).exit_code == 0
        with opening.read(warehouse) as connection:
            outcomes.append([connection.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in LINKS])
            bases = connection.execute(
                "SELECT name FROM plan_links JOIN documents ON documents.document_id = base_document_id"
                " JOIN sources USING (source_id)"
            ).fetchall()
    assert bases == [("province.txt",)]  # not the extract, with which the city's was compared at first
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][1]


LINKS = ("plan_links", "measure_links", "measure_changes")


@pytest.mark.parametrize(
    ("base", "below", "basis"),
    [
        # of the province that the city names most
        ("江海省", CITY.replace("《江海省河湖管护实施方案（2023—2025年）》", "江海省部署"), "title"),
        ("江海省", CITY.replace("为贯彻落实《江海省河湖管护实施方案（2023—2025年）》，", ""), None),
        ("全国", CITY.replace("为贯彻落实《江海省河湖管护实施方案（2023—2025年）》，", ""), None),
        ("江海省", PROVINCE.replace("2023—2025年", "2026—2028年"), "earlier"),
        ("江海省", PROVINCE.replace("（2023—2025年）", "（2024年修订）").replace("95%", "98%"), "version"),
    ],
)
def test_which_plans_are_compared(base, below, basis, tmp_path):
    (tmp_path / "base.txt").write_text(PROVINCE.replace("江海省", base), "utf-8")
    (tmp_path / "below.txt").write_text(below, "utf-8")
    run("ingest", tmp_path / "base.txt", tmp_path / "below.txt", "--warehouse", tmp_path / "w.duckdb")
    with duckdb.connect(str(tmp_path / "w.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "SELECT basis, s.name FROM plan_links JOIN documents USING (document_id) JOIN sources s USING (source_id)"
        ).fetchall()
    assert found == ([(basis, "below.txt")] if basis else [])


# --- pairing


def items(seed: int) -> list[Item]:
    """The measures of a random plan; texts that stand twice are told by their number."""
    found, seen = [], set()
    for _, text, _ in random_plan(seed).measures:
        if text not in seen:
            seen.add(text)
            found.append(Item(text[:12], text[12:]))
    return found


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 400))
def test_a_plan_is_its_own_counterpart(seed):
    plan = items(seed)
    assert [(link.below, link.base, link.relation) for link in align(plan, plan)] == [
        (place, place, Relation.COUNTERPART) for place in range(len(plan))
    ]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 400), st.randoms(use_true_random=False))
def test_a_plan_in_another_order_is_found_by_its_text(seed, chance):
    plan = items(seed)
    order = list(range(len(plan)))
    chance.shuffle(order)
    links = align([plan[place] for place in order], plan)
    assert {(link.below, link.base) for link in links if link.relation is Relation.COUNTERPART} == set(enumerate(order))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 400), st.integers(0, 400))
def test_the_links_are_one_to_one_and_the_same_both_ways(one, other):
    below, base = items(one), items(other)
    links = [link for link in align(below, base) if link.relation is Relation.COUNTERPART]
    assert len({link.below for link in links}) == len({link.base for link in links}) == len(links)
    assert all(0 < link.similarity <= 1 for link in links)
    assert all(link.similarity >= alignment.WEAK for link in links)


def test_equal_texts_are_paired_in_their_order():
    same = Item("加强组织领导", "各单位要落实责任，按月调度，定期通报进展情况，确保任务完成。")
    plan = [same, *items(7), same, *items(9), same]
    assert [(link.below, link.base) for link in align(plan, plan)] == [(n, n) for n in range(len(plan))]


def test_the_assignment_is_the_best_there_is():
    for seed in range(200):
        chance = random.Random(seed)
        rows, columns = chance.randint(1, 5), chance.randint(1, 5)
        value = {(i, j): chance.random() for i in range(rows) for j in range(columns) if chance.random() < 0.7}
        found = [pair for cluster in alignment._clusters(value) for pair in alignment._best(cluster, value)]
        size = max(rows, columns)
        best = max(
            sum(value.get(pair, 0.0) for pair in enumerate(order)) for order in itertools.permutations(range(size))
        )
        assert sum(value[pair] for pair in found) == pytest.approx(best), seed
        assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)


# --- changes


def fact(kind: FactKind, value: str, before: str = "", behind: str = "", sort: str = "") -> Fact:
    return Fact(f"id of {value}", kind, value, value, before, behind, sort)


DUE, FIGURE, UNIT = FactKind.DEADLINE, FactKind.FIGURE, FactKind.UNIT


@pytest.mark.parametrize(
    ("base", "below", "expected"),
    [
        ([], [], []),
        ([fact(DUE, "2025")], [fact(DUE, "2025")], []),
        (
            [fact(DUE, "2025", "完成管网改造，", "建成泵站")],
            [fact(DUE, "2026", "完成管网改造，", "建成泵站")],
            [("deadline_moved", "2025", "2026")],
        ),
        (
            [fact(DUE, "2025", "完成管网改造")],
            [fact(DUE, "2026", "每半年组织演练")],
            [("deadline_added", None, "2026"), ("deadline_dropped", "2025", None)],
        ),
        # of two deadlines each finds the one in its place, though both moved
        (
            [fact(DUE, "2024", "清淤疏浚"), fact(DUE, "2025", "种植树木")],
            [fact(DUE, "2027", "种植树木"), fact(DUE, "2026", "清淤疏浚")],
            [("deadline_moved", "2025", "2027"), ("deadline_moved", "2024", "2026")],
        ),
        (
            [fact(FIGURE, "30公里", "清淤", sort="公里")],
            [fact(FIGURE, "30座", "清淤", sort="座")],
            [("figure_added", None, "30座"), ("figure_dropped", "30公里", None)],
        ),
        (
            [fact(UNIT, "水利"), fact(UNIT, "财政")],
            [fact(UNIT, "公安"), fact(UNIT, "水利"), fact(UNIT, "公安")],
            [("unit_added", None, "公安"), ("unit_dropped", "财政", None)],
        ),
    ],
)
def test_what_became_of_the_facts(base, below, expected):
    found = [
        (each.kind, each.base.surface if each.base else None, each.below.surface if each.below else None)
        for each in changes(below, base)
    ]
    assert found == [(ChangeKind(kind), *rest) for kind, *rest in expected]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (("江海省水利厅", "江海省"), ("云溪市水利局", "云溪市"), True),
        (("江海省发展和改革委员会", "江海省"), ("云溪市发展和改革局", "云溪市"), True),
        (("江海省水利厅", "江海省"), ("云溪市林业局", "云溪市"), False),
        (("共青团江海省委员会", "江海省"), ("共青团云溪市委员会", "云溪市"), True),
    ],
)
def test_units_of_two_places_that_do_the_same(one, other, is_same):
    assert (unit_value(*one) == unit_value(*other)) == is_same


# --- real plans


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TAIZHANG_CORPUS is not set")
def test_a_city_and_its_province_are_paired_as_they_were_by_reading(tmp_path):
    corpus = Path(CORPUS or "")
    files = [*sorted(corpus.glob("001_*")), *sorted(corpus.glob("002_*"))]
    run("ingest", *files, "--warehouse", tmp_path / "plans.duckdb")
    found = rows(tmp_path / "plans.duckdb", f"{READ['city']}.1", f"{READ['province']}.1")

    def number(path: str) -> str:
        return path.rsplit(".", 1)[-1] if path.count(".") == 2 else ""

    pairs = {number(row[1]): number(row[3]) for row in found if number(row[1]) and number(row[3])}
    assert pairs == {city: str(province) for city, province in READ["pairs"].items()}
    assert [int(number(row[1])) for row in found if row[0] == "new" and number(row[1])] == READ["new"]
    assert [int(number(row[3])) for row in found if row[0] == "dropped"] == READ["dropped"]
    by_number = {number(row[1]): row for row in found}
    assert by_number["4"][6] == "2022年底前 → 2022年下半年"
    assert by_number["70"][6] == "每年一季度 → 每季度"
    assert by_number["61"][6] == ""  # 2022年底前 and 2022年年底前 are one day
