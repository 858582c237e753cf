def unflowed(text: str, *, delsp: bool) -> str:
    """Text of format=flowed as whole paragraphs (RFC 3676): soft breaks joined, space-stuffing undone."""
    lines: list[str] = []
    joined: list[str] = []
    joined_depth = -1
    for line in text.split("\n"):
        depth, content = _depth_and_content(line)
        flows = content.endswith(" ") and content != "-- "
        if joined and (depth != joined_depth or content == "-- "):
            lines.append(_paragraph(joined, joined_depth))
            joined = []
        joined_depth = depth
        joined.append(content[:-1] if flows and delsp else content)
        if not flows:
            lines.append(_paragraph(joined, depth))
            joined = []
    return "\n".join([*lines, _paragraph(joined, joined_depth)] if joined else lines)


def _depth_and_content(line: str) -> tuple[int, str]:
    content = line.lstrip(">")
    depth = len(line) - len(content)
    return depth, content.removeprefix(" ")


def _paragraph(pieces: list[str], depth: int) -> str:
    text = "".join(pieces)
    text = text if text == "-- " else text.rstrip(" ")
    return f"{'>' * depth} {text}".rstrip(" ") if depth and text != "-- " else text
