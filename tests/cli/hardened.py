#!/usr/bin/env python3
"""hardened.py FOLDER LIBRARY: whether the program and the library are built so that the machine helps
against errors in them: position-independent, stacks not executable and watched, what is bound at the
start read-only, indirect jumps marked, and, where they are optimized without a sanitizer, with the
checks of the C library. Writes TAP."""
import pathlib
import platform
import re
import subprocess
import sys

folder, library, is_fortified, is_sanitized = sys.argv[1:5]
count = failures = 0


def readelf(option, path):
    return subprocess.run(["readelf", "-W", option, path], capture_output=True, text=True, check=True).stdout


def test(name, is_good):
    global count, failures
    count += 1
    failures += not is_good
    print(f"{'ok' if is_good else 'not ok'} {count} - {name}")


for path in (pathlib.Path(folder) / "rapporteur", pathlib.Path(library)):
    name = path.name
    headers, dynamic = readelf("-hl", path), readelf("-d", path)
    symbols = readelf("--dyn-syms", path)
    test(f"{name}: its place in memory is free", bool(re.search(r"Type:\s+DYN", headers)))
    test(f"{name}: its stack is not executable", bool(re.search(r"GNU_STACK\s.*\sRW\s", headers)))
    test(f"{name}: what is bound is read-only", "GNU_RELRO" in headers and bool(re.search(r"BIND_NOW|FLAGS.*\bNOW\b", dynamic)))
    test(f"{name}: its stacks are watched", "__stack_chk_fail" in symbols)
    if is_fortified == "true":
        test(f"{name}: lengths are checked by the C library", bool(re.search(r"__(memcpy|vsnprintf|snprintf|read|sprintf|fprintf|vfprintf)_chk", symbols)))
    if platform.machine() == "x86_64" and is_sanitized == "false":
        # Every function begins with the mark, endbr64.
        test(f"{name}: jumps are marked", path.read_bytes().count(b"\xf3\x0f\x1e\xfa") > 200)
print(f"1..{count}")
sys.exit(failures > 0)
