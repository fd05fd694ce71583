// What a text finds: errors or neighbors, sentences about them, and a text for the address.
"use strict";

const MOST_NEIGHBORS = 10;
const MOST_NAMED = 5;
const MOST_TYPED = 200; // Longer texts are pasted.
const STATUS_LINE = /^\s*HTTP(?:\/\d(?:\.\d)?)?\s+(\d{3})\b[^\n{"]*$/i;

// Return what a text finds, before filters. `name` is for the address: what was typed, or the codes
// in another text. `origin` and `statuses` are what the sentences say without free text.
function find(catalogue, whole, isTyped) {
  const text = STATUS_LINE.exec(whole)?.[1] ?? whole;
  const isStructured = isPasted(text);
  const name = isTyped && !isStructured ? text.trim() : "";
  const family = isStructured ? null : findFamily(catalogue, text, name);
  if (family !== null) {
    return family;
  }
  const paste = isStructured ? new Understanding(catalogue, text) : null;
  if (paste === null || (paste.isUndocumented && text.length <= MOST_TYPED)) {
    const found = catalogue.searchWords(text.slice(0, MOST_TYPED));
    if (found.length > 0) {
      const isCode = catalogue.byKey.has(squash(text));
      return answer({ found, name: isCode ? text.trim() : name });
    }
  }
  const understanding = paste ?? new Understanding(catalogue, text);
  const result = understanding.isUndocumented
    ? findUndocumented(catalogue, understanding, text, name)
    : findMentioned(catalogue, understanding);
  if (understanding.isCut) {
    const note = "Only the beginning and the end of this long text were searched.";
    result.lines.unshift(build("p", "", note));
  }
  return result;
}

function answer(parts) {
  return { found: [], neighbors: [], lines: [], name: "", origin: null, statuses: [], ...parts };
}

// Return what a text finds that names documented errors.
function findMentioned(catalogue, { mentions, isDoubtful, unknown }) {
  const found = mentions.map(({ error }) => error);
  const lines = isDoubtful ? [buildUnknown(unknown)] : [];
  return answer({ found, lines, name: nameErrors(catalogue, found) });
}

// Return what a text finds that names none: the errors of a group or class, otherwise neighbors.
function findUndocumented(catalogue, understanding, text, name) {
  const { unknown, origin, statuses } = understanding;
  const groups = unknown === ""
    ? [] : catalogue.families.findGroups(unknown, origin, understanding.name);
  if (groups.length > 0) {
    return findMembers(catalogue, groups, groups.map(buildGroup), name);
  }
  const named = unknown === "" ? (understanding.text.match(CLASS_NAME) ?? []) : [];
  for (const class_ of understanding.isPasted ? named : []) {
    const family = findFamily(catalogue, class_, name);
    if (family !== null) {
      return family;
    }
  }
  const isWords = !understanding.isPasted && unknown === "";
  const facts = { unknown, origin: isWords ? null : origin, statuses };
  const lines = explainUndocumented(catalogue, facts);
  if (isWords && statuses.join() !== text.trim()) {
    lines.push(buildUnmatched(text.trim()));
  }
  const near = understanding.findNeighbors();
  const isSimilar = near.length > 0 || understanding.isPasted;
  const neighbors = isSimilar ? near : catalogue.searchSomeWords(text.slice(0, MOST_TYPED));
  if (neighbors.length === 0) {
    lines.push(build("p", "", "No similar error is documented."));
  }
  return answer({ ...facts, neighbors, lines, name });
}

// Return the errors of a class of several errors, or null.
function findFamily(catalogue, text, name) {
  const { families } = catalogue;
  const known = families.findClass(text);
  if (known.length > 0) {
    const codes = catalogue.byKey.get(squash(text)) ?? [];
    const lines = known.map(buildFamily);
    return findMembers(catalogue, known, lines, name === "" ? known[0].name : name, codes);
  }
  const undocumented = families.findUndocumented(text);
  if (undocumented === null) {
    return null;
  }
  const { provider, group } = undocumented;
  const lines = [buildUnknown(text.trim().split(".").pop())];
  lines.push(buildOrigin({ provider, group, isSpelled: true }));
  const neighbors = catalogue.errors.filter((error) => isMember(error, undocumented));
  return answer({ neighbors, lines, name, origin: { provider, group, isSpelled: true } });
}

function findMembers(catalogue, families, lines, name, first = []) {
  const members = catalogue.errors.filter((error) => families.some((each) => isMember(error, each)));
  const found = [...new Set([...first, ...members])];
  return answer({ found, lines, name });
}

// Return a text that finds these errors again: their codes, each with its provider if others have
// the same code.
function nameErrors(catalogue, found) {
  const names = new Map();
  for (const { code, key, provider } of found) {
    const isShared = catalogue.byKey.get(key).some((error) => error.provider !== provider);
    if (!names.has(key)) {
      names.set(key, isShared ? `${provider.name}: ${code}` : code);
    }
  }
  return [...names.values()].slice(0, MOST_NAMED).join(", ");
}

// Return whether an error passes the filters.
function isWanted(error, wanted) {
  return (wanted.provider === "" || error.provider.name === wanted.provider)
    && (wanted.kind === "" || error.kind === wanted.kind)
    && (wanted.status === "" || matchesStatus(error.statuses, wanted.status))
    && (wanted.retry === "" || (error.retry[0] ?? "unknown") === wanted.retry)
    && (wanted.category === "" || error.category === wanted.category);
}

// Return whether documented statuses include a wanted one; `4xx` includes 404, and the reverse.
function matchesStatus(statuses, wanted) {
  return hasStatus(statuses, wanted)
    || (wanted.endsWith("xx") && statuses.some((status) => String(status)[0] === wanted[0]));
}
