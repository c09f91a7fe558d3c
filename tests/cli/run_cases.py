#!/usr/bin/env python3
"""run_cases.py PROGRAM-FOLDER: runs cases/NAME/cmd and compares what it writes with what stands
beside it: stdout, stderr and status. Prints TAP. Cases that need a terminal are skipped where the
machine has no pseudo-terminals.

Each runs under sh in an empty folder with a copy of documents/ in it and `rapporteur` in the PATH.
RAPPORTEUR_UPDATE=1 writes the expectations anew: read the difference before committing it.
"""
import os
import pathlib
import pty
import shutil
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
update = os.environ.get("RAPPORTEUR_UPDATE") == "1"


def run(case, programs):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(here / "documents", pathlib.Path(folder, "documents"))
        env = {"PATH": f"{programs}:/usr/bin:/bin", "LANG": "C", "TERM": "xterm", "HOME": folder}
        env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        done = subprocess.run(["sh", str(case / "cmd")], cwd=folder, env=env, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True)
    return {"stdout": done.stdout, "stderr": done.stderr, "status": b"%d\n" % done.returncode}


def differences(case, found):
    rows = []
    for name, data in found.items():
        path = case / name
        expected = path.read_bytes() if path.exists() else b""
        if data != expected:
            rows += [f"{name}, expected:"] + expected.decode(errors="replace").splitlines()
            rows += [f"{name}, found:"] + data.decode(errors="replace").splitlines()
    return rows


def write(case, found):
    for name, data in found.items():
        if data:
            (case / name).write_bytes(data)
        else:
            (case / name).unlink(missing_ok=True)


def has_terminals():
    """Whether this machine gives pseudo-terminals (a chroot without /dev/pts does not)."""
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError:
        return False
    return True


def main():
    programs = pathlib.Path(sys.argv[1]).resolve()
    cases = sorted(path.parent for path in here.glob("cases/*/cmd"))
    failed = 0
    terminals = has_terminals()
    for number, case in enumerate(cases, 1):
        if not terminals and "script -" in (case / "cmd").read_text():
            print(f"ok {number} - {case.name} # SKIP no pseudo-terminal here")
            continue
        found = run(case, programs)
        if update:
            write(case, found)
        rows = differences(case, found)
        failed += bool(rows)
        print(f"{'not ok' if rows else 'ok'} {number} - {case.name}")
        for row in rows:
            print(f"# {row}")
    print(f"1..{len(cases)}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
