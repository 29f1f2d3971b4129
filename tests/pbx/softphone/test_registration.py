"""What the line says while its registration is disputed."""

from pathlib import Path

from desktop_dialer.model.registration import Registered
from tests.support.softphone.phone_stage import CONFIGURATION, PhoneStage


def test_a_registration_that_is_forbidden_is_tried_again_and_blames_no_password(
    tmp_path: Path,
) -> None:
    told = {"kind": "registration", "state": "trying", "code": 403, "reason": "Forbidden"}
    with PhoneStage(tmp_path, register=[told | {"seconds": 28.4}]) as stage:
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: stage.phone.registration.state is Registered.RETRYING)
        assert stage.phone.registration.message == (
            "The PBX does not accept the registration now (403 Forbidden): the extension may be "
            "registered elsewhere, or the PBX does not allow it here. The softphone tries again in "
            "28 seconds. Until then you cannot make or receive calls here."
        )
        assert "password" not in stage.phone.registration.advice


def test_an_extension_that_is_used_elsewhere_is_told_while_it_is_so(tmp_path: Path) -> None:
    told = {"kind": "registration", "state": "registered"}
    with PhoneStage(tmp_path, register=[told | {"elsewhere": True}]) as stage:
        stage.phone.use(CONFIGURATION)
        stage.until(lambda: stage.phone.registration.state is Registered.YES)
        assert stage.phone.registration.message.endswith("This extension is also used elsewhere.")
        assert stage.phone.registration.advice
        stage.cue(**told)
        stage.until(lambda: not stage.phone.registration.advice)
        assert "elsewhere" not in stage.phone.registration.message
