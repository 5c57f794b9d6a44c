#!/usr/bin/env python3
"""Measures the packaged service: time from exec until /q/health/ready is 200, and resident memory a second later.

Usage: src/test/bench/startup.py [RUNS]      after ./mvnw package; JAVA_HOME names the JDK (25 or newer).
Prints a row for each packaging that is there: JVM, JVM with AOT cache (target/aot-app, see docs/performance.md), native.
Traffic is on loopback only; no peer is connected.
"""
import http.client
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
BOUND_SECONDS = 60
ROOT = pathlib.Path(__file__).resolve().parents[3]
JAVA = str(pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "java") if "JAVA_HOME" in os.environ else "java"
HTTP, MANAGEMENT = "18080", "19000"


def environment(cookie):
    return os.environ | {
        "QUARKUS_HTTP_HOST": "127.0.0.1", "QUARKUS_HTTP_PORT": HTTP,
        "QUARKUS_MANAGEMENT_HOST": "127.0.0.1", "QUARKUS_MANAGEMENT_PORT": MANAGEMENT,
        "QUARKUS_SHUTDOWN_DELAY": "0s",
        "NESSIE_CLUSTER_QUERY": "app.test.", "NESSIE_CLUSTER_DNS_SERVERS": "127.0.0.1:1",
        "NESSIE_CLUSTER_COOKIE_FILE": cookie, "NESSIE_CLUSTER_DISTRIBUTION_PORT": "0", "NESSIE_CLUSTER_EPMD_MODE": "none",
    }


def ready():
    connection = http.client.HTTPConnection("127.0.0.1", int(MANAGEMENT), timeout=2)
    try:
        connection.request("GET", "/q/health/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def resident_mib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def run_once(command, folder, env):
    begin = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not ready():
            if process.poll() is not None or time.perf_counter() - begin > BOUND_SECONDS:
                sys.exit(f"not ready: {command}")
            time.sleep(0.002)
        took = (time.perf_counter() - begin) * 1000
        time.sleep(1)
        memory = resident_mib(process.pid)
        process.send_signal(signal.SIGTERM)
        if process.wait(BOUND_SECONDS) != 0:
            sys.exit(f"ended with status {process.returncode}: {command}")
        return took, memory
    finally:
        if process.poll() is None:
            process.kill()


def main():
    native = next(iter((ROOT / "target").glob("*-runner")), None)
    jvm, aot = ROOT / "target/quarkus-app", ROOT / "target/aot-app"
    small = ["-XX:+UseSerialGC"]
    rows = [("JVM", jvm, [JAVA, *small, "-jar", "quarkus-run.jar"], jvm / "quarkus-run.jar"),
            ("JVM with AOT cache", aot, [JAVA, *small, "-XX:TieredStopAtLevel=1", "-XX:AOTCache=app.aot", "-jar", "quarkus-run.jar"], aot / "app.aot"),
            ("native", ROOT, [str(native)], native)]
    print(f"| {'packaging':18} | ready, ms: median (min-max) | resident, MiB |\n|---|---|---|")
    with tempfile.NamedTemporaryFile("w") as cookie:
        cookie.write("benchcookie")
        cookie.flush()
        for name, folder, command, needs in rows:
            if needs is None or not needs.exists():
                print(f"| {name:18} | not built | |")
                continue
            results = [run_once(command, folder, environment(cookie.name)) for _ in range(RUNS)]
            times, memory = [r[0] for r in results], [r[1] for r in results]
            print(f"| {name:18} | {statistics.median(times):.0f} ({min(times):.0f}-{max(times):.0f}) | "
                  f"{statistics.median(memory):.0f} |", flush=True)


main()
