"""Words that pages about errors have in the headers of tables and as labels of lines."""

from __future__ import annotations

from typing import Final

from errsmith.drift.translations import TRANSLATIONS

_ENGLISH = """
    action, actions, api, api code, api error, api error code, api status, api status code, app
    code, application code, attribute, business code, can retry, categories, category, cause,
    causes, class, classification, code, code http, code name, code value, codes, comment,
    comments, common cause, common causes, condition, constant, context, decline code, default,
    default message, definition, description, descriptions, detail, details, domain, endpoint,
    endpoints, enum, err code, errno, error, error category, error class, error code, error code
    name, error code value, error codes, error constant, error description, error enum, error id,
    error identifier, error key, error message, error messages, error name, error names, error no,
    error number, error reason, error reason code, error slug, error string, error sub code, error
    subcode, error title, error type, error types, error value, errorcode, errors, event, example,
    examples, exception, exception class, exception name, exception type, explanation, failure
    code, fault, fault code, field, fields, fix, format, group, handling, how to fix, how to
    handle, how to resolve, http, http code, http codes, http error, http error code, http
    response, http response code, http response status, http response status code, http result,
    http return, http return code, http status, http status code, http status codes, http status
    range, http statuscode, http statuses, http verb status, https status code, httpstatus,
    httpstatuscode, id, identifier, info, information, internal code, is retryable, key, level,
    likely cause, link, meaning, message, message code, message id, messages, mnemonic, name, next
    steps, no, note, notes, number, numeric code, oauth error, occurs when, optional, parameter,
    parameters, path, possible cause, possible causes, probable cause, problem type, property,
    reason, reason code, reasons, recommendation, recommended action, reference, rejection code,
    rejection reason, remarks, remediation, remedy, required, required action, resolution,
    resolutions, response, response code, response status, response status code, result code,
    retriable, retries, retry, retry advice, retry after, retry behavior, retry behaviour, retry
    guidance, retry policy, retry recommended, retry strategy, retryable, return code, safe to
    retry, scenario, scope, scopes, severity, severity class, should i retry, should retry, since,
    solution, solutions, sqlstate, status, status code, status codes, status http, status name,
    status range, status string, status text, statuscode, statuses, string code, sub code,
    subcode, suggested action, summary, symbol, symbolic name, text, title, trigger,
    troubleshooting, type, typical http status, user message, user-friendly message, value,
    values, version, what happened, what it means, what to do, when, when it happens, when it
    occurs, when you see it
    """
HEADER_WORDS: Final = frozenset(" ".join(phrase.split()) for phrase in _ENGLISH.split(",")).union(
    *TRANSLATIONS.values()
)
"""Phrases that are headers or labels, in lower case."""

_MORE = """
    advice body condition constant context enum exception grpc header hint info kind label level
    mapping method parameter recommended returned scenario since situation string sub subcode
    symbol term types usage what
    """
_SMALL = frozenset(
    [
        "after",
        "can",
        "d",
        "de",
        "del",
        "di",
        "do",
        "i",
        "is",
        "it",
        "of",
        "on",
        "or",
        "see",
        "should",
        "the",
        "to",
        "you",
    ]
)
WORDS_OF_HEADERS: Final = frozenset(
    {word for phrase in HEADER_WORDS for word in phrase.split()} - _SMALL | set(_MORE.split())
)
"""Words that headers consist of, in lower case."""
