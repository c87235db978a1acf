"""What became of a message, as the mail server's answers tell."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from service.text import visible

_ENHANCED: Final = re.compile(r"[0-9]{3} 5\.([0-9]{1,3}\.[0-9]{1,3})(?![0-9.])")  # RFC 2034: it begins the text
_NO_SUCH_BOX: Final = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1"})  # RFC 3463
_NO_SUCH_BOX_CODES: Final = frozenset({550, 551, 553})  # from a server without enhanced codes (RFC 5321, 4.2.3)
_NO_SUCH_BOX_WORDS: Final = re.compile(  # which such a server gives for policy as well; so its words have to say it
    r"\b(no such|unknown|invalid) (user|recipient|mailbox|address|account)\b"
    r"|\b(user|recipient|mailbox|address|account) (is )?(unknown|not found|does not exist|doesn't exist)\b",
    re.IGNORECASE,
)
_LONGEST_REPLY: Final = 200  # characters of it that are told

Stage = Literal["the sender", "the recipient", "the message"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message, and why, in a sentence.

    `sent`: the server has taken it. `refused`: it will not; `permanent` where the address itself is to blame, so that
    no other message would arrive either. `deferred`: it has not taken it and may do so later. `unknown`: it was given
    the whole message and did not say whether it took it.
    """

    outcome: Literal["sent", "refused", "deferred", "unknown"]
    reason: str = ""
    permanent: bool = False


def of_refusal(stage: Stage, code: int, reply: bytes) -> Delivery:
    """What a code that is no success means for a message of which the server does not have the whole."""
    said = _told(code, reply)
    if 500 <= code <= 599:
        permanent = stage == "the recipient" and _has_no_box(code, said)
        return Delivery("refused", f"The mail server refuses {stage}: {said}", permanent=permanent)
    if 400 <= code <= 499:
        return Delivery("deferred", f"The mail server does not take {stage} now: {said}")
    return Delivery("deferred", f"The mail server’s answer to {stage} cannot be read: {said}")


def of_last_reply(code: int, reply: bytes) -> Delivery:
    """What the answer to a whole message means: 250 alone says that it was taken."""
    if code == 250:
        return Delivery("sent")
    if 400 <= code <= 599:
        return of_refusal("the message", code, reply)
    return Delivery("unknown", f"The mail server’s answer to the message cannot be read: {_told(code, reply)}")


def _has_no_box(code: int, said: str) -> bool:
    """Whether it is the address that is refused, and not who sends, or what, or how much of it."""
    if enhanced := _ENHANCED.match(said):
        return enhanced[1] in _NO_SUCH_BOX
    in_words = _NO_SUCH_BOX_WORDS.search(said) and "sender" not in said.casefold()
    return code in _NO_SUCH_BOX_CODES and bool(in_words)


def _told(code: int, reply: bytes) -> str:
    """A server's words in one short line; it may have been anybody's."""
    words = visible(reply.decode(errors="replace"))[:_LONGEST_REPLY]
    return f"{code} {words}".strip() if code > 0 else words or "nothing"
