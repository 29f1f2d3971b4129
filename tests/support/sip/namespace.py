"""Two hosts on a wire: network namespaces of the test's own, with addresses that are not loopback.

Chromium treats loopback kindly: a page may open any `ws://127.0.0.1`, and ICE leaves loopback
out. Only a PBX at another address proves that the phone works in an office.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import TracebackType
from typing import Self

_CLONE_NEWNET = 0x40000000  # linux/sched.h; os.unshare and os.setns are Python 3.12
_NOWHERE = "02:00:00:00:00:99"  # a locally administered MAC that nobody has
_libc = ctypes.CDLL(None, use_errno=True)


class NoNamespaces(Exception):
    """This machine does not let us make one; str() says why and what to do."""


class Host:
    """A network namespace with lo up. It lasts until `close`, or until this process ends."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.address = ""
        self._far = ""
        self._fd = _new_namespace()
        self.run("ip", "link", "set", "lo", "up")

    def close(self) -> None:
        """Let it go; it lives on while a process is in it."""
        os.close(self._fd)

    @property
    def path(self) -> str:
        """Of the namespace, for `nsenter --net=` and `ip`, from any process."""
        return f"/proc/{os.getpid()}/fd/{self._fd}"

    def command(self, *command: str) -> list[str]:
        """The command that runs this command here, for whoever starts it."""
        return ["nsenter", f"--net={self.path}", *command]

    def run(self, *command: str) -> str:
        """Run a command here to its end; what it says. AssertionError if it fails."""
        with self.entered():
            done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
        assert done.returncode == 0, f"{self.name}: {' '.join(command)}: {done.stderr}"
        return done.stdout

    @contextmanager
    def entered(self) -> Iterator[None]:
        """This thread is here meanwhile: sockets it opens and programs it starts belong here.

        They stay here afterwards. Other threads are where they were.
        """
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            _libc_call("setns", self._fd, _CLONE_NEWNET)
            try:
                yield
            finally:
                _libc_call("setns", home, _CLONE_NEWNET)
        finally:
            os.close(home)

    def plug_in(self, address: str, far: str) -> None:
        """Give the wire's end here its address (IPv4, /24) and a default route over `far`."""
        self._far = far
        self.address = address
        self.run("ip", "address", "add", f"{address}/24", "dev", "wire")
        self.run("ip", "link", "set", "wire", "up")
        self.run("ip", "route", "add", "default", "via", far)

    def move_to(self, address: str) -> None:
        """Another network: the old address is gone first, what was bound to it hears nothing."""
        self.run("ip", "address", "flush", "dev", "wire", "scope", "global")
        self.plug_in(address, self._far)

    def unplug(self) -> None:
        """The link is down and says so: no address works, programs that watch are told."""
        self.run("ip", "link", "set", "wire", "down")

    def plug_in_again(self) -> None:
        """As before `unplug`: link, address, default route."""
        self.run("ip", "link", "set", "wire", "up")
        self.run("ip", "route", "replace", "default", "via", self._far)

    def lose_everything(self) -> None:
        """What is sent from here gets lost on the way, and nobody is told."""
        self.run(*self._neighbour("replace"), "lladdr", _NOWHERE, "nud", "permanent")

    def lose_nothing(self) -> None:
        """As before `lose_everything`."""
        self.run(*self._neighbour("del"))

    def _neighbour(self, change: str) -> tuple[str, ...]:
        return ("ip", "neighbour", change, self._far, "dev", "wire")


def entered(host: Host | None) -> AbstractContextManager[None]:
    """`host.entered()`, or nothing for None: where we are."""
    return host.entered() if host else nullcontext()


class TwoHosts:
    """`pbx` at 10.99.0.1 and `agent` at 10.99.0.2, each the other's default route.

    Raises NoNamespaces.
    """

    def __init__(self) -> None:
        _can_make_namespaces()
        self.pbx, self.agent = Host("pbx"), Host("agent")
        ends = ("name", "wire", "type", "veth", "peer", "name", "wire", "netns", self.agent.path)
        self.pbx.run("ip", "link", "add", *ends)
        self.pbx.plug_in("10.99.0.1", far="10.99.0.2")
        self.agent.plug_in("10.99.0.2", far="10.99.0.1")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.agent.close()
        self.pbx.close()


def _can_make_namespaces() -> None:
    missing = [name for name in ("ip", "nsenter") if shutil.which(name) is None]
    if missing:
        raise NoNamespaces(
            f"{' and '.join(missing)} missing: `make test` installs iproute2 and util-linux"
        )


def _new_namespace() -> int:
    """A file descriptor that keeps it; made in a thread of its own, so that we stay where we are.

    Raises NoNamespaces.
    """
    made: list[int | OSError] = []

    def make() -> None:
        try:
            _libc_call("unshare", _CLONE_NEWNET)
            made.append(os.open("/proc/thread-self/ns/net", os.O_RDONLY))
        except OSError as error:
            made.append(error)

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    result = made[0]
    if isinstance(result, OSError):
        raise NoNamespaces(_why_not(result)) from result
    return result


def _why_not(error: OSError) -> str:
    if sys.platform != "win32" and os.geteuid() != 0:
        return (
            "A network of the test's own needs root, and these tests run as another user:"
            f" run them as root, or in a container that is. ({error})"
        )
    return (
        "We are root, but this machine or container does not let us make network namespaces:"
        f" it needs CAP_SYS_ADMIN and CAP_NET_ADMIN (docker: --privileged). ({error})"
    )


def _libc_call(name: str, *arguments: int) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
