"""The conversation with a model about one text: its answer, the repair of one that cannot be read, a second try."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.llm import Attempts, Message, ModelFailed, Question, Reply
from service.prompts import Prompt, source_block
from service.summarization.generated_text import LANGUAGES
from service.summarization.output_parser import Claim, UnreadableOutput, claims_schema, parse_claims
from service.summarization.text_requests import TextRequest
from service.summarization.verification import SourceSentence, Verification

_QUOTED = 4_000  # characters of a failed answer that a repair shows the model again


_CLEAREST = (
    "number_not_in_source", "unit_changed", "entity_not_in_source", "negation_flipped", "direction_reversed",
    "roles_exchanged", "hedge_dropped", "overclaim", "unsupported_sentence", "undecided",
)  # fmt: skip


@dataclass(slots=True)
class ModelConversation:
    """One text under way; `model` is who gave the `last_answer`."""

    request: TextRequest
    prompt: Prompt
    attempts: Attempts
    sources: tuple[SourceSentence, ...]
    model: str = ""
    last_answer: str = ""

    async def first(self) -> list[Claim]:
        """The claims of the first answer, or of its repair; raises ModelFailed."""
        return await self._claims(self._messages())

    async def again(self, found: Verification) -> list[Claim]:
        """The claims of an answer that knows what failed."""
        failures = [(verdict.claim.text, (_clearest(verdict.reasons), *verdict.edits)) for verdict in found.failures]
        return await self._claims([*self._messages(), self._quoted(), self.prompt.retry(failures)])

    async def _claims(self, messages: list[Message]) -> list[Claim]:
        try:
            return self._read(await self._ask(messages))
        except UnreadableOutput as error:
            repair = [*messages, self._quoted(), self.prompt.repair(str(error))]
        try:
            return self._read(await self._ask(repair))
        except UnreadableOutput:
            raise ModelFailed("unreadable") from None

    async def _ask(self, messages: list[Message]) -> Reply:
        parameters, form = self.prompt.parameters, self.prompt.answer
        schema = claims_schema(translated=self.request.language != "en", cited=form.evidence, most=form.most_sentences)
        return await self.attempts.answer(Question(messages, schema, parameters.max_tokens, parameters.temperature))

    def _read(self, reply: Reply) -> list[Claim]:
        self.model, self.last_answer = reply.model, reply.text
        if not reply.complete:
            raise UnreadableOutput("it was cut off; write less")
        return parse_claims(reply.text, translated=self.request.language != "en")

    def _messages(self) -> list[Message]:
        request = self.request
        source = source_block(request.sources, numbered=self.prompt.answer.evidence)
        language = LANGUAGES[request.language]
        return list(self.prompt.messages(language=language, max_words=str(request.words), source=source))

    def _quoted(self) -> Message:
        return {
            "role": "assistant",
            "content": self.last_answer[:_QUOTED].encode(errors="replace").decode() or "(nothing)",
        }


def _clearest(reasons: Sequence[str]) -> str:
    """The one reason that says most plainly what to mend: a wrong number makes a sentence fail in many ways."""
    return next((reason for reason in _CLEAREST if reason in reasons), reasons[0])
