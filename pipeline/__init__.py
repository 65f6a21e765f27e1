"""Reads published plans: bytes in, a structured :class:`pipeline.models.Extraction` out.

The pipeline opens no database, imports no orchestrator and prints nothing.
"""

from pipeline.extraction import extract, rules_version
from pipeline.models import Extraction, PipelineError, SourceFile, UnreadableSource

__all__ = ["Extraction", "PipelineError", "SourceFile", "UnreadableSource", "extract", "rules_version"]
