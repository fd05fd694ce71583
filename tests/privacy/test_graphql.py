"""graphql-core: what a response contains about an exception that a resolver raises."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, GraphQLString, graphql

from tests.privacy.raising import WAYS, catch
from tests.privacy.vault import find_marks


@pytest.mark.parametrize("name", WAYS)
def test_graphql(vault: Any, name: str) -> None:
    """The response has `str(error)`, which is `error.message`, and nothing private."""
    failure = catch(vault, name)

    async def resolve(*_: object) -> str:
        raise failure

    item = GraphQLField(GraphQLString, resolve=resolve)
    schema = GraphQLSchema(GraphQLObjectType("Query", {"item": item}))
    result = asyncio.run(graphql(schema, "{ item }"))
    [sent] = result.formatted["errors"]
    assert sent["message"] == getattr(failure, "message", str(failure))
    assert "extensions" not in sent
    assert find_marks(json.dumps(result.formatted, ensure_ascii=False)) == []
    assert find_marks(repr(result.errors)) == []
