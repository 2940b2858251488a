"""Rich text: sections, lists, quotes and preformatted text, and what stands in them."""

from sandbox.blocks.checks import Shape, each, one_of, text, typed, whole, yes_or_no

STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
STYLE = Shape({}, dict.fromkeys(STYLES, yes_or_no))
ID = text(1, 255)
LEAVES = {
    "text": Shape({"type": one_of("text"), "text": text(1, 40_000)}, {"style": STYLE}),
    "link": Shape(
        {"type": one_of("link"), "url": text(1, 3000)}, {"text": text(0, 3000), "unsafe": yes_or_no, "style": STYLE}
    ),
    "emoji": Shape({"type": one_of("emoji"), "name": text(1, 100)}, {"unicode": text(1, 100), "style": STYLE}),
    "user": Shape({"type": one_of("user"), "user_id": ID}, {"style": STYLE}),
    "usergroup": Shape({"type": one_of("usergroup"), "usergroup_id": ID}, {"style": STYLE}),
    "channel": Shape({"type": one_of("channel"), "channel_id": ID}, {"style": STYLE}),
    "broadcast": Shape({"type": one_of("broadcast"), "range": one_of("here", "channel", "everyone")}, {"style": STYLE}),
    "date": Shape(
        {"type": one_of("date"), "timestamp": whole(0, 99_999_999_999), "format": text(1, 200)},
        {"url": text(1, 3000), "fallback": text(1, 200), "style": STYLE},
    ),
    "color": Shape({"type": one_of("color"), "value": text(4, 9)}, {"style": STYLE}),
}
LEAVES_LIST = each(typed(LEAVES), 0, 1000)
SECTION = Shape({"type": one_of("rich_text_section"), "elements": LEAVES_LIST})
PARTS = {
    "rich_text_section": SECTION,
    "rich_text_list": Shape(
        {
            "type": one_of("rich_text_list"),
            "style": one_of("bullet", "ordered"),
            "elements": each(typed({"rich_text_section": SECTION}), 0, 1000),
        },
        {"indent": whole(0, 8), "offset": whole(0, 1000), "border": whole(0, 1)},
    ),
    "rich_text_quote": Shape({"type": one_of("rich_text_quote"), "elements": LEAVES_LIST}, {"border": whole(0, 1)}),
    "rich_text_preformatted": Shape(
        {"type": one_of("rich_text_preformatted"), "elements": LEAVES_LIST},
        {"border": whole(0, 1), "language": text(1, 50)},
    ),
}
RICH_TEXT = Shape({"type": one_of("rich_text"), "elements": each(typed(PARTS), 1, 1000)}, {"block_id": ID})
RICH_TEXT_VALUE = typed({"rich_text": RICH_TEXT})
