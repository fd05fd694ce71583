"""OpenTelemetry: exceptions in spans and in log records."""

from __future__ import annotations

from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.privacy.raising import WAYS
from tests.privacy.vault import RESPONSES, find_marks


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracer(exporter: InMemorySpanExporter) -> Any:
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return provider.get_tracer(__name__)


def test_record_exception(
    failure: BaseException, tracer: Any, exporter: InMemorySpanExporter
) -> None:
    """A recorded exception shows its class and its message, and nothing private."""
    with tracer.start_as_current_span("call") as span:
        span.record_exception(failure)
    [ended] = exporter.get_finished_spans()
    [event] = ended.events
    assert event.attributes is not None
    assert str(event.attributes["exception.type"]).endswith(type(failure).__name__)
    assert event.attributes["exception.message"] == str(failure)
    assert find_marks(ended.to_json()) == []


@pytest.mark.parametrize("name", WAYS)
def test_exception_that_leaves_a_span(
    vault: Any, name: str, tracer: Any, exporter: InMemorySpanExporter
) -> None:
    """An exception that leaves the span becomes its description, and shows nothing private."""
    way, place = WAYS[name]

    def call() -> None:
        with tracer.start_as_current_span("call"):
            way(vault, place)

    with pytest.raises(Exception):  # noqa: B017, PT011 - each way raises its own class
        call()
    [ended] = exporter.get_finished_spans()
    assert ended.status.description
    assert len(ended.events) == 1
    assert find_marks(ended.to_json()) == []


def test_log_fields_as_attributes(vault: Any, tracer: Any, exporter: InMemorySpanExporter) -> None:
    """`log_fields` can be used as attributes unchanged, except for values that are None."""
    error = vault.parse(**RESPONSES["code-is-private"]())
    fields = {name: value for name, value in error.log_fields().items() if value is not None}
    with tracer.start_as_current_span("call") as span:
        span.set_attributes(fields)
    [ended] = exporter.get_finished_spans()
    assert ended.attributes is not None
    assert dict(ended.attributes) == fields
    assert find_marks(ended.to_json()) == []
