"""Sets one key of a TOML file as a careful Python script would: filelock, tomlkit, temporary file, fsync, rename.

Usage: tomlkit_set.py FILE KEY VALUE
"""

import os
import sys
import tempfile

import filelock
import tomlkit

path, key, value = sys.argv[1:]
with filelock.FileLock(path + ".lock"):
    with open(path, encoding="utf-8", newline="") as source:
        document = tomlkit.parse(source.read())
    document["slots"][key] = int(value)
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path))
    with open(descriptor, "w", encoding="utf-8", newline="") as target:
        target.write(tomlkit.dumps(document))
        target.flush()
        os.fsync(target.fileno())
    os.replace(temporary, path)
