"""What orchestration costs: the same generated files by ``taizhang ingest`` and by the flow, and again unchanged.

``python -m bench.flows [FILES]`` (default 2,000) starts a Prefect server on loopback and prints CPU seconds and, for
the unchanged files, seconds on the wall. CPU seconds are those of the process and the processes it started; the
server's are printed beside them.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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


COMMAND = "from warehouse.ingesting import ingest; import sys; ingest([sys.argv[1]], sys.argv[2])"
FLOW = "from flows.ingest import ingest; import sys; ingest([sys.argv[1]], sys.argv[2])"


def measured(code: str, environment: dict[str, str], *arguments: str) -> tuple[float, float]:
    """CPU seconds and seconds on the wall of a Python process that runs *code*."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-c", code, *arguments]
    subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - began


def cpu_of(pid: int) -> float:
    """CPU seconds of a running process (proc(5): fields 14 and 15 of stat, in ticks)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(count: int) -> None:
    from prefect_server import Server

    with tempfile.TemporaryDirectory() as folder:
        home, inbox = Path(folder, "prefect"), Path(folder, "inbox")
        home.mkdir()
        inbox.mkdir()
        for n in range(count):
            (inbox / f"{n}.txt").write_text(plan(n), "utf-8")
        server = Server(home)
        server.start()
        try:
            pid = server.pid
            by_hand = measured(COMMAND, server.environment, str(inbox), f"{folder}/hand.duckdb")
            before = cpu_of(pid)
            by_flow = measured(FLOW, server.environment, str(inbox), f"{folder}/flow.duckdb")
            served = cpu_of(pid) - before
            again = measured(COMMAND, server.environment, str(inbox), f"{folder}/hand.duckdb")
            flow_again = measured(FLOW, server.environment, str(inbox), f"{folder}/flow.duckdb")
            unchanged = server.flow_runs()[0]["total_run_time"]
        finally:
            server.stop()
    print(f"{count:,} files              CPU s   wall s")
    print(f"taizhang ingest         {by_hand[0]:7.1f}  {by_hand[1]:7.1f}")
    print(f"flow ingest             {by_flow[0]:7.1f}  {by_flow[1]:7.1f}   (server: {served:.1f} CPU s)")
    print(f"orchestration costs     {(by_flow[0] - by_hand[0]) / by_hand[0]:7.1%}")
    print(f"unchanged, by hand      {again[0]:7.1f}  {again[1]:7.1f}")
    print(f"unchanged, flow         {flow_again[0]:7.1f}  {flow_again[1]:7.1f}   (the run itself: {unchanged:.1f} s)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
