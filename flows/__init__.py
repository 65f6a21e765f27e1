"""Prefect flows: the steps of :mod:`warehouse.ingesting` with records and retries. No logic of their own."""

import gc

# Prefect's modules hold more objects than all that is ours, and hold them to the end of the process. The garbage
# collector would look through them over and over while they are imported and while files are read: 0.7 s of CPU.
_collects = gc.isenabled()
gc.disable()
try:
    import prefect.flow_engine
    import prefect.task_engine  # noqa: F401

    gc.freeze()
finally:
    if _collects:
        gc.enable()
