"""Texts of others in tooltips."""


def plain_tip(text: str) -> str:
    """`text` as a tooltip shows it. Qt takes what looks like a tag for rich text.

    Such a text could name files and hosts, and callers and PBXs write parts of ours.
    """
    return text.replace("<", "‹")
