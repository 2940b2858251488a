"""Lets `python -m bot` be the same as `countersign`."""

from bot.cli import main

raise SystemExit(main())
