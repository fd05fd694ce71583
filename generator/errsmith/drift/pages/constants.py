"""Read the enums and constants in source code of any common language."""

from __future__ import annotations

from attrs import define, evolve, field

from errsmith.drift.pages.aliases import find_alias, read_alias
from errsmith.drift.pages.attributes import read_attributes
from errsmith.drift.pages.docstrings import add_tables
from errsmith.drift.pages.draft import Draft, start_draft
from errsmith.drift.pages.macros import read_macro
from errsmith.drift.pages.page import Cell, Datum, Page
from errsmith.drift.pages.scopes import Scope
from errsmith.drift.pages.statements import ASSIGNING, OPENING, Source, Value, read_source
from errsmith.drift.pages.tokens import Token

_CONTAINERS = """class enum impl interface message mod module namespace object package protocol
    record struct trait union
    """
CONTAINERS = frozenset(_CONTAINERS.split())
BARE = frozenset({"enum", "const"})
"""Containers whose members may be names without a value."""

IMPORTS = frozenset({"import", "from", "using", "use", "require", "include"})
SEPARATORS = frozenset({",", ";", ")", "]", "}"})
_FUNCTIONS = "def for fn fun func function if import match return sub switch while"
FUNCTIONS = frozenset(_FUNCTIONS.split())
_WORDS_BEFORE = """public static final const export readonly let var val internal private protected
    constexpr extern inline volatile declare override open default pub case string String int Int
    integer Integer char long short byte bool boolean double float unsigned signed str auto number
    uint u8 u16 u32 u64 i8 i16 i32 i64 usize abstract sealed data type
    """
WORDS_BEFORE = frozenset(_WORDS_BEFORE.split())
"""Words in front of a constant's name, and types that may be beside it."""


@define
class Walk:
    """A walk through source code, statement by statement."""

    source: Source
    draft: Draft
    scopes: list[Scope] = field(factory=list)

    @property
    def scope(self) -> Scope | None:
        """The innermost scope, if any."""
        return self.scopes[-1] if self.scopes else None

    def run(self) -> None:
        """Read all statements."""
        index = 0
        while index < len(self.source.tokens):
            token = self.source.tokens[index]
            self._leave_scopes(index, token)
            is_separator = token.kind == "sign" and token.text in SEPARATORS
            if is_separator and token.text == ";" and self.scope and self.scope.kind == "enum":
                self.scope.kind = "class"  # In Java, methods and fields follow.
            index = index + 1 if is_separator else max(self._read_statement(index), index + 1)
        while self.scopes:
            self._leave()

    def _leave_scopes(self, index: int, token: Token) -> None:
        while scope := self.scope:
            if scope.end is None:
                if not token.is_first or token.column > scope.column:
                    return
            elif index < scope.end:
                return
            self._leave()

    def _leave(self) -> None:
        scope = self.scopes.pop()
        del self.draft.path[scope.depth :]
        block = self.draft.blocks[scope.slot] if scope.key else None
        if scope.fields and isinstance(block, Datum):
            values = (*scope.fields, *scope.notes)
            self.draft.blocks[scope.slot] = evolve(block, key=scope.key, values=values)

    def _enter(self, kind: str, opening: int | None, start: int, name: Token | None) -> int:
        """Enter a scope, with a heading if it has a name, and return the index of its content."""
        token = self.source.tokens[start]
        depth = len(self.draft.path)
        scope = Scope(
            kind, None if opening is None else self.source.closers[opening], token.column, depth
        )
        self.scopes.append(scope)
        if name:
            self.draft.add_heading(depth + 1, Cell(name.text.lstrip("$"), name.line))
            if kind == "class":
                scope.key = Cell(name.text, name.line)
                scope.notes = self.source.describe(start, start + 1)
                scope.slot = len(self.draft.blocks)
                self.draft.add(Datum(line=name.line, key=None, values=()))
        return -1 if opening is None else opening + 1

    def _read_statement(self, index: int) -> int:
        """Read a statement, and return the index of the token after it, or of its first member."""
        source, scope = self.source, self.scope
        start, attributes = read_attributes(source, index)
        is_bracketed = scope is not None and scope.end is not None
        limit = scope.end if scope and scope.end is not None else len(source.tokens)
        end = source.find_end(start, limit, commas=is_bracketed)
        if start >= end or (scope and scope.kind == "body"):
            return end
        if source.text_at(start) in {"const", "var"} and source.text_at(start + 1) == "(":
            return self._enter("const", start + 1, start, None)
        if (entered := self._enter_container(start, end)) is not None:
            return entered
        if source.text_at(start + 1) == "!":
            return read_macro(self.draft, source, start, end)
        if (name := find_alias(source, start, end)) is not None:
            read_alias(self.draft, source, name, end)
        elif self._is_function(start, end):
            self._skip_function(start, end)
        elif source.tokens[start].kind == "string" and end == start + 1 and not is_bracketed:
            self._add_docstring(source.tokens[start])
        else:
            return self._read_constant(index, start, end, attributes)
        return end

    def _enter_container(self, start: int, end: int) -> int | None:
        """Enter an enum, a class or the like, if one begins here."""
        source = self.source
        stop = source.find_sign(start, end, ASSIGNING | {"(", "{", ":", "["})
        stop = end if stop is None else stop
        names = [at for at in range(start, stop) if source.tokens[at].kind == "name"]
        keywords = [at for at in names if source.tokens[at].text in CONTAINERS]
        is_container = bool(keywords) and source.text_at(keywords[0] + 1) != "."
        if not is_container or source.text_at(start) in IMPORTS:
            return None
        opening = source.find_sign(start, end, {"{"})
        after = [at for at in names if at > keywords[-1] and source.text_at(at) not in WORDS_BEFORE]
        if not after and source.text_at(start) == "type":
            after = [at for at in names if start < at < keywords[-1]]  # In Go, the name is first.
        name = self._join_name(after[0], stop) if after else None
        kinds = {source.tokens[at].text for at in keywords}
        kind = "enum" if "enum" in kinds else "class"
        if opening is not None:
            return self._enter(kind, opening, start, name)
        is_indented = source.text_at(end - 1) == ":" or bool(kinds & {"class", "module"})
        if not is_indented or not name or source.text_at(end) == ";":
            return None
        self._enter(kind, None, start, name)
        return end

    def _begin_type(self, name: int, value: int) -> None:
        """Begin a heading for the type of the constants in a group of Go."""
        scope, source = self.scope, self.source
        declared = source.tokens[name + 1] if name + 1 < value else None
        if scope is None or scope.kind != "const" or declared is None or declared.kind != "name":
            return
        above = self.draft.path[scope.depth :]
        if declared.text in WORDS_BEFORE or (above and above[-1].content.text == declared.text):
            return
        self.draft.add_heading(scope.depth + 1, Cell(declared.text, declared.line))

    def _join_name(self, index: int, end: int) -> Token:
        """Return the name of a container, such as `Acme.Errors`."""
        tokens = self.source.tokens
        last = index + 1
        while last + 1 < end and tokens[last].text in {".", "::", "\\"}:
            last += 2
        return evolve(tokens[index], text="".join(token.text for token in tokens[index:last]))

    def _skip_function(self, start: int, end: int) -> None:
        """Skip a function: its body in brackets, or indented below."""
        if self.source.text_at(end - 1) == ":":
            self._enter("body", None, start, None)

    def _is_function(self, start: int, end: int) -> bool:
        """Return whether a statement is a function or can only be inside one."""
        source = self.source
        if source.text_at(start) in FUNCTIONS or source.text_at(start + 1) in FUNCTIONS:
            return True
        body = source.find_sign(start, end, {"{"})
        arguments = source.find_sign(start, end if body is None else body, {"("} | ASSIGNING)
        is_called = arguments is not None and source.text_at(arguments) == "("
        is_member = self.scope is not None and self.scope.kind in {"enum", "list"}
        return body is not None and is_called and not is_member

    def _add_docstring(self, token: Token) -> None:
        """Add a string below a constant to its description, and read the tables in the string."""
        last = self.draft.blocks[-1] if self.draft.blocks else None
        if isinstance(last, Datum) and last.key and last.line == token.line - 1:
            cell = Cell(" ".join(token.text.split()), token.line)
            self.draft.blocks[-1] = evolve(last, values=(*last.values, ("description", cell)))
        elif self.scope and isinstance(last, Datum) and not last.key:
            self.scope.notes.append(("description", Cell(" ".join(token.text.split()), token.line)))
        add_tables(self.draft, token)

    def _read_constant(self, index: int, start: int, end: int, attributes: list[Value]) -> int:
        """Read a constant, or enter the object or list that it is."""
        source = self.source
        found = self._find_name(start, end)
        if found is None:
            return self._read_unnamed(start, end)
        name, value = found
        notes = [*attributes, *source.describe(index, end)]
        if index != start:
            notes = [*attributes, *(source.describe(index, end) or source.describe(start, end))]
        opening = self._find_opening(value, end)
        is_variant = value == name + 1 and self.scope is not None and self.scope.kind == "enum"
        if opening is not None and not is_variant and (kind := self._find_kind(opening)):
            return self._enter(kind, opening, start, source.tokens[name])
        if opening is not None:
            is_record = source.text_at(opening) == "{" and opening not in source.described
            values = [] if is_record else source.read_members(opening)
            if value > name + 1 and [key for key, _ in values] == ["1"]:
                values = [("value", values[0][1])]
        else:
            values = self._read_values(value, end)
        if self._is_constant(name, start, has_values=bool(values)) and not self._is_private(start):
            self._begin_type(name, value)
            self._add(source.tokens[name], [*values, *notes])
        elif self.scope and self.scope.key:
            key = source.tokens[name].text.lstrip("$")
            self.scope.fields += [(key, cell) for _, cell in values[:1]]
        return end

    def _read_values(self, start: int, end: int) -> list[Value]:
        """Return the value of a constant; several values, separated by commas, are numbered."""
        parts = list(self.source.split(start, end))
        cells = [self.source.read_scalar(*part) for part in parts]
        if len(cells) == 1:
            return [("value", cells[0])] if cells[0] else []
        return [(str(number), cell) for number, cell in enumerate(cells, 1) if cell]

    def _find_name(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the index of a constant's name, and of its value."""
        source = self.source
        if source.text_at(start) == "#define":
            return (start + 1, start + 2) if start + 1 < end else None
        if source.text_at(start) == "define" and source.text_at(start + 1) == "(":
            inner = source.closers.get(start + 1, 0)
            return (start + 2, start + 4) if start + 4 < inner else None
        sign = source.find_sign(start, end, ASSIGNING)
        colon = source.find_sign(start, end, {":"})
        if sign is None or (colon is not None and colon < sign and source.text_at(sign) == "=>"):
            sign = colon
        stop = end if sign is None else sign
        left_end = colon if colon is not None and colon < stop else stop
        name = self._choose_name(start, left_end)
        if name is None or (sign is None and self._is_tagged(name)):
            return None
        value = name + 1 if sign is None else sign + 1
        while value + 1 < end and source.text_at(value + 1) == "=":
            value += 2  # Another name for the same value.
        return name, value

    def _is_tagged(self, name: int) -> bool:
        """Return whether a field of a class has a string beside it that is not its value."""
        tokens = self.source.tokens
        is_in_class = self.scope is not None and self.scope.kind == "class"
        return is_in_class and name + 1 < len(tokens) and tokens[name + 1].kind == "string"

    def _choose_name(self, start: int, end: int) -> int | None:
        """Return the index of the name among the words in front of a value."""
        source = self.source
        names: list[int] = []
        index = start
        while index < end:
            token = source.tokens[index]
            if token.text in OPENING and token.kind == "sign" and names:
                break
            if token.kind in {"string", "number"} and index == start:
                return index
            if token.kind == "name" and token.text not in WORDS_BEFORE:
                names.append(index)
            index = source.skip(index)
        if not names:
            return None
        is_first = self.scope is not None and self.scope.kind in {"const", "enum", "object"}
        is_go = source.text_at(start) == "const" and source.text_at(end) == "="
        upper = [at for at in names if source.tokens[at].text.isupper()]
        if upper:
            return upper[-1]
        return names[0] if is_first or is_go else names[-1]

    def _find_opening(self, start: int, end: int) -> int | None:
        """Return the index of the bracket in which the values of a constant are."""
        source = self.source
        if start >= end or source.tokens[start].kind in {"string", "number"}:
            return None
        opening = source.find_sign(start, end, {"{"})
        if opening is None or (self.scope and self.scope.kind == "enum"):
            opening = source.find_sign(start, end, {"(", "[", "{"})
        while opening is not None and source.text_at(opening) == "(":
            if source.text_at(opening + 1) not in {"{", "["}:
                break
            opening += 1
        is_within = opening is not None and opening in source.closers
        return opening if is_within else None

    def _find_kind(self, opening: int) -> str | None:
        """Return `object` or `list` if brackets hold constants, None if they hold values."""
        if opening in self.source.described:
            return None
        if self.source.text_at(opening) == "{" or self._has_keys(opening):
            return "object"
        return "list" if self._is_list(opening) else None

    def _is_list(self, opening: int) -> bool:
        """Return whether brackets have members that are objects, lists or calls."""
        source = self.source
        first = next(source.split(opening + 1, source.closers[opening]), None)
        if first is None:
            return False
        is_call = source.text_at(first[1] - 1) == ")"
        if source.text_at(opening) == "(":
            return is_call and source.text_at(first[0]) != "("
        return is_call or source.text_at(first[1] - 1) in {"]", "}"}

    def _has_keys(self, opening: int) -> bool:
        """Return whether the first member in brackets has a key."""
        first = next(self.source.split(opening + 1, self.source.closers[opening]), None)
        return first is not None and self.source.find_sign(*first, {"=>", ":"}) is not None

    def _read_unnamed(self, start: int, end: int) -> int:
        """Read a member of a list, or what a module exports without a name."""
        source = self.source
        while source.text_at(start) in {"export", "default"}:
            start += 1
        opening = start if source.text_at(start) in OPENING else None
        if opening is None or opening not in source.closers:
            return end
        if source.text_at(opening) == "{" and opening not in source.described:
            return self._enter("object", opening, start, None)
        if source.text_at(opening) == "[" and self._is_list(opening):
            return self._enter("list", opening, start, None)
        if values := source.read_members(opening):
            self._add(None, [*values, *source.describe(start, end)])
        return end

    def _is_constant(self, name: int, start: int, *, has_values: bool) -> bool:
        """Return whether a name is that of a constant rather than of a variable or a field."""
        kind = self.scope.kind if self.scope else ""
        token = self.source.tokens[name]
        if kind in BARE:
            return True
        if not has_values:
            return False
        words = {self.source.text_at(at) for at in range(start, name)}
        return kind in {"object", "list"} or token.text[:1].isupper() or "const" in words

    def _is_private(self, start: int) -> bool:
        """Return whether a constant in an enum is private, so it is not a member."""
        scope = self.scope
        return scope is not None and scope.is_enum and self.source.text_at(start) == "private"

    def _add(self, name: Token | None, values: list[Value]) -> None:
        line = name.line if name else min(cell.line for _, cell in values)
        key = Cell(name.text.lstrip("$"), name.line) if name else None
        self.draft.add(Datum(line=line, key=key, values=tuple(values)))


def read_constants(text: str, first: int = 1) -> Page:
    """Read source code that begins on a line of a page."""
    draft = start_draft(text)
    source = read_source("\n".join(draft.lines), first)
    Walk(source, draft).run()
    draft.blocks = [
        block for block in draft.blocks if not isinstance(block, Datum) or block.key or block.values
    ]
    if not source.is_whole:
        draft.cut_inside = "a block of code"
    return draft.finish("source")
