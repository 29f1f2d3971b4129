"""A certificate's fingerprint as programs write it for comparing: pairs with colons."""

_PAIRS_IN_A_LINE = 16


def grouped(fingerprint: str) -> str:
    """64 hexadecimal digits → two lines of sixteen pairs (the form of `openssl x509`)."""
    digits = fingerprint.upper()
    pairs = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    lines = [pairs[at : at + _PAIRS_IN_A_LINE] for at in range(0, len(pairs), _PAIRS_IN_A_LINE)]
    return "\n".join(":".join(line) for line in lines)
