"""Words of documentation pages: labels of columns and keys, and words of headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from errsmith.drift.translations import ERROR_WORDS, TRANSLATIONS

Role: TypeAlias = Literal[
    "code", "status", "category", "group", "retry", "description", "field", "type"
]
"""The roles of values: `field` is something other than an error, `type` its data type."""


def _split(phrases: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in phrases.split(","))


LABELS: Final[Mapping[Role, frozenset[str]]] = {
    "code": _split("""
        code, codes, error code, error codes, errorcode, error, errors, error name, error names,
        error type, error types, error id, error key, error identifier, error constant, error
        value, error string, error title, error reason, error reason code, error enum, error
        slug, error code name, error code value, error number, error no, errno, err code, api
        error, api error code, api code, app code, application code, business code, fault, fault
        code, exception, exception name, exception type, exception class, result code, return
        code, reason code, failure code, sub code, subcode, error subcode, error sub code, code
        name, code value, numeric code, string code, internal code, oauth error, problem type,
        decline code, message code, message id, status name, status string, rejection code,
        rejection reason, sqlstate, mnemonic, symbol, symbolic name
    """)
    | TRANSLATIONS["code"],
    "status": _split("""
        status, statuses, status code, status codes, http status, http statuses, http status
        code, http status codes, http, http code, http codes, http response, http response code,
        http response status, http response status code, http error, http error code, response
        code, response status, response status code, http return, http return code, https status
        code, api status, api status code, statuscode, httpstatus, httpstatuscode, http
        statuscode, http result, status http, code http, http verb status, typical http status
    """)
    | TRANSLATIONS["status"],
    "category": _split("""
        category, categories, class, classification, error category, error class, severity
        class
    """)
    | TRANSLATIONS["category"],
    "group": _split("""
        group, error group, domain, family, module, area, namespace, component, prefix
    """),
    "retry": _split("""
        retry, retries, retryable, retriable, retry strategy, retry policy, can retry, should
        retry, retry advice, is retryable, safe to retry, should i retry, retry recommended,
        retry behavior, retry behaviour, retry guidance
    """),
    "description": _split("""
        description, descriptions, meaning, message, messages, error message, error description,
        explanation, detail, details, summary, reason, reasons, cause, causes, common causes,
        possible cause, possible causes, what it means, what happened, when, when it happens,
        when you see it, when it occurs, occurs when, comment, comments, notes, note,
        definition, text, remarks, information, info, resolution, solution, fix, action, how to
        fix, what to do, recommended action, suggested action, remediation, next steps, user
        message, example, examples, trigger, condition, scenario, context
    """)
    | TRANSLATIONS["description"],
    "field": _split("""
        field, fields, field name, parameter, parameters, param, parameter name, property,
        properties, attribute, attributes, argument, header, headers, header name, element,
        member, variable, key name, option, setting, flag, endpoint, endpoints, method, http
        method, path, url, resource, event, events, event type, event name, webhook, scope,
        scopes, permission, permissions, role, currency, country, language, locale, environment,
        version, date, limit, plan, claim, file, query parameter
    """)
    | TRANSLATIONS["field"],
    "type": _split("""
        required, mandatory, optional, data type, datatype, format, default, default value,
        nullable, length, max length, required or optional, is required, mandatory optional,
        allowed values, constraints, min, max
    """)
    | TRANSLATIONS["type"],
}
"""The roles of labels, which are in lower case and without punctuation."""

WEAK_LABELS: Final = _split("""
    name, type, value, key, id, identifier, title, reason, constant, label, enum, enumeration,
    result, state, item, term, number, no
""")
"""Labels that codes can have, but other values, too."""

WORDS_ABOVE_ERRORS: Final = ERROR_WORDS | _split("""
    error, errors, code, codes, exception, exceptions, fault, faults, failure, failures,
    problem, problems, rejection, rejections, decline, declines, reason, reasons
""")
"""Words of headings above errors."""

WORDS_ABOVE_OTHERS: Final = _split("""
    parameter, parameters, field, fields, request, requests, header, headers, attribute,
    attributes, property, properties, event, events, webhook, webhooks, changelog, changes,
    example, examples, glossary, scopes, permissions, endpoints, schema, body, payload, usage,
    params, settings, configuration, format, formats
""")
"""Words of headings above things other than errors."""

WORDS_BEFORE_OTHER_CODES: Final = _split("""
    airline, airport, area, bank, banks, card, carrier, carriers, category, color, country,
    currency, industry, issuer, language, locale, phone, postal, product, promo, region, service,
    state, time, unit, zip
""")
"""Words that make the codes of a heading something other than errors: `Bank codes`."""
