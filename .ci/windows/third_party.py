"""The licences of the crates that are in the Windows program: names, versions, what each says, and its own licence texts."""

import json
import pathlib
import subprocess

TARGET = "x86_64-pc-windows-gnu"
# What a crate calls the file that has its licence.
NAMES = ("license", "licence", "copying", "copyright", "notice", "unlicense")


def main():
    packages = {package["id"]: package for package in metadata()["packages"]}
    inside = sorted(linked(), key=lambda one: (packages[one]["name"], packages[one]["version"]))
    print("eid-ready contains the following crates (https://crates.io), each under the licence that it names.\n")
    for one in inside:
        package = packages[one]
        print(f"{package['name']} {package['version']}: {package['license'] or 'see its text below'}")
    # Most texts are the same but for a line; each is printed once, with all that carry it.
    texts = {}
    for one in inside:
        package = packages[one]
        for path in sorted(pathlib.Path(package["manifest_path"]).parent.iterdir()):
            if path.is_file() and path.name.lower().startswith(NAMES):
                text = path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip()
                texts.setdefault(text, []).append(f"{package['name']} {package['version']}")
    for text, carriers in texts.items():
        print("\n" + "=" * 78 + "\n" + ", ".join(dict.fromkeys(carriers)) + "\n" + "=" * 78 + "\n" + text)


def metadata():
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", TARGET]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def linked():
    """What the program depends on when it runs: neither build scripts nor tests."""
    resolve = metadata()["resolve"]
    nodes = {node["id"]: node for node in resolve["nodes"]}
    seen, waiting = set(), [resolve["root"]]
    while waiting:
        for dependency in nodes[waiting.pop()]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]) and dependency["pkg"] not in seen:
                seen.add(dependency["pkg"])
                waiting.append(dependency["pkg"])
    return seen


main()
