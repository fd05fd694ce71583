// What a pasted text names: errors, statuses, a provider, codes that are not documented.
"use strict";

const MOST_SHOWN = 100;
const IN_QUOTES = "\"'`“”‘’«»";
// Names of values that are codes in the responses of most APIs.
const CODE_NAME = /(?:^|[._-])err(?:or)?s?[._-]?code$|errorcode$|^code$/;

// A word with marks between its letters that is not the name of a value, as in `content-type:`.
const MARKED_WORD =
  /(?<![\p{L}\p{N}_-])[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)+(?![-_]*[\p{L}\p{N}]|[-_]?["'”’]?\s*[:=])/gu;

// How much the form of a mention says; the rest of the evidence adds to it.
const KEYED = 60; // The value of a key or header in which its provider sends codes.
const CLASS = 50;
const IDENTIFIER = 30; // It has marks, digits or capitals, so it is hardly a word of a sentence.
const IN_MARKS = 15; // In quotation marks.
const WORD = 8;
const NUMBER = 1;

class Understanding {
  // Read a text. `mentions` are the errors that it names, the likeliest first.
  constructor(catalogue, text) {
    this.catalogue = catalogue;
    this.isCut = text.length > 2 * MOST_CHARACTERS;
    this.isPasted = isPasted(text);
    this.text = prepare(text);
    this.statuses = findStatuses(this.text, !this.isPasted);
    this.words = ` ${fold(this.text)} `;
    this.known = new Map();
    this.values = listValues(this.text);
    this.objects = new Set([...this.text.matchAll(OBJECT_KEY)].map(([, name]) => squash(name)));
    this.evidence = this._weighProviders();
    const mentions = findMentions(catalogue, this.text, this.values);
    this.mentions = this._rank([...mentions, ...this._findStatusCodes()]);
    const { code: keyed, name } = this._findKeyedUnknown();
    this.name = name; // The name before the undocumented code, if it has one.
    this.unknown = keyed === "" ? this._findUnknownWord() : keyed;
    // A word of a sentence does not explain a response whose code is undocumented.
    const form = this.mentions[0]?.form ?? 0;
    this.isUndocumented = form <= NUMBER || (this.unknown !== "" && form < IDENTIFIER);
    this.isDoubtful = !this.isUndocumented && keyed !== "" && form < CLASS;
    this.origin = this._findOrigin();
  }

  // Return how much the text says for each provider: its name, its host, the keys of its bodies.
  _weighProviders() {
    const lower = this.text.toLowerCase();
    const keys = new Set();
    for (const [, key] of lower.matchAll(KEY)) {
      keys.add(key);
    }
    const evidence = new Map();
    for (const provider of this.catalogue.providers) {
      const names = [provider.title, provider.name].map(fold);
      const isNamed = names.some((name) => name !== "" && this.words.includes(` ${name} `))
        || provider.domains.some((domain) => lower.includes(domain));
      const fields = new Set([...provider.keys, ...provider.fields]);
      const shared = [...fields].filter((field) => keys.has(field)).length;
      evidence.set(provider, (isNamed ? 20 : 0) + Math.min(10, 2 * shared));
    }
    return evidence;
  }

  // Return the errors of providers whose code is the HTTP status itself.
  _findStatusCodes() {
    const found = [];
    for (const status of this.statuses) {
      const errors = (this.catalogue.byKey.get(status) ?? []).filter(
        (error) => error.provider.sends_status_as_code,
      );
      if (errors.length > 0) {
        found.push({ errors, key: status, start: -1, end: -1, name: "" });
      }
    }
    return found;
  }

  // Return each mentioned error once, with its score, the best first. Of equally good ones, the last
  // in the text comes first, because the end of a log matters most.
  _rank(found) {
    const best = new Map();
    for (const mention of found) {
      for (const error of mention.errors) {
        const form = this._weighForm(mention, error);
        const score = form + this._weighContext(mention, error);
        const before = best.get(error);
        if (before === undefined || score >= before.score) {
          best.set(error, { error, form, score, start: mention.start });
        }
      }
    }
    const ranked = [...best.values()].sort((a, b) => b.score - a.score || b.start - a.start);
    // Beside a likely error, words of its message, numbers and groups of its code are chance.
    const form = ranked[0]?.form ?? 0;
    const least = [IDENTIFIER, WORD, NUMBER].find((each) => form >= each) ?? 0;
    const groups = new Set(ranked.slice(0, 1).map(({ error }) => squash(error.group)));
    return ranked.filter(
      (each, index) => index === 0 || (each.form >= least && !groups.has(each.error.key)),
    );
  }

  // Return how much the form of a mention says.
  _weighForm(mention, error) {
    if (mention.start < 0) {
      return CLASS;
    }
    const { text } = this;
    const sent = text.slice(mention.start, mention.end);
    if (error.provider.keys.includes(mention.name)) {
      return KEYED;
    }
    if (this.catalogue.compositeGroups.get(mention.name)?.has(mention.key)) {
      return NUMBER; // The group of a composite code, which happens to be a code elsewhere.
    }
    if (BEFORE_OBJECT.test(text.slice(mention.end, mention.end + 22))) {
      return NUMBER; // The key of an object, such as a group above its codes.
    }
    if (mention.key === error.classKey && !error.keys.includes(mention.key)) {
      return /^\p{Lu}.*\p{Ll}Error$/su.test(sent) ? CLASS : WORD;
    }
    const before = text.slice(Math.max(0, mention.start - 20), mention.start);
    if (/^\d+$/.test(mention.key)) {
      return /(?:code|error)\W{0,4}$/i.test(before) ? IN_MARKS : NUMBER;
    }
    if (/\b[1-5]\d\d $/.test(before)) {
      return NUMBER; // A reason phrase: `409 Conflict`.
    }
    if (isIdentifier(sent)) {
      return IDENTIFIER;
    }
    return IN_QUOTES.includes(text[mention.start - 1] ?? " ") ? IN_MARKS : WORD;
  }

  // Return how well the rest of the text fits an error.
  _weighContext(mention, error) {
    let weight = this.evidence.get(error.provider);
    if (mention.start >= 0 && this.text.slice(mention.start, mention.end) === error.code) {
      weight += 4;
    }
    const isComposite = mention.key !== error.key && mention.key.endsWith(error.key);
    if (error.group !== "" && (isComposite || this._mentions(error.group))) {
      weight += isComposite ? 10 : 6;
    }
    if (this.statuses.length > 0 && error.statuses.length > 0) {
      const fits = this.statuses.some((status) => hasStatus(error.statuses, status));
      weight += fits ? 6 : -4;
    }
    return weight - (error.stage === "" ? 0 : 2);
  }

  // Return whether the text contains a name. Names repeat, and the text may be long.
  _mentions(name) {
    if (!this.known.has(name)) {
      this.known.set(name, this.words.includes(` ${fold(name)} `));
    }
    return this.known.get(name);
  }

  // Return the last undocumented code in a place where a provider sends codes, or else after the
  // name of a code, with this name; otherwise "".
  _findKeyedUnknown() {
    const { byKey, places, compositeGroups } = this.catalogue;
    const nothing = { code: "", name: "" };
    let [placed, named] = [nothing, nothing];
    for (const { name, value, isWhole } of this.values) {
      const isPlace = places.has(name);
      const words = isPlace || CODE_NAME.test(name) ? value.trim().split(/\s+/) : [];
      // The last word of a composite code is the code.
      const word = (words.at(-1) ?? "").replace(/[.-]+$/, "");
      const isCode = words.length === 1
        ? isWhole || isIdentifier(word)
        : compositeGroups.has(name) && isIdentifier(word);
      if (isCode && !byKey.has(squash(value)) && !byKey.has(squash(word))) {
        const code = { code: word.slice(0, MOST_SHOWN), name };
        [placed, named] = isPlace ? [code, named] : [placed, code];
      }
    }
    return placed.code === "" ? named : placed;
  }

  // Return the first word that looks like an undocumented code; otherwise "".
  _findUnknownWord() {
    const typed = this.text.trim();
    let words = this.text.match(MARKED_WORD) ?? [];
    if (this.isPasted) {
      words = words.filter((word) => /^\p{Lu}/u.test(word) && word === word.toUpperCase());
    } else if (words.length === 0 && /^\S{2,80}$/.test(typed) && this.statuses.length === 0) {
      words = isIdentifier(typed) ? [typed] : [];
    }
    const unknown = words.find((word) => !this.catalogue.byKey.has(squash(word))) ?? "";
    return unknown.slice(0, MOST_SHOWN);
  }

  // Return where an undocumented code probably comes from: the provider that the text names, that
  // the code's spelling belongs to, or whose fields the text has; null if several are as likely.
  _findOrigin() {
    const { providers } = this.catalogue;
    const weights = providers.map((provider) => {
      const weight = this.evidence.get(provider);
      return weight + (this.unknown !== "" && this._findGroup(provider) !== null ? 15 : 0);
    });
    const most = Math.max(0, ...weights);
    const likely = providers.filter((_, index) => weights[index] === most);
    if (most < 4 || likely.length !== 1) {
      return null;
    }
    const [provider] = likely;
    const group = this._findGroup(provider);
    const isSpelled = this.unknown !== "" && group !== null && this._matches(group);
    return { provider, group, isSpelled };
  }

  // Return whether the undocumented code belongs to a group by its spelling.
  _matches(group) {
    return group.match.some((glob) => matchesGlob(glob, this.unknown));
  }

  // Return the group of a provider to which the undocumented code belongs by its spelling or that
  // the text names, or null.
  _findGroup(provider) {
    const spelled = provider.groups.find((group) => this._matches(group));
    // The code `SESSION_NOT_FOUND` does not mention the group `not_found`.
    const code = ` ${fold(this.unknown)} `;
    const named = provider.groups.filter(
      ({ id }) => this._mentions(id) && !code.includes(` ${fold(id)} `),
    );
    const key = named.find(({ id }) => this.objects.has(squash(id)));
    return spelled ?? key ?? named[0] ?? null;
  }

  // Return documented errors near an undocumented code: with a similar code, of its group, with
  // its status or, if no error has it, with the kind for this status.
  findNeighbors() {
    const { errors } = this.catalogue;
    const { provider = null, group = null } = this.origin ?? {};
    const code = this.unknown === "" ? this.words.trim() : this.unknown;
    const isWord = code !== "" && code.length <= MOST_SHOWN && !code.includes(" ");
    const similar = isWord ? findSimilar(errors, squash(code)) : new Map();
    const isKnown = (status) => errors.some((error) => hasStatus(error.statuses, status));
    const kinds = this.statuses
      .filter((status) => !isKnown(status))
      .map((status) => this.catalogue.families.getKind(status)?.id);
    const mentioned = new Set(this.mentions.map(({ error }) => error));
    const ranking = new Ranking();
    for (const error of errors) {
      const isOfProvider = error.provider === provider;
      const score = 10 * (similar.get(error) ?? 0)
        + (isOfProvider && group !== null && error.group === group.id ? 2 : 0)
        + (this.statuses.some((status) => hasStatus(error.statuses, status)) ? 1 : 0)
        + (kinds.includes(error.kind) ? 1 : 0)
        + (mentioned.has(error) ? 1 : 0);
      if (score > 0) {
        ranking.add(error, score + (isOfProvider ? 1 : 0));
      }
    }
    return ranking.list();
  }
}
