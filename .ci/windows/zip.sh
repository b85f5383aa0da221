#!/usr/bin/env bash
# Makes eid-ready-VERSION-windows-x86_64.zip, which can be handed to a workstation: `bash .ci/windows/zip.sh`.
# Builds the release first unless --no-build says that it is built. Writes into target/windows, and tells where.
# The same program gives the same zip, byte for byte: names in order, one time, no owners.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

target=target/windows
built=$target/x86_64-pc-windows-gnu/release/eid-ready.exe
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
name=eid-ready-$version-windows-x86_64
folder=$target/$name

# The standard library of tests/windows/windows.sh has no bitcode, which optimising at link time would need.
export CARGO_PROFILE_RELEASE_LTO=off
[ "${1:-}" = --no-build ] ||
  bash tests/windows/windows.sh cargo build --locked --release --bin eid-ready --target-dir "$target"

# Only libraries that every Windows has: the program must start from a share, with nothing beside it.
allowed='^(advapi32|api-ms-win-[a-z0-9-]+|bcrypt|bcryptprimitives|crypt32|kernel32|ktmw32|msvcrt|ncrypt|ntdll|ole32|oleaut32|secur32|shell32|shlwapi|user32|userenv|winscard|ws2_32)\.dll$'
needed=$(objdump -p "$built" | sed -n 's/.*DLL Name: //p' | tr 'A-Z' 'a-z' | sort -u)
grep -qx 'kernel32\.dll' <<<"$needed" || { echo "what $built needs cannot be read" >&2; exit 1; }
if foreign=$(grep -vE "$allowed" <<<"$needed"); then
  echo "the program needs libraries that Windows does not bring: $foreign" >&2
  exit 1
fi

rm -rf "$folder" "$folder.zip"
mkdir -p "$folder"
cp "$built" "$folder/eid-ready.exe"
# As Notepad and cmd.exe read them. The byte order mark tells old Notepads of UTF-8.
{ printf '\xEF\xBB\xBF'; sed "s/@VERSION@/$version/" .ci/windows/LESMEG.txt; } | sed 's/$/\r/' >"$folder/LESMEG.txt"
sed 's/$/\r/' .ci/windows/sjekk-kortet.cmd >"$folder/sjekk-kortet.cmd"
sed 's/$/\r/' LICENSE >"$folder/LICENSE.txt"
python3 .ci/windows/third_party.py | sed 's/$/\r/' >"$folder/THIRD-PARTY.txt"
python3 .ci/windows/pack.py "$folder" "$folder.zip"
sha256sum "$folder.zip"
