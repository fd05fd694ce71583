// What is read from any text, whatever errors are documented: statuses, names and their values.
"use strict";

// Longer texts are searched only at their beginning and their end, where codes and logs have them.
const MOST_CHARACTERS = 100000;
// Letters and digits of any alphabet; all other characters of a code are marks.
const ATOM = /[\p{L}\p{M}\p{N}]+/gu;
// What terminals and web pages add to a text: colors, and characters that nobody sees.
const INVISIBLE =
  /(?:\u001b|\\u001b|\\x1b|\\033|\^\[)\[[\d;]{0,20}m|[\u00ad\u200b\u2060\ufeff]/gi;

// A name and what separates it from its value: `"title": `, `error=`. Unlike the second part, the
// first is never searched twice, so long strings take no longer than others.
const KEY = /(?<![\p{L}\p{N}_.$@-])([\p{L}\p{N}_.$@-]+)["'”’]?\s{0,9}([:=]>?)/gu;
const QUOTED = /["'“‘]([^"'“”‘’{}]{1,200})/u;
const BARE = /(-?[\p{L}\p{N}](?:[\p{L}\p{N}_.-]|[/#+](?=[\p{L}\p{N}])){0,200})/u;
const KEYED_VALUE = new RegExp(`${KEY.source}\\s*(?:${QUOTED.source}|${BARE.source})`, "gu");
const QUOTED_VALUE = /([\p{L}\p{N}_.$@-]+)["'”’]?\s*[:=]>?\s*["'“‘][^"'“”‘’{}[\]]*$/u;
const BARE_VALUE = /([\p{L}\p{N}_.$@-]+)["'”’]?\s*[:=]>?\s*[^"'“”‘’{}[\],;&\s]*$/u;
// What follows a bare value that is not the first word of a sentence.
const END = /^(?:[^\S\n]*(?:[,;&)\]}|"'”’\n]|$)|\s+[\p{L}\p{N}_.$-]+=)/u;
const LITERAL = /^(?:null|none|nil|true|false|undefined)$/i;
const OBJECT_KEY = /(?<![\p{L}\p{N}_.-])([\p{L}\p{N}_.-]+)["'”’]\s{0,9}[:=]>?\s{0,9}\{/gu;
const BEFORE_OBJECT = /^["'”’]?\s{0,9}[:=]>?\s{0,9}\{/;

const INTRODUCED =
  /\b(?:HTTP(?:\/[\d.]+)?|status(?:[ _-]?code)?)["'”]?[\s:="“]{1,8}([345]\d\d)\b/gi;
const EXPLAINED = /\b([45]\d\d) (?=[A-Z][a-z]+)/g; // 404 Not Found
const ALONE = /(?<!\S)([345]\d\d)(?!\S)/g;

// Return whether a text looks pasted, and not typed to search by words.
function isPasted(text) {
  return text.length > 80 || /[{}[\]"“”<>=\n]|: | -- |, /.test(text);
}

// Return the part of a text that is searched, with quotes and line breaks as they were before a
// logger or a shell escaped them.
function prepare(text) {
  let searched = text;
  if (text.length > 2 * MOST_CHARACTERS) {
    searched = `${text.slice(0, MOST_CHARACTERS)}\n${text.slice(-MOST_CHARACTERS)}`;
  }
  return searched
    .replace(INVISIBLE, "")
    .replace(/(?<!\\)\\+(?:u0022|x22)/gi, '"')
    .replace(/(?<!\\)\\+u0026/gi, "&")
    .replace(/(?<!\\)\\+(["'/])/g, "$1")
    .replace(/(?<!\\)\\+[nrt]/g, "\n")
    .replace(/&quot;|&#34;/gi, '"')
    .replace(/&amp;|&#38;/gi, "&")
    .replace(/%(2\d|2[A-F]|3[A-F])/gi, (_, digits) => String.fromCharCode(parseInt(digits, 16)))
    .normalize("NFC");
}

// Return the HTTP statuses of errors in a text; if it was typed, a number alone is one.
function findStatuses(text, isTyped) {
  const patterns = [INTRODUCED, EXPLAINED, ...(isTyped ? [ALONE] : [])];
  const found = patterns.flatMap((pattern) => [...text.matchAll(pattern)]);
  return [...new Set(found.map((match) => match[1]))];
}

// Return the name of the key, header or parameter whose value contains a position, in lower case.
function findKey(text, position) {
  const before = text.slice(Math.max(0, position - 200), position);
  const found = QUOTED_VALUE.exec(before) ?? BARE_VALUE.exec(before);
  return (found?.[1] ?? "").toLowerCase();
}

// Return each value with the name before it, in lower case, and its position in the text.
function listValues(text) {
  const values = [];
  for (const match of text.matchAll(KEYED_VALUE)) {
    const [all, name, mark, quoted, bare] = match;
    const value = quoted ?? bare;
    const end = match.index + all.length;
    const isEnd = mark === ":" ? END.test(text.slice(end, end + 80)) : text[end] !== "=";
    const isWhole = quoted !== undefined || (isEnd && !LITERAL.test(value));
    values.push({ name: name.toLowerCase(), value, start: end - value.length, end, isWhole });
  }
  return values;
}

// Return whether a string is hardly a word of a sentence: it has marks, digits or capitals.
function isIdentifier(text) {
  return /[-_.\d]/.test(text) || /\p{Lu}.*\p{Lu}/su.test(text);
}

// Return whether a position is inside a longer identifier, such as `X_` before `NOT_FOUND`.
function isInside(text, position, shift) {
  const joint = text[position + shift] ?? " ";
  const beyond = text[position + shift + (shift < 0 ? -1 : 1)] ?? " ";
  return /[-_]/.test(joint) && /[\p{L}\p{N}]/u.test(beyond);
}
