"""A mail server for a test: silent at first, then one that takes letters and keeps them."""

import email
import socketserver
import threading
from contextlib import contextmanager


class _Letters(socketserver.StreamRequestHandler):
    """As much of SMTP as a client without encryption or sign-in needs."""

    def handle(self):
        self._say("220 ready")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append(email.message_from_bytes(b"".join(lines)))
                self.server.came.set()
            self._say("221 bye" if word == b"QUIT" else "250 ok")
            if word == b"QUIT":
                return

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Listens at a free port; `letters` are those that came."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Letters)
        self.letters, self.came, self.answering = [], threading.Event(), None

    @property
    def address(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def wait_for_caller(self, seconds):
        """A connection of somebody to whom nothing is said."""
        self.socket.settimeout(seconds)
        return self.socket.accept()[0]

    def wait_for_letter(self, seconds):
        assert self.came.wait(seconds), "no letter came"
        return self.letters[0]

    def answer(self):
        """From now on, talk."""
        self.socket.settimeout(None)
        self.answering = threading.Thread(target=self.serve_forever, daemon=True)
        self.answering.start()


@contextmanager
def mail_server():
    with MailServer() as server:
        yield server
        if server.answering:
            server.shutdown()
