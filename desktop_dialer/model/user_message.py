"""A message for the agent: what happened, and what to do now."""

from dataclasses import dataclass

from ..translation import tr


@dataclass(frozen=True, slots=True)
class UserMessage:
    """`message`: what happened. `advice`: what to do now, "" = nothing.

    In a table of constants both are untranslated, with named fields; see `translated`.
    """

    message: str
    advice: str = ""

    def translated(self, **fields: str) -> "UserMessage":
        """Both in the agent's language, with these values for their fields."""
        message, advice = (tr(text).format(**fields) for text in (self.message, self.advice))
        return UserMessage(message, advice)
