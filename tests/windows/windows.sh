#!/usr/bin/env bash
# The Windows program (x86_64-pc-windows-gnu), checked, built and run on Debian 12 (amd64).
#
#   windows.sh setup              fetches compilers and Wine, builds Windows' standard library: once, 1 to 3 minutes
#   windows.sh cargo COMMAND …    cargo for the Windows target: clippy, build, test (tests run under Wine)
#   windows.sh wine PROGRAM …     runs a Windows program, on a Windows in the language of $WINDOWS_LANGUAGE (nb_NO)
#   windows.sh xcheck TARGET …    type-checks for x86_64-pc-windows-msvc or aarch64-apple-darwin; links nothing
#
# Nothing is installed: some 500 MB of Debian packages are unpacked under a cache folder (2.7 GB in the end),
# $EID_READY_WINDOWS or ~/.cache/eid-ready-windows. Only where apt has no lists yet they are fetched, as root. Why Debian's
# rustc-web: its sources come with it, so the Windows standard library can be built from packages and crates alone.
# The Linux build stays the judge of the oldest compiler that will do.
#
# Wine 8 lacks bcryptprimitives.dll, and its winscard.dll answers nothing: shims/ has stand-ins, for tests only.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${EID_READY_WINDOWS:-${XDG_CACHE_HOME:-$HOME/.cache}/eid-ready-windows}
root=$cache/root
libraries=$root/usr/lib/x86_64-linux-gnu
target=x86_64-pc-windows-gnu
system32=$cache/prefix/drive_c/windows/system32

main() {
  local command=${1:-}
  [ $# -eq 0 ] || shift
  case $command in
    setup) setup ;;
    cargo) setup >&2; run_cargo "$@" ;;
    wine) setup >&2; run_wine "$@" ;;
    xcheck) setup >&2; run_xcheck "$@" ;;
    *) sed -n '2,7p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
  esac
}

# Two at once, as with two terminals, take turns.
setup() {
  mkdir -p "$cache"
  exec 9>"$cache/.lock"
  flock 9
  if [ ! -e "$cache/.done" ]; then
    rm -rf "${cache:?}"/{debs,root,bin,std,prefix}
    fetch
    (compile_standard_library)
    make_prefix
    touch "$cache/.done"
  fi
  make_shims
  make_languages
  exec 9>&-
}

run_cargo() {
  use_compiler
  local command=$1
  shift
  exec cargo "$command" --target "$target" "$@"
}

run_wine() {
  use_wine
  # Set here and not in this shell, which would look for the language itself and complain.
  exec env "LC_ALL=${WINDOWS_LANGUAGE:-en_GB}.UTF-8" "LOCPATH=$cache/locale" "$WINELOADER" "$@"
}

# The C code of crates is not compiled: a compiler that does nothing stands in.
run_xcheck() {
  use_compiler
  local other=$1 name=${1//-/_} nothing=$cache/bin/nothing
  shift
  printf '#!/bin/sh\nfor a; do case "$a" in [-/]out:*) : >"${a#?out:}" ;; esac; done\n' >"$nothing"
  chmod +x "$nothing"
  export "CC_$name=$nothing" "AR_$name=$nothing" "RANLIB_$name=$nothing" RUSTC_BOOTSTRAP=1
  exec cargo check -Zbuild-std=std,panic_unwind,panic_abort,proc_macro,test --target "$other" "$@"
}

use_compiler() {
  export PATH="$cache/bin:$root/usr/bin:$PATH" LD_LIBRARY_PATH=$libraries RUSTC=$root/usr/bin/rustc
  export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc
  export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER="$here/windows.sh wine" EID_READY_WINDOWS=$cache
  unset RUSTC_WRAPPER RUSTUP_TOOLCHAIN
}

use_wine() {
  export WINEPREFIX=$cache/prefix WINEDEBUG=${WINEDEBUG--all} LD_LIBRARY_PATH=$libraries HOME=$cache/home
  export WINESERVER=$root/usr/lib/wine/wineserver64 WINELOADER=$root/usr/lib/wine/wine64
  # n: ours, from system32. No Mono and no Gecko: nothing here wants them, and they would be asked for.
  export WINEDLLOVERRIDES='mscoree,mshtml=;bcryptprimitives,winscard=n'
  unset DISPLAY
  mkdir -p "$HOME"
}

fetch() {
  if ! apt-cache show rustc-web >/dev/null 2>&1; then
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
  fi
  # The packages whose names hold a version: what depends on them knows it.
  local std llvm
  std=$(dependency libstd-rust-web-dev '^libstd-rust-web-[0-9]')
  llvm=$(dependency "$std" '^libllvm')
  local wanted=(rustc-web cargo-web rust-web-src rust-web-clippy libstd-rust-web-dev "$std" "$llvm"
    binutils-mingw-w64-x86-64 mingw-w64-common mingw-w64-x86-64-dev gcc-mingw-w64-base
    gcc-mingw-w64-x86-64-win32 gcc-mingw-w64-x86-64-win32-runtime wine64 libwine libz-mingw-w64)
  # And the libraries of those that this machine lacks: a simulation takes no lock and installs nothing.
  local lacking
  lacking=$(apt-get install -s --no-install-recommends "${wanted[@]}" | awk '/^Inst/ {print $2}')
  mkdir -p "$cache"/{debs,bin}
  (
    cd "$cache/debs"
    printf '%s\n' "${wanted[@]}" $lacking | sort -u |
      xargs apt-get -qq -o APT::Sandbox::User=root download >/dev/null
    for package in *.deb; do dpkg -x "$package" "$root"; done
  )
  rm -rf "$cache/debs"
  # What update-alternatives would do.
  ln -s "$root/usr/bin/x86_64-w64-mingw32-gcc-win32" "$cache/bin/x86_64-w64-mingw32-gcc"
}

dependency() {
  apt-cache depends "$1" | awk -v pattern="$2" '$1 == "Depends:" && $2 ~ pattern {print $2; exit}'
}

# Into the compiler's own folder, so that everyday builds need no unstable flag.
compile_standard_library() {
  use_compiler
  mkdir -p "$cache/std/src"
  cd "$cache/std"
  printf '[package]\nname = "std-for-windows"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' >Cargo.toml
  : >src/lib.rs
  # panic_abort must be compiled as what it is for, as rustc's own bootstrap does.
  printf '#!/bin/sh\ncase " $* " in *" --crate-name panic_abort "*) exec "$@" -Cpanic=abort ;; esac\nexec "$@"\n' >wrap
  chmod +x wrap
  RUSTC_WRAPPER=$PWD/wrap RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$PWD/out \
    cargo build --quiet --release --target "$target" -Zbuild-std=std,panic_unwind,panic_abort,proc_macro,test
  local installed=$root/usr/lib/rustlib/$target/lib
  mkdir -p "$installed"
  rm -f out/"$target"/release/deps/libstd_for_windows-*
  cp out/"$target"/release/deps/*.rlib "$installed/"
  rm -rf out
}

make_prefix() {
  # What libwine's own installation would do: zlib as one of Wine's libraries, with Wine's mark in it.
  local zlib=$root/usr/x86_64-w64-mingw32/lib/zlib1.dll
  { head -c 64 "$zlib"; printf 'Wine builtin DLL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'; tail -c +97 "$zlib"; } \
    >"$libraries/wine/x86_64-windows/zlib1.dll"
  sed -i "s#=/usr/lib/wine#=$root/usr/lib/wine#" "$root/usr/lib/wine/wineserver"
  (
    use_wine
    timeout 300 "$WINELOADER" wineboot -i >/dev/null 2>&1 || true
    "$WINESERVER" -w
  )
  [ -d "$system32" ] || { echo "Wine made no Windows folder at $system32" >&2; exit 1; }
}

# Made again when their source is newer, and put in place when something else stands there.
make_shims() {
  local made=$cache/shims name
  mkdir -p "$made"
  for name in bcryptprimitives winscard; do
    [ "$made/$name.dll" -nt "$here/shims/$name.c" ] || (
      use_compiler
      x86_64-w64-mingw32-gcc -O2 -Wall -Werror -s -shared -o "$made/$name.dll" "$here/shims/$name.c" \
        -ladvapi32 -lws2_32
    )
    cmp -s "$made/$name.dll" "$system32/$name.dll" || {
      # Replaced, not written over: a program may be running from it.
      cp "$made/$name.dll" "$system32/$name.new"
      mv -f "$system32/$name.new" "$system32/$name.dll"
    }
  done
}

# Wine's Windows speaks the language of its Unix locale. Without one, arguments and file names would be ASCII, too.
make_languages() {
  local sources=$cache/locales name
  for name in en_GB nb_NO nn_NO sv_SE; do
    [ ! -d "$cache/locale/$name.UTF-8" ] || continue
    if [ ! -d "$sources" ]; then
      (
        mkdir -p "$sources"
        cd "$sources"
        apt-get -qq -o APT::Sandbox::User=root download locales >/dev/null
        dpkg -x locales_*.deb . && rm locales_*.deb
      )
    fi
    mkdir -p "$cache/locale"
    I18NPATH=$sources/usr/share/i18n localedef -i "$name" -f UTF-8 "$cache/locale/$name.UTF-8"
  done
}

main "$@"
