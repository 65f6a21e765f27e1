"""The command ``taizhang``. It parses arguments and shows results; the work is done by :mod:`warehouse`."""
