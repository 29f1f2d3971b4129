"""The words of notifications: dunst tells those that it has shown and taken away."""

from tests.support.journeys.agent_desk import AgentDesk

_DUNST = ("-d", "org.freedesktop.Notifications", "-o", "/org/freedesktop/Notifications")


def notified(desk: AgentDesk) -> str:
    """Take away what dunst shows; the words of all that it has shown so far."""
    call = ("gdbus", "call", "--session", *_DUNST, "-m")
    desk.run(*call, "org.dunstproject.cmd0.NotificationCloseAll")
    return desk.run(*call, "org.dunstproject.cmd0.NotificationListHistory")
