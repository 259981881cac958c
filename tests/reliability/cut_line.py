"""A line to a database that can be cut and mended: a proxy on this machine that passes bytes on."""

import socket
import threading
from contextlib import contextmanager, suppress


class Line:
    """Passes on what comes to `port`, while it is whole. Cutting it ends every connection and takes no new one."""

    def __init__(self, target):
        self.target = target
        self.whole = True
        self.open = set()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._welcome, daemon=True).start()

    def cut(self):
        self.whole = False
        for one in list(self.open):
            self._end(one)

    def mend(self):
        self.whole = True

    def close(self):
        self.cut()
        self.door.close()

    def _welcome(self):
        while True:
            try:
                here, _ = self.door.accept()
            except OSError:
                return
            if not self.whole:
                here.close()
                continue
            there = socket.create_connection(self.target)
            self.open |= {here, there}
            for pair in ((here, there), (there, here)):
                threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source, target):
        with suppress(OSError):
            while content := source.recv(65536):
                target.sendall(content)
        for one in (source, target):
            self._end(one)

    def _end(self, one):
        self.open.discard(one)
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


@contextmanager
def line_to(host, port):
    line = Line((host, port))
    try:
        yield line
    finally:
        line.close()
