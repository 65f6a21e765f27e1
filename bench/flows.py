"""What orchestration costs: the same generated files by ``taizhang ingest`` and by the flow, and again unchanged.

``python -m bench.flows [FILES [ROUNDS]]`` (default 2,000 and 3) starts a Prefect server on loopback and prints CPU
seconds and seconds on the wall of whole processes, from the start of the interpreter to its end; the server's are
printed beside them. Both sides take turns, each time with a new warehouse, and each one's best round counts: what else
the machine does only adds to a figure. Of seconds on the wall the mean is printed too.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "orchestration"))

HEAD = "云溪市第{n}号河湖清洁行动方案（2022—2025年）\n\n一、主要任务\n"
ITEM = (
    "（{marker}）清理第{m}段。2023年底前完成{n}处河段清淤30公里以上，每季度巡查一次，每年12月底前报送总结。"
    "（牵头单位：市水利局；配合单位：市财政局、市城市管理局）\n"
)
#: Measures of a file; the nine annotated plans have 77 each.
MEASURES = 12


def plan(n: int) -> str:
    """The text of one file."""
    markers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"][:MEASURES]
    return HEAD.format(n=n) + "".join(ITEM.format(marker=marker, m=m, n=n) for m, marker in enumerate(markers, 1))


COMMAND = "from cli.main import main; import sys; main(['ingest', sys.argv[1], '--warehouse', sys.argv[2]])"
FLOW = "from flows.ingest import ingest; import asyncio, sys; asyncio.run(ingest([sys.argv[1]], sys.argv[2]))"
IMPORTS = {COMMAND: "import cli.main, rich.progress, warehouse.ingesting", FLOW: "import flows.ingest"}


class Cost(NamedTuple):
    """What a process took: CPU seconds and seconds on the wall."""

    cpu: float
    wall: float


class Costs(NamedTuple):
    """What it took in all rounds: the least CPU time, the least on the wall and the mean on the wall, in seconds."""

    cpu: float
    wall: float
    mean_wall: float

    @classmethod
    def of(cls, rounds: Sequence[Cost]) -> Costs:
        walls = [cost.wall for cost in rounds]
        return cls(min(cost.cpu for cost in rounds), min(walls), mean(walls))

    def __str__(self) -> str:
        return "".join(f"{seconds:9.1f}" for seconds in self)


def measured(code: str, environment: dict[str, str], *arguments: str) -> Cost:
    """The cost of a Python process that runs *code*, and of those that it starts."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-c", code, *arguments]
    subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.perf_counter() - began)


def cpu_of(pid: int) -> float:
    """CPU seconds of a running process (proc(5): fields 14 and 15 of stat, in ticks)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(count: int, rounds: int) -> None:
    from prefect_server import Server

    loading, unchanged, importing = ({COMMAND: [], FLOW: []} for _ in range(3))
    served, runs = [], []
    with tempfile.TemporaryDirectory() as folder:
        home, inbox = Path(folder, "prefect"), Path(folder, "inbox")
        home.mkdir()
        inbox.mkdir()
        for n in range(count):
            (inbox / f"{n}.txt").write_text(plan(n), "utf-8")
        server = Server(home)
        server.start()
        try:
            for each in range(rounds):
                for name, code in enumerate((COMMAND, FLOW)):
                    warehouse = f"{folder}/{each}-{name}.duckdb"
                    before = cpu_of(server.pid)
                    loading[code].append(measured(code, server.environment, str(inbox), warehouse))
                    served.append(cpu_of(server.pid) - before)
                    unchanged[code].append(measured(code, server.environment, str(inbox), warehouse))
                    importing[code].append(measured(IMPORTS[code], server.environment))
                run = server.flow_runs()[0]
                runs.append(run["total_run_time"])
            tasks = server.ask("/task_runs/count", {"flow_runs": {"id": {"any_": [run["id"]]}}})
        finally:
            server.stop()
    by_hand, by_flow, again, flow_again, imports, flow_imports = (
        Costs.of(costs[code]) for costs in (loading, unchanged, importing) for code in (COMMAND, FLOW)
    )
    more = "".join(f"{flow / hand - 1:9.1%}" for flow, hand in zip(by_flow, by_hand, strict=True))
    print(f"{count:,} files, {rounds} rounds        CPU s   wall s     mean")
    print(f"taizhang ingest        {by_hand}")
    print(f"flow ingest            {by_flow}   ({tasks} task runs; server: {min(served[1::2]):.1f} CPU s)")
    print(f"orchestration costs    {more}")
    print(f"  importing Prefect    {flow_imports.cpu - imports.cpu:9.1f}{flow_imports.wall - imports.wall:9.1f}")
    print(f"unchanged, by hand     {again}")
    print(f"unchanged, flow        {flow_again}   (the run: {min(runs):.1f} s)")


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["2000"])[0]), int((sys.argv[2:] or ["3"])[0]))
