"""Calculates what a person could on a pocket calculator, without running any code."""

import ast
import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType

_LONGEST = 200
_GREATEST = 1e15
_Operation = Callable[[float, float], float]
_OPERATIONS: Mapping[type[ast.operator], _Operation] = MappingProxyType(
    {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
)


class NotArithmetic(Exception):
    """Only numbers, brackets and + - * / can be calculated, with results below 1e15."""

    def __init__(self) -> None:
        super().__init__(NotArithmetic.__doc__)


def calculate(expression: str) -> float:
    """The value of an expression of numbers, brackets and + - * /; raises NotArithmetic."""
    try:
        return _value(ast.parse(expression[:_LONGEST].strip(), mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError, RecursionError, MemoryError):
        raise NotArithmetic from None


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return _within(number)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATIONS:
            return _within(_OPERATIONS[type(sign)](_value(left), _value(right)))
        case _:
            raise NotArithmetic


def _within(number: float) -> float:
    if abs(number) > _GREATEST:
        raise NotArithmetic
    return number
