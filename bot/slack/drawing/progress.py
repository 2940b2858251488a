"""What a run tells of itself on its way: one message, drawn anew, that at the end says how the run ended."""

from bot.ledger.run_book import Run
from bot.slack import blocks, text
from bot.slack.blocks import Message
from bot.slack.wording import notice_words as words


def progress_message(run: Run) -> Message:
    """The newest words of the run, literally; they are the workflow's, and may be anybody's."""
    name = text.phrase(run.workflow, 100)
    headlines = [_headline(name, run), _headline(f"*{name}*", run)]
    drawn = [blocks.section(headlines[1]), blocks.rich(blocks.quote(text.clip(run.progress, 2500)))]
    return Message(f"{headlines[0]}\n{text.phrase(run.progress, 1500)}", drawn)


def _headline(name: str, run: Run) -> str:
    return words.last_told(words.run(name, run.state)) if run.state.has_ended else words.progress(name)
