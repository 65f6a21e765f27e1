"""From where plans are published to the store: channels (``sources.toml``), polls, and the bytes that landed.

Errors are those of :mod:`raw.sources.errors`; only :mod:`~raw.sources.storage` and :mod:`~raw.sources.origins` do
without the extra ``sources``.
"""
