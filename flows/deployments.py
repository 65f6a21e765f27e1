"""The deployments of ``prefect.yaml``: registered on a running Prefect server, or run in one long process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from importlib import import_module, resources
from pathlib import Path
from typing import Any

import httpx
import yaml
from prefect import Flow, get_client, serve
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.types.entrypoint import EntrypointType

from raw.sources.remote import is_address
from warehouse.errors import WarehouseError

#: Parameters that hold a path or a list of paths.
_PATHS = frozenset({"sources", "warehouse", "folder", "paths", "parts"})


class DeploymentError(WarehouseError):
    """The deployments cannot be registered or run."""


def read(file: Path | None, home: Path, given: Mapping[str, str | Path | None]) -> list[RunnerDeployment]:
    """The deployments of *file*, or those shipped; paths made absolute from the folder *home*. What is *given*, unless
    it is None, every flow gets that has a parameter of that name.

    Raises:
        DeploymentError: the file is wrong.
    """
    try:
        text = file.read_text("utf-8") if file else resources.files("flows").joinpath("prefect.yaml").read_text("utf-8")
        return [_deployment(entry, home, given) for entry in yaml.safe_load(text)["deployments"]]
    except OSError as error:
        raise DeploymentError(f"{file} cannot be read: {error.strerror or error}.") from None
    except (yaml.YAMLError, KeyError, TypeError, ValueError, ImportError, AttributeError) as error:
        raise DeploymentError(f"{file or 'flows/prefect.yaml'} is no file of deployments: {error!r}.") from None


def _deployment(entry: dict[str, Any], home: Path, given: Mapping[str, str | Path | None]) -> RunnerDeployment:
    module, _, name = entry["entrypoint"].rpartition(".")
    flow: Flow[..., Any] = getattr(import_module(module), name)
    wanted = {key: value for key, value in given.items() if value is not None and key in flow.parameters.properties}
    parameters = {
        key: _absolute(value, home) if key in _PATHS and value is not None else value
        for key, value in (entry.get("parameters", {}) | wanted).items()
    }
    flow.validate_parameters(parameters)
    return RunnerDeployment.from_flow(
        flow,
        name=entry["name"],
        description=entry.get("description"),
        tags=entry.get("tags", []),
        parameters=parameters,
        schedules=[_schedule(**each) for each in entry.get("schedules", [])],
        work_pool_name=entry.get("work_pool", {}).get("name"),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _schedule(
    *, cron: str | None = None, interval: float | None = None, timezone: str = "Asia/Shanghai"
) -> CronSchedule | IntervalSchedule:
    """By cron or by an interval in seconds, as Prefect's own prefect.yaml has them."""
    if interval is not None:
        return IntervalSchedule(interval=timedelta(seconds=interval), timezone=timezone)
    return CronSchedule.model_validate({"cron": cron, "timezone": timezone})


def _absolute(value: Any, home: Path) -> Any:  # noqa: ANN401 - as YAML holds it
    if isinstance(value, list):
        return [_absolute(each, home) for each in value]
    return str(value) if is_address(value) else str(home / value)


def register(deployments: list[RunnerDeployment], pool: str | None = None) -> list[str]:
    """Register *deployments*, and the work *pool* (else that of the file) of type process where there is none; their
    full names. Schedules that the file does not hold any more are removed.

    Raises:
        DeploymentError: there is no running server.
    """
    _assert_server()
    names = []
    with get_client(sync_client=True) as client:
        for deployment in deployments:
            if pool:
                deployment.work_pool_name = pool
            if deployment.work_pool_name:
                with suppress(ObjectAlreadyExists):
                    client.create_work_pool(WorkPoolCreate(name=deployment.work_pool_name, type="process"))
            name = f"{deployment.flow_name}/{deployment.name}"
            _clear_schedules(client, name)
            deployment.apply()
            names.append(name)
    return names


def _clear_schedules(client: Any, name: str) -> None:  # noqa: ANN401 - Prefect's client has no name for its type
    """Registering adds schedules and never takes one away."""
    try:
        known = client.read_deployment_by_name(name)
    except ObjectNotFound:
        return
    for schedule in client.read_deployment_schedules(known.id):
        client.delete_deployment_schedule(known.id, schedule.id)


def run(deployments: list[RunnerDeployment]) -> None:
    """Register *deployments* without a work pool and run them in this process, one at a time, until it ends.

    Raises:
        DeploymentError: there is no running server.
    """
    _assert_server()
    os.environ.setdefault("PREFECT_FLOWS_HEARTBEAT_FREQUENCY", "30")
    with get_client(sync_client=True) as client:
        for deployment in deployments:
            deployment.work_pool_name = None
            _clear_schedules(client, f"{deployment.flow_name}/{deployment.name}")
    serve(*deployments, pause_on_shutdown=False, limit=1)


def _assert_server() -> None:
    """Without a running server Prefect starts one that ends with this process."""
    api = os.environ.get("PREFECT_API_URL")
    if not api:
        raise DeploymentError(
            "PREFECT_API_URL is not set; start a server with `prefect server start` and set it to "
            "http://127.0.0.1:4200/api."
        )
    try:
        httpx.get(f"{api.rstrip('/')}/health", timeout=10).raise_for_status()
    except httpx.HTTPError:
        raise DeploymentError(f"No Prefect server answers at {api}; start it with `prefect server start`.") from None
