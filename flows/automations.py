"""What a Prefect server does by itself about runs that go wrong: it marks those that have died, and tells somebody."""

from __future__ import annotations

from datetime import timedelta

from prefect import get_client
from prefect.automations import AutomationCore, EventTrigger, Posture, ResourceSpecification
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, SendNotification

#: A run sends a sign of life twice a minute where PREFECT_FLOWS_HEARTBEAT_FREQUENCY is 30.
SILENCE = timedelta(seconds=120)
_DEAD = "It gave no sign of life for two minutes."
_BLOCK = "taizhang-alert"
_RUNS = ResourceSpecification(root={"prefect.resource.id": ["prefect.flow-run.*"]})
_ENDED = {f"prefect.flow-run.{name}" for name in ("Completed", "Failed", "Cancelled", "Crashed")}
_OURS = ResourceSpecification(root={"prefect.resource.id": ["prefect.tag.taizhang"], "prefect.resource.role": "tag"})
# One message that the robots of WeCom, DingTalk and Feishu all take.
_TEXT = "{{subject}}\n{{body}}"
_MESSAGE = {"msgtype": "text", "text": {"content": _TEXT}, "msg_type": "text", "content": {"text": _TEXT}}


def register(alert: str | None = None) -> list[str]:
    """Register the automations, the second one with *alert*, an address that takes messages; their names.

    One of the same name is replaced."""
    automations = [_crashed()]
    if alert:
        block = CustomWebhookNotificationBlock(
            name="taizhang", url=alert, method="POST", json_data=_MESSAGE, headers=None, cookies=None
        )
        automations.append(_alert(block.save(_BLOCK, overwrite=True)))
    with get_client(sync_client=True) as client:
        for automation in automations:
            for earlier in client.read_automations_by_name(automation.name):
                client.delete_automation(earlier.id)
            client.create_automation(automation)
    return [automation.name for automation in automations]


def _crashed() -> AutomationCore:
    return AutomationCore(
        name="taizhang: a run that gives no sign of life has crashed",
        trigger=EventTrigger(
            match=_RUNS,
            match_related=_OURS,
            for_each={"prefect.resource.id"},
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.heartbeat", *_ENDED},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENCE,
        ),
        actions=[ChangeFlowRunState.model_validate({"state": StateType.CRASHED, "message": _DEAD})],
    )


def _alert(block_id: object) -> AutomationCore:
    return AutomationCore(
        name="taizhang: somebody is told of a run that failed",
        trigger=EventTrigger(
            match=_RUNS,
            match_related=_OURS,
            expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"},
            posture=Posture.Reactive,
            threshold=1,
            within=timedelta(0),
        ),
        actions=[
            SendNotification.model_validate(
                {
                    "block_document_id": block_id,
                    "subject": "taizhang: {{ flow.name }} {{ flow_run.state.name }}",
                    "body": "{{ flow_run.state.message }}",
                }
            )
        ],
    )
