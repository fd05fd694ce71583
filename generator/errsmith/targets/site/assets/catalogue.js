// All documented errors, from the columns of errors.js, and the search by words.
"use strict";

// Return text in lower case with another string for the marks between letters and digits.
function replaceMarks(text, mark) {
  const lower = text.toLowerCase();
  // Most text is ASCII, for which this is five times as fast.
  return /^[\0-\x7f]*$/.test(lower)
    ? lower.replace(/[^a-z0-9]+/g, mark)
    : lower.normalize("NFC").replace(/[^\p{L}\p{M}\p{N}]+/gu, mark);
}

// Return a code without case and marks: `SIG-BB607`, `sig_bb607` and `SIG BB607` are `sigbb607`.
function squash(text) {
  return replaceMarks(text, "") || text.trim();
}

// Return text without case, in which one blank stands for any marks between words.
function fold(text) {
  return replaceMarks(text, " ").trim();
}

// Return the name of an error's page; errsmith's `make_anchor` writes the same.
function makeAnchor(id) {
  return id.toLowerCase().replace(/[^a-z0-9]/gu, "-");
}

// Return whether a list of statuses such as 404 or "4xx" contains a status.
function hasStatus(statuses, status) {
  return statuses.some((known) => String(known) === status || known === `${status[0]}xx`);
}

// Return whether a code matches a glob with `*` and `?`, in any spelling of its marks.
function matchesGlob(glob, code) {
  const [first, ...others] = glob.split(/\*+/).map((piece) =>
    piece.replace(/[\\^$.+()[\]{}|]/g, "\\$&").replace(/[-_ ]/g, "[-_ ]").replace(/\?/g, "."),
  );
  const last = others.length === 0 ? "" : `.*${others.pop()}`;
  // A look-ahead is tried once, so that a glob with many `*` cannot take long.
  const inside = others.map((piece, index) => `(?=(.*?${piece}))\\${index + 1}`);
  return new RegExp(`^${first}${inside.join("")}${last}$`, "isu").test(code);
}

// Return the domain of a documentation's host that its API probably shares, such as `acme.com`;
// "" if others share it, too.
function getDomain(host) {
  const labels = host.split(".");
  const isShared = /^(?:co|com|edu|github|gitlab|gov|netlify|org|pages|readthedocs|vercel)$/;
  const least = isShared.test(labels.at(-2) ?? "") ? 3 : 2;
  return labels.length < least ? "" : labels.slice(-least).join(".");
}

class Catalogue {
  // Decode the columns, and index all errors.
  constructor(data) {
    this.providers = data.providers;
    this.families = new Families(data);
    this.errors = [];
    this.byKey = new Map(); // Errors by each squashed spelling of their code or class.
    this.longestKey = 0;
    this.exact = new ExactCodes(); // Codes with unusual marks between their words.
    this.folded = new Map();
    this.places = new Set(); // Names before codes: keys of bodies, headers, parameters.
    this.compositeGroups = new Map(); // The groups before codes, squashed, by such a name.
    const columns = data.errors;
    const read = (name, position) => columns[name].values[columns[name].positions[position]];
    let position = 0;
    for (const provider of data.providers) {
      this._indexProvider(provider);
      for (let count = 0; count < provider.size; count += 1) {
        const code = columns.code[position];
        const id = columns.ids[position] ?? code;
        const error = {
          position,
          provider,
          code,
          aliases: columns.aliases[position] ?? [],
          summary: columns.summary[position],
          statuses: read("statuses", position),
          kind: read("kind", position),
          retry: read("retry", position),
          category: read("category", position),
          group: read("group", position),
          stage: columns.stages[position] ?? "",
          url: `${provider.name}/${columns.anchors[position] ?? makeAnchor(id)}.html`,
        };
        this._index(error, id, columns.classes[position]);
        this.errors.push(error);
        position += 1;
      }
    }
  }

  _indexProvider(provider) {
    provider.domains = provider.hosts.map(getDomain).filter((domain) => domain !== "");
    for (const name of provider.keys) {
      this.places.add(name);
      if (provider.parts.length > 0) {
        const groups = this.compositeGroups.get(name) ?? new Set();
        provider.groups.forEach(({ id }) => groups.add(squash(id)));
        this.compositeGroups.set(name, groups);
      }
    }
  }

  // Add the keys by which an error is found to the index and to the error itself.
  _index(error, id, class_) {
    const { provider } = error;
    error.key = squash(error.code);
    const keys = new Set([error.key, squash(id), ...error.aliases.map(squash)]);
    error.keys = [...keys];
    error.keyText = error.keys.join(" ");
    [error.code, ...error.aliases].filter((spelled) => !hasUsualMarks(spelled)).forEach((spelled) => {
      this.exact.add(spelled, error);
    });
    for (const template of provider.parts) {
      if (error.group !== "") {
        const spelled = template.replace("{code}", () => error.code);
        keys.add(squash(spelled.replace("{group}", () => error.group)));
      }
    }
    // A class is called like its code, unless the data has another name.
    const name = squash(class_ ?? id);
    error.classKey = name.endsWith("error") ? name : `${name}error`;
    keys.add(error.classKey);
    for (const key of keys) {
      this.longestKey = Math.max(this.longestKey, key.length);
      const known = this.byKey.get(key);
      if (known === undefined) {
        this.byKey.set(key, [error]);
      } else {
        known.push(error);
      }
    }
    error.words = ` ${fold(`${error.code} ${error.summary}`)} ${this._foldFacts(error)}`;
  }

  // Return the words of the facts that many errors share.
  _foldFacts({ provider, kind, category, group, retry, statuses }) {
    const advice = retry[0] ?? "unknown";
    const facts = [kind, category, group, provider.title, provider.name, advice, ...statuses];
    const text = facts.join(" ");
    const folded = this.folded.get(text) ?? fold(text);
    this.folded.set(text, folded);
    return folded;
  }

  // Return the errors that match each word of a text, the best first.
  searchWords(text) {
    const { words, whole } = this._splitWords(text);
    if (words.length === 0) {
      return this.byKey.get(whole) ?? [];
    }
    const ranking = new Ranking();
    for (const error of this.errors) {
      if (words.every((word) => isMatch(error, word))) {
        ranking.add(error, scoreMatch(error, words, whole));
      }
    }
    return ranking.list();
  }

  // Return the errors that match some words of a text; rare words count most.
  searchSomeWords(text) {
    const scores = new Map();
    for (const word of this._splitWords(text).words) {
      const matching = this.errors.filter((error) => isMatch(error, word));
      matching.forEach((error) => {
        scores.set(error, (scores.get(error) ?? 0) + 1 / matching.length);
      });
    }
    const ranking = new Ranking();
    scores.forEach((score, error) => ranking.add(error, score));
    return ranking.list();
  }

  _splitWords(text) {
    const words = text.split(/\s+/).map((word) => ({ words: ` ${fold(word)}`, key: squash(word) }));
    return { words: words.filter((word) => word.words !== " "), whole: squash(text) };
  }
}

// Errors by score. There are few scores, so this takes less time than sorting thousands of errors.
class Ranking {
  constructor() {
    this.byScore = new Map();
  }

  add(error, score) {
    const equal = this.byScore.get(score);
    if (equal === undefined) {
      this.byScore.set(score, [error]);
    } else {
      equal.push(error);
    }
  }

  // Return the errors, the best first; equal ones stay in the order in which they were added.
  list() {
    const scores = [...this.byScore.keys()].sort((a, b) => b - a);
    return scores.flatMap((score) => this.byScore.get(score));
  }
}

function isMatch(error, word) {
  return error.words.includes(word.words) || error.keyText.includes(word.key)
    || error.classKey.startsWith(word.key);
}

// Return how well an error matches: an exact code is best, then its beginning, then a part of it.
function scoreMatch(error, words, whole) {
  const inCode = words.filter((word) => error.keyText.includes(word.key));
  const stage = error.stage === "" ? 0 : 10;
  if (inCode.length === 0) {
    return -stage;
  }
  const { key, keys } = error;
  if (keys.includes(whole)) {
    return (key === whole ? 1000 : 950) - stage;
  }
  if (inCode.some((word) => keys.includes(word.key))) {
    return 800 - stage;
  }
  if (key.startsWith(whole)) {
    return 600 - stage;
  }
  const start = key.startsWith(words[0].key) ? 50 : 0;
  return Math.round((400 * inCode.length) / words.length) + start - stage;
}
