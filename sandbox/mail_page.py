"""The page /mail: the letters that were handed in here, newest first."""

from html import escape

from aiohttp import web

from sandbox.mail import Caught, Mailbox

_NONE = '<p class="mail-none">No letter was sent yet. What is sent stays here, and goes nowhere else.</p>'


def add_mail_page(app: web.Application, mailbox: Mailbox) -> None:
    """Serve the page, read anew with every look at it."""

    async def show(request: web.Request) -> web.Response:
        return web.Response(text=page(tuple(mailbox.letters)), content_type="text/html")

    app.router.add_get("/mail", show)


def page(letters: tuple[Caught, ...]) -> str:
    """The page as HTML; every word of a letter is text in it and nothing else."""
    shown = "\n".join(_letter(letter) for letter in reversed(letters)) or _NONE
    return f"""<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>Mail · Sandbox</title>
    <link rel="icon" href="/static/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/static/style.css">
    <link rel="stylesheet" href="/static/mail.css">
  </head>
  <body class="mail">
    <header class="mail-head">
      <h1>Mail</h1>
      <p>Kept by the sandbox, sent nowhere. <a href="/mail">Look again</a></p>
    </header>
    <main>{shown}</main>
  </body>
</html>
"""


def _letter(letter: Caught) -> str:
    rows = {
        "From": letter.sender,
        "To": ", ".join(letter.recipients),
        "Date": letter.date,
        "Message-ID": letter.message_id,
    }
    facts = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows.items())
    return f"<article><h2>{escape(letter.subject)}</h2><dl>{facts}</dl><pre>{escape(letter.body)}</pre></article>"
