#!/usr/bin/env python3
"""The least that linking nodes takes: one thread and epoll, EPMD's answer and the handshake, no more. For io.nessiecluster.swarm.

Arguments: the port of EPMD, the own name, the cookie, the basename of the nodes; then their addresses. Does as lines on standard
input say:
  round      dials all nodes, and waits until each has proven the cookie, or 60 s
  connected  tells how many links are up
Protocol: ERTS User's Guide, "Distribution Protocol".
"""
import hashlib
import os
import select
import socket
import struct
import sys
import time

FLAGS = 0x507075FBC  # a hidden node that OTP 25 takes
CREATION = 4711
BOUND_SECONDS = 60

epmd_port, name, cookie, basename, *addresses = sys.argv[1:]
port_please = struct.pack(">HB", 1 + len(basename), 122) + basename.encode()
send_name = struct.pack(">cQIH", b"N", FLAGS, CREATION, len(name)) + name.encode()
send_name = struct.pack(">H", len(send_name)) + send_name


def digest(challenge):
    return hashlib.md5(cookie.encode() + str(challenge).encode()).digest()


class Dial:
    """One dial; its steps are a generator that yields when it must wait for its socket."""

    def __init__(self, address, poll, under_way):
        self.address = address
        self.poll = poll
        self.under_way = under_way
        self.steps = self.run()
        next(self.steps)

    def connect(self, port):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        self.under_way[self.socket.fileno()] = self
        self.poll.register(self.socket, select.EPOLLIN | select.EPOLLOUT | select.EPOLLET)
        self.socket.connect_ex((self.address, port))

    def forget(self):
        del self.under_way[self.socket.fileno()]

    def receive(self, data, complete):
        """What has come, data included, once it is complete."""
        while not complete(data):
            yield
            try:
                more = self.socket.recv(2048)
            except BlockingIOError:
                continue
            if not more:
                raise OSError(f"{self.address} closed the connection")
            data += more
        return data

    def run(self):
        self.connect(int(epmd_port))
        yield
        self.socket.send(port_please)
        answer = yield from self.receive(b"", lambda data: len(data) >= 4)
        if answer[:2] != b"\x77\0":
            raise OSError(f"EPMD at {self.address} knows no {basename}")
        self.forget()
        self.socket.close()
        self.connect(struct.unpack_from(">H", answer, 2)[0])
        yield
        self.socket.send(send_name)
        data = yield from self.receive(b"", whole)
        status, data = packet(data)
        if status not in (b"sok", b"sok_simultaneous"):
            raise OSError(f"{self.address} says {status}")
        data = yield from self.receive(data, whole)
        challenge = struct.unpack_from(">I", packet(data)[0], 9)[0]
        mine = int.from_bytes(os.urandom(4), "big")
        self.socket.send(struct.pack(">HcI", 21, b"r", mine) + digest(challenge))
        data = yield from self.receive(b"", whole)
        if packet(data)[0] != b"a" + digest(mine):
            raise OSError(f"{self.address} has another cookie")
        self.forget()


def whole(data):
    return len(data) >= 2 and len(data) >= 2 + struct.unpack_from(">H", data)[0]


def packet(data):
    end = 2 + struct.unpack_from(">H", data)[0]
    return data[2:end], data[end:]


def dial_all():
    poll = select.epoll()
    under_way = {}
    end = time.monotonic() + BOUND_SECONDS
    dials = [Dial(address, poll, under_way) for address in addresses]
    while under_way:
        ready = poll.poll(end - time.monotonic(), 256)
        if not ready:
            raise TimeoutError(f"{len(under_way)} nodes have not answered in time")
        for number, _ in ready:
            if number in under_way:
                next(under_way[number].steps, None)
    return [dial.socket for dial in dials]


def is_up(link):
    try:
        return link.recv(1, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


links = []
print("ready", flush=True)
for line in sys.stdin:
    if line == "round\n":
        links = dial_all()
        print("ok", flush=True)
    elif line == "connected\n":
        print("ok", sum(map(is_up, links)), flush=True)
