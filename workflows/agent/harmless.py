"""The tools that the agent uses by itself: they change nothing."""

import asyncio
from typing import Annotated

from langchain.tools import tool
from langchain_core.tools import BaseTool, ToolException
from pydantic import Field

from workflows.agent import folder
from workflows.agent.arithmetic import NotArithmetic
from workflows.agent.arithmetic import calculate as value_of
from workflows.agent.folder import NoSuchFile


@tool
async def search_notes(query: Annotated[str, Field(min_length=1, max_length=200, description="A few words")]) -> str:
    """Search the notes, and get the lines that share most words with the query."""
    found = await asyncio.to_thread(folder.lines_with, query)
    return "\n".join(found) or "The notes say nothing about that."


@tool
async def read_file(path: Annotated[str, Field(max_length=200, description="Such as reports/q3.csv")]) -> str:
    """Read a file of the folder."""
    try:
        return await asyncio.to_thread(folder.read, path)
    except NoSuchFile as missing:
        raise ToolException(str(missing)) from None


@tool
async def calculate(expression: Annotated[str, Field(max_length=200, description="Such as 3 * (4 + 5)")]) -> str:
    """Calculate with numbers, brackets and + - * /."""
    try:
        return f"{expression} = {value_of(expression):.15g}"
    except NotArithmetic as wrong:
        raise ToolException(str(wrong)) from None


HARMLESS: tuple[BaseTool, ...] = (search_notes, read_file, calculate)
