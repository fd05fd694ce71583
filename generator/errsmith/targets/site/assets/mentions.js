// Where a text mentions codes, aliases, composite codes or classes.
"use strict";

const MOST_ATOMS = 12;
// What may stand between the words of a code: marks and blanks, or the marks of a path or URN.
const GAP = /^(?:[-_.\s\u2010-\u2015]{0,6}|[:/#]{1,2})$/;

// Return whether only the letters and digits of a code matter, because its marks may differ.
function hasUsualMarks(code) {
  if (/^[a-z\d]+(?:[-_.\s][a-z\d]+){0,9}$/i.test(code)) {
    return true;
  }
  const atoms = [...code.matchAll(ATOM)];
  return atoms.length <= MOST_ATOMS && atoms.every((atom, index) => {
    const before = atoms[index - 1];
    return before === undefined
      || GAP.test(code.slice(before.index + before[0].length, atom.index));
  });
}

// Codes in their exact spelling, by their first word in lower case, and then by themselves.
class ExactCodes {
  constructor() {
    this.byWord = new Map();
  }

  add(code, error) {
    const first = /[\p{L}\p{M}\p{N}]+/u.exec(code);
    if (first === null) {
      return;
    }
    const word = first[0].toLowerCase();
    const codes = this.byWord.get(word) ?? new Map();
    const known = codes.get(code) ?? { code, offset: first.index, errors: [] };
    known.errors.push(error);
    this.byWord.set(word, codes.set(code, known));
  }

  // Return the longest code whose first word is at a position of a text, or null.
  find(text, start, word) {
    let longest = null;
    for (const { code, offset, errors } of this.byWord.get(word)?.values() ?? []) {
      const end = start - offset + code.length;
      const isLonger = longest === null || end > longest.end;
      const isWord = !/[\p{L}\p{N}]/u.test(text[end] ?? " ");
      if (isLonger && isWord && text.startsWith(code, start - offset)) {
        longest = { errors, key: squash(code), end };
      }
    }
    return longest;
  }
}

// Return each mention once per name of a value: the longest at its place and, of equal ones, the
// last in the text.
function findMentions(catalogue, text, values) {
  const atoms = [...text.matchAll(ATOM)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    key: match[0].toLowerCase(),
  }));
  const whole = findWholeValues(catalogue, text, values);
  const found = new Map();
  let reached = 0; // The end of the last mention. A mention does not contain others.
  for (let first = 0; first < atoms.length; first += 1) {
    const { start, key } = atoms[first];
    if (start < reached || isInside(text, start, -1)) {
      continue;
    }
    const candidates = [
      whole.get(start) ?? null,
      catalogue.exact.find(text, start, key),
      findChain(catalogue, text, atoms, first),
    ].filter((each) => each !== null);
    if (candidates.length > 0) {
      const longest = candidates.reduce((best, each) => (each.end > best.end ? each : best));
      const name = findKey(text, start);
      reached = longest.end;
      found.set(`${name}=${longest.key}`, { ...longest, start, name });
    }
  }
  return [...found.values()];
}

// Return the documented codes that are whole values where providers send codes, by their position.
function findWholeValues(catalogue, text, values) {
  const found = new Map();
  for (const { name, value, start, end } of values) {
    const key = catalogue.places.has(name) ? squash(value) : "";
    const errors = catalogue.byKey.get(key);
    const word = value.search(/[\p{L}\p{M}\p{N}]/u);
    if (errors !== undefined && word >= 0) {
      found.set(start + word, { errors, key, end });
    }
  }
  return found;
}

// Return the longest sequence of words from one on that is a code in any spelling, or null.
function findChain(catalogue, text, atoms, first) {
  let key = "";
  let longest = null;
  for (let last = first; last < Math.min(atoms.length, first + MOST_ATOMS); last += 1) {
    const gap = last === first ? "" : text.slice(atoms[last - 1].end, atoms[last].start);
    key += atoms[last].key;
    if (!GAP.test(gap) || key.length > catalogue.longestKey) {
      break;
    }
    const errors = catalogue.byKey.get(key);
    if (errors !== undefined && !isInside(text, atoms[last].end, 0)) {
      longest = { errors, key, end: atoms[last].end };
    }
  }
  return longest;
}
