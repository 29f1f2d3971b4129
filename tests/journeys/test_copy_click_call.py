"""Copy, click, call."""

from .agent_desk import AgentDesk


def test_copy_then_click_is_one_call(desk: AgentDesk) -> None:
    desk.start_app()
    desk.copy("Client: (082) 000-1234, ref 7")
    desk.prompt()
    desk.settle()
    desk.click_icon()
    assert "agent 204 rings" in desk.call()
    [call] = desk.calls()
    assert (call["agent"], call["callee"]) == ("204", "0820001234")
    assert desk.no_more_calls()
    assert "820001234" not in desk.log()
    assert "Client" not in desk.log()
    assert desk.end_app() == 0


def test_a_copy_alone_calls_nobody(desk: AgentDesk) -> None:
    desk.start_app()
    desk.copy("082 000 1234")
    desk.prompt()
    assert desk.no_more_calls()
