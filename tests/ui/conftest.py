"""Windows on Qt's offscreen platform."""

import pytest


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The platform is chosen here: the application is older than any test's environment."""
    return ["desktop-dialer", "-platform", "offscreen", "-style", "fusion"]
