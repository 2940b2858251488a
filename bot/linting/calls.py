"""What a call does, as far as its name tells: it asks people, it acts on the world, or it comes out anew each time."""

import ast
import re
from collections.abc import Mapping
from enum import StrEnum

from bot.linting.names import Module


class Deed(StrEnum):
    """What a call does."""

    ASK = "ask"
    EFFECT = "effect"
    UNSETTLED = "unsettled"
    ONCE = "once"  # an effect that is done once, whatever runs again


_ASKS = frozenset({"langgraph.types.interrupt", "langgraph.prebuilt.interrupt.interrupt", "bot.review.ask"})
_ONCE = frozenset({"bot.review.effect", "bot.review.roll_back", "langgraph.func.task"})
_EFFECTS = (
    r"(requests|httpx)\.(get|post|put|patch|delete|request|stream)",
    r"urllib\.request\.urlopen",
    r"(smtplib|aiosmtplib|ftplib|telnetlib|paramiko)\..*",
    r"subprocess\..*",
    r"asyncio\.create_subprocess_(exec|shell)",
    r"os\.(system|popen|remove|unlink|rename|replace|rmdir|removedirs|mkdir|makedirs|kill|exec\w+|spawn\w+)",
    r"shutil\.(copy\w*|move|rmtree|chown|make_archive)",
    r"(boto3|stripe|twilio|sendgrid|slack_sdk)\..*",
)
_UNSETTLED = (
    r"random\..*",
    r"numpy\.random\..*",
    r"secrets\..*",
    r"uuid\.(uuid1|uuid4)",
    r"os\.urandom",
    r"time\.(time|time_ns|monotonic|perf_counter|localtime|gmtime|ctime|strftime)",
    r"datetime\.datetime\.(now|utcnow|today)",
    r"datetime\.date\.today",
)
# Of values whose type is not known: only what hardly means anything else.
_EFFECT_METHODS = frozenset(
    {
        *("post", "put", "patch", "send_message", "sendmail", "send_email", "send_mail", "commit", "executemany"),
        *("write_text", "write_bytes", "unlink", "rmtree", "upload", "upload_file", "put_object", "publish"),
        *("chat_postMessage", "charge", "transfer"),
    }
)
_MODEL_METHODS = frozenset({"invoke", "ainvoke", "predict", "generate", "agenerate", "completions"})
_WRITES = re.compile(r"\s*(insert|update|delete|replace|create|drop|alter|truncate|merge)\b", re.IGNORECASE)
_EFFECT_NAME, _UNSETTLED_NAME = (re.compile("|".join(rules)) for rules in (_EFFECTS, _UNSETTLED))


def deed_of(call: ast.Call, module: Module, known: Mapping[str, Deed]) -> Deed | None:
    """What the call does, or None; `known` says what the functions of the linted files do, by dotted path."""
    name = module.dotted(call.func)
    if name in known:
        return known[name]
    for deed, is_it in ((Deed.ASK, name in _ASKS), (Deed.ONCE, name in _ONCE)):
        if is_it:
            return deed
    if _acts(call, name):
        return Deed.EFFECT
    return Deed.UNSETTLED if _is_unsettled(name) else None


def _acts(call: ast.Call, name: str) -> bool:
    if _EFFECT_NAME.fullmatch(name):
        return True
    method = name.rpartition(".")[2] if isinstance(call.func, ast.Attribute) else ""
    return method in _EFFECT_METHODS or _opens_to_write(call) or (method == "execute" and _writes(call))


def _is_unsettled(name: str) -> bool:
    asks_a_model = name.startswith(".") and name[1:] in _MODEL_METHODS
    return asks_a_model or bool(_UNSETTLED_NAME.fullmatch(name))


def _opens_to_write(call: ast.Call) -> bool:
    """Whether it is `open` or `path.open` with a mode that writes."""
    if isinstance(call.func, ast.Name) and call.func.id == "open":
        modes = call.args[1:2]
    elif isinstance(call.func, ast.Attribute) and call.func.attr == "open":
        modes = call.args[:2]
    else:
        return False
    modes = [*modes, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    texts = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
    return any(re.fullmatch(r"[rwaxbt+]{1,4}", text) and set(text) & set("wax+") for text in texts)


def _writes(call: ast.Call) -> bool:
    """Whether the statement that is executed says that it writes."""
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Call) and first.args:  # text("INSERT ...")
        first = first.args[0]
    return isinstance(first, ast.Constant) and isinstance(first.value, str) and bool(_WRITES.match(first.value))
