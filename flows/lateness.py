"""After downtime one run does the work of all that are late: what a schedule missed is found at the source anyway."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import get_client, get_run_logger
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.context import FlowRunContext
from prefect.states import Cancelled


def stand_in_for_late_runs() -> int:
    """Cancel the scheduled runs of this run's deployment that are due; how many there were.

    Call it at the start of a flow. A run that nobody scheduled, or that has other parameters because somebody started
    it by hand, is left alone."""
    context = FlowRunContext.get()
    own = context.flow_run if context else None
    if own is None or own.deployment_id is None:
        return 0
    with get_client(sync_client=True) as client:
        due = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(
                deployment_id=FlowRunFilterDeploymentId(any_=[own.deployment_id]),
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
                expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"before_": datetime.now(UTC)}),
            )
        )
        late = [run for run in due if run.auto_scheduled and run.id != own.id]
        for run in late:
            client.set_flow_run_state(run.id, Cancelled(message=f"Run {own.id} does its work."))
    if late:
        get_run_logger().info("%d late runs of this deployment are cancelled: this one does their work.", len(late))
    return len(late)
