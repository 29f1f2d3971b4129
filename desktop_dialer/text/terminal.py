"""Text for a terminal, which acts on control characters instead of showing them."""


def for_terminal(text: str) -> str:
    r"""`text` on one line, with every character that cannot be printed as its escape ("\x1b").

    Control characters, line breaks, direction marks, invisible and half characters could colour
    or delete a terminal's lines, reorder them or add some that look like ours. Arguments,
    settings files, the environment and the PBX can all contain them.
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    return character if character.isprintable() else ascii(character)[1:-1]
