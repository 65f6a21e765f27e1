"""The room of bytes as they were published: what brings them here (channels, polling) and what keeps them (the store).

Beside the code lie ``inbox/`` (drop files here), ``samples/`` (shipped) and ``store/`` (landed bytes by hash).
"""
