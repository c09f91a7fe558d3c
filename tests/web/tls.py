#!/usr/bin/env python3
"""What the server takes by TLS: versions, ciphers, and the headers that go with it. Prints TAP.
tls.py FOLDER-OF-THE-PROGRAM"""
import http.client
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import warnings

# Makes no certificate of its own: where there is no openssl, nothing is tested.
MAKE = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
        "/CN=localhost", "-keyout"]


def client(version, ciphers):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    return context


def is_taken(port, version, ciphers):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        try:
            with client(version, ciphers).wrap_socket(line) as secure:
                return secure.version() is not None
        except (ssl.SSLError, ConnectionError):
            return False


def ask(port, method, path, headers, body=None):
    line = http.client.HTTPSConnection("127.0.0.1", port, timeout=20,
                                       context=client(ssl.TLSVersion.TLSv1_3, "DEFAULT"))
    line.request(method, path, body, headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer


def checks(port):
    two, three = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
    yield "TLS 1.3 is taken", is_taken(port, three, "DEFAULT")
    yield "TLS 1.2 is taken", is_taken(port, two, "ECDHE-RSA-AES128-GCM-SHA256")
    for version in ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1:
        yield f"{version.name} is refused", not is_taken(port, version, "ALL")
    for cipher in ("AES128-SHA", "AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA",
                   "ECDHE-RSA-AES256-SHA384"):
        yield f"{cipher} is refused", not is_taken(port, two, cipher)
    answer = ask(port, "GET", "/api/v1/session", {})
    yield "the browser is told to stay", answer.headers["Strict-Transport-Security"] is not None
    sent = {"Content-Type": "application/json"}
    answer = ask(port, "POST", "/api/v1/session", sent,
                 '{"name":"ada","password":"moorings-and-buoys"}')
    cookie = answer.headers["Set-Cookie"] or ""
    yield "the cookie is for TLS and this host alone", (
        cookie.startswith("__Host-rapporteur=") and "; Secure" in cookie and "Domain" not in cookie
        and "; Path=/;" in cookie)
    sent["Origin"] = f"http://127.0.0.1:{port}"
    answer = ask(port, "POST", "/api/v1/session", sent,
                 '{"name":"ada","password":"moorings-and-buoys"}')
    yield "the same host without TLS is another site", answer.status == 403


def run(program, folder):
    register = folder / "register.db"
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run([*MAKE, key, "-out", certificate], check=True, capture_output=True)
    (folder / "note.txt").write_text("A note on tides\n\nThe harbour office wrote tide tables.\n")
    subprocess.run([program, "--register", register, "add", folder / "note.txt"], check=True,
                   capture_output=True)
    subprocess.run([program, "--register", register, "users", "add", "ada", "--role",
                    "administrator"], input=b"moorings-and-buoys\n", check=True,
                   capture_output=True)
    server = subprocess.Popen([program, "--register", register, "serve", "--shared", "--port", "0",
                               "--certificate", certificate, "--key", key], stdout=subprocess.PIPE)
    try:
        port = int(server.stdout.readline().decode().rsplit(":", 1)[1].rstrip("/\n"))
        results = list(checks(port))
    finally:
        server.terminate()
        server.wait()
    print(f"1..{len(results)}")
    for number, (name, is_good) in enumerate(results, 1):
        print(f"{'ok' if is_good else 'not ok'} {number} - {name}")
    return all(is_good for _, is_good in results)


def main():
    warnings.simplefilter("ignore", DeprecationWarning)  # old versions are what is tried
    if not shutil.which("openssl"):
        print("1..0 # SKIP openssl is not there")
        return
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(not run(pathlib.Path(sys.argv[1]) / "rapporteur", pathlib.Path(folder)))


if __name__ == "__main__":
    main()
