"""Packs a folder: `pack.py FOLDER FILE.zip`. In order of names and all of one time, so that the bytes depend on nothing else."""

import pathlib
import sys
import zipfile

# The first moment that a zip can tell.
MOMENT = (1980, 1, 1, 0, 0, 0)

folder, target = map(pathlib.Path, sys.argv[1:])
with zipfile.ZipFile(target, "w") as archive:
    for path in sorted(folder.iterdir()):
        entry = zipfile.ZipInfo(f"{folder.name}/{path.name}", MOMENT)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, path.read_bytes(), compresslevel=9)
