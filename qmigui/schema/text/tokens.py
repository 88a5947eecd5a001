"""Cuts the text of ASN.1 modules into tokens that know where they stood.

asn1tools tells no line numbers, and forgets much of what it read; whatever is
said about a place, or read beside asn1tools, starts from these tokens.  Nothing
here knows the grammar beyond X.680 clause 12 (lexical items).
"""

from __future__ import annotations

import enum
import re
from typing import NamedTuple

from qmigui.errors import SchemaError

MAX_DIGITS = 1000
"""Of one number; Python refuses to read over 4300."""

MAX_NESTING = 100
"""Brackets inside brackets."""

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n\v\f\u00a0\ufeff]+)
    | (?P<comment>--(?:[^-\n]|-(?!-))*(?:--|(?=\n)|\Z)|/\*)
    | (?P<word>[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)
    | (?P<field>&[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)
    | (?P<number>-?[0-9]+(?:\.(?!\.)[0-9]*)?(?:[eE]-?[0-9]+(?![A-Za-z0-9]))?)
    | (?P<string>"(?:[^"]|"")*"|'[^']*'[BH])
    | (?P<symbol>::=|\.\.\.|\.\.|\[\[|\]\]|[{}()\[\],;:.|^!<@*=-])
    """,
    re.VERBOSE,
)
_COMMENT_EDGE = re.compile(r"/\*|\*/")

_PAIRS = {
    "BIT": "STRING",
    "OCTET": "STRING",
    "CHARACTER": "STRING",
    "OBJECT": "IDENTIFIER",
    "EMBEDDED": "PDV",
    "COMPONENTS": "OF",
    "INSTANCE": "OF",
}
"""Words that make one name with the next one."""

CLOSERS = {"{": "}", "(": ")", "[": "]", "[[": "]]"}


class TokenKind(enum.Enum):
    """What a token is."""

    WORD = enum.auto()
    FIELD = enum.auto()
    NUMBER = enum.auto()
    STRING = enum.auto()
    SYMBOL = enum.auto()
    END = enum.auto()


_KINDS = {kind.name.lower(): kind for kind in TokenKind}


class Token(NamedTuple):
    """One lexical item.

    Attributes:
        kind: what it is.
        text: as it stands there, two words of one name joined by a blank.
        line, column: its first character, counted from 1.
        source: name of the text.
    """

    kind: TokenKind
    text: str
    line: int
    column: int
    source: str

    @property
    def is_reference(self) -> bool:
        """A word with a capital: of a type, a module, a class, or of the language."""
        return self.kind is TokenKind.WORD and self.text[0].isupper()

    @property
    def is_identifier(self) -> bool:
        """A word with a small letter: of a value or a member."""
        return self.kind is TokenKind.WORD and self.text[0].islower()


def place(token: Token) -> str:
    """Where *token* stands, for messages."""
    return f"line {token.line}, column {token.column}"


def error_at(token: Token, message: str) -> SchemaError:
    """The error that tells *message* of the place of *token*."""
    return SchemaError(f"{place(token)}: {message}", source=token.source)


def quoted(token: Token) -> str:
    """*token* for a message, shortened."""
    if token.kind is TokenKind.END:
        return "the end"
    return f"'{token.text}'" if len(token.text) <= 40 else f"'{token.text[:36]}...'"


def tokenize(text: str, source: str) -> list[Token]:
    """Cut *text* into tokens; the last one is of kind END.

    Args:
        text: of one file.
        source: its name, for messages.

    Raises:
        SchemaError: a character, comment or string that has no place in ASN.1, a
            number of more than :data:`MAX_DIGITS` digits, brackets that do not
            match or are nested over :data:`MAX_NESTING` levels.
    """
    tokens: list[Token] = []
    open_brackets: list[Token] = []
    pos, line, line_start = 0, 1, 0
    while pos < len(text):
        found = _TOKEN.match(text, pos)
        if found is None:
            here = Token(TokenKind.SYMBOL, text[pos], line, pos - line_start + 1, source)
            what = "this string has no end" if text[pos] in "\"'" else f"ASN.1 has no {text[pos]!r}"
            raise error_at(here, what)
        end = found.end()
        group = found.lastgroup
        assert group is not None
        if group == "comment" and found.group() == "/*":
            here = Token(TokenKind.SYMBOL, "/*", line, pos - line_start + 1, source)
            end = _end_of_comment(text, here, end)
        elif group not in {"comment", "space"}:
            token = Token(_KINDS[group], found.group(), line, pos - line_start + 1, source)
            if group == "number" and end - pos > MAX_DIGITS:
                raise error_at(token, f"a number of more than {MAX_DIGITS} digits")
            if token.text == "]]" and open_brackets and open_brackets[-1].text == "[":
                token, end = token._replace(text="]"), pos + 1  # two of the syntax of a class
            if group == "symbol":
                _match_brackets(open_brackets, token)
            if tokens and group == "word" and _PAIRS.get(tokens[-1].text) == token.text:
                tokens[-1] = tokens[-1]._replace(text=f"{tokens[-1].text} {token.text}")
            else:
                tokens.append(token)
        newlines = text.count("\n", pos, end)
        if newlines:
            line += newlines
            line_start = text.rindex("\n", pos, end) + 1
        pos = end
    if open_brackets:
        raise error_at(open_brackets[-1], f"this {quoted(open_brackets[-1])} is never closed")
    tokens.append(Token(TokenKind.END, "", line, pos - line_start + 1, source))
    return tokens


def _end_of_comment(text: str, start: Token, pos: int) -> int:
    """The position after the comment whose ``/*`` ends at *pos*; they may nest."""
    depth = 1
    for edge in _COMMENT_EDGE.finditer(text, pos):
        depth += 1 if edge.group() == "/*" else -1
        if depth == 0:
            return edge.end()
    raise error_at(start, "this comment has no end")


def _match_brackets(open_brackets: list[Token], token: Token) -> None:
    """Keep *open_brackets* up to date."""
    if token.text in CLOSERS:
        if len(open_brackets) >= MAX_NESTING:
            raise error_at(token, f"nested over {MAX_NESTING} levels")
        open_brackets.append(token)
    elif token.text in CLOSERS.values():
        if not open_brackets or CLOSERS[open_brackets[-1].text] != token.text:
            raise error_at(token, f"{quoted(token)} closes nothing that is open here")
        open_brackets.pop()


class Cursor:
    """Walks along tokens.

    Args:
        tokens: all of them, with the END.
        pos: index of the first.
    """

    __slots__ = ("pos", "tokens")

    def __init__(self, tokens: list[Token], pos: int = 0) -> None:
        self.tokens = tokens
        self.pos = pos

    @property
    def token(self) -> Token:
        """The one that stands here."""
        return self.tokens[self.pos]

    @property
    def text(self) -> str:
        """Its text."""
        return self.tokens[self.pos].text

    def ahead(self, count: int = 1) -> Token:
        """The one *count* further on, or the END."""
        return self.tokens[min(self.pos + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Step over one token."""
        token = self.tokens[self.pos]
        if token.kind is not TokenKind.END:
            self.pos += 1
        return token

    def accept(self, *texts: str) -> bool:
        """Step over one token if it is one of *texts*."""
        token = self.tokens[self.pos]
        if token.text in texts and token.kind is not TokenKind.STRING:
            self.pos += 1
            return True
        return False

    def expect(self, text: str) -> Token:
        """Step over *text*.

        Raises:
            SchemaError: something else stands there.
        """
        token = self.token
        if not self.accept(text):
            raise error_at(token, f"'{text}' should stand here, not {quoted(token)}")
        return token

    def skip_group(self) -> None:
        """Step over a bracket and all up to the one that closes it."""
        depth = 0
        while True:
            token = self.take()
            if token.kind is TokenKind.SYMBOL:
                if token.text in CLOSERS:
                    depth += 1
                elif token.text in CLOSERS.values():
                    depth -= 1
            if depth <= 0 or token.kind is TokenKind.END:
                return
