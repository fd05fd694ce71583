// What many errors share: the classes of kinds, providers and groups, and the groups themselves.
"use strict";

const UNDOCUMENTED = /^Undocumented(.+)Error$/iu;
const CLASS_NAME = /(?<![\p{L}\p{N}_.])(?:[\p{L}\p{N}_]+\.)*\p{Lu}[\p{L}\p{N}_]*Error\b/gu;

class Families {
  // List the classes. `ApiError` is the class of all errors.
  constructor({ kinds, providers }) {
    this.kinds = kinds;
    this.byGroup = new Map(); // Families of groups, by the squashed id of the group.
    this.all = [{ name: "ApiError", kind: null, provider: null, group: null }];
    for (const kind of kinds) {
      this.all.push({ name: kind.class, kind, provider: null, group: null });
    }
    for (const provider of providers) {
      this.all.push({ name: provider.base, kind: null, provider, group: null });
      for (const group of provider.groups) {
        const family = { name: group.class, kind: null, provider, group };
        const key = squash(group.id);
        this.all.push(family);
        this.byGroup.set(key, [...(this.byGroup.get(key) ?? []), family]);
      }
    }
  }

  // Return the families whose class has this name, which may follow modules: `acme.NotFoundError`.
  findClass(text) {
    const names = text.trim().split(".");
    const name = names.pop().toLowerCase();
    if (!name.endsWith("error")) {
      return []; // Most keys that are pressed take no further time.
    }
    const found = this.all.filter((family) => family.name.toLowerCase() === name);
    return preferModules(found, names);
  }

  // Return the family of a class for undocumented codes, such as `UndocumentedSessionConflictError`
  // for the group with the class `SessionError`; null for other names.
  findUndocumented(text) {
    const names = text.trim().split(".");
    const stem = UNDOCUMENTED.exec(names.pop())?.[1].toLowerCase() ?? "";
    if (stem === "") {
      return null;
    }
    const starts = this.all.filter(
      ({ name, provider }) =>
        provider !== null && stem.startsWith(name.toLowerCase().replace(/error$/, "")),
    );
    starts.sort((a, b) => b.name.length - a.name.length);
    return preferModules(starts, names)[0] ?? null;
  }

  // Return the families of the groups with this id: if possible, of the provider that a text comes
  // from, or of those that send codes after a name.
  findGroups(id, origin, name) {
    const found = this.byGroup.get(squash(id)) ?? [];
    const own = found.filter(({ provider }) => provider === origin?.provider);
    const sent = found.filter(({ provider }) => provider.keys.includes(name));
    return [own, sent].find((families) => families.length > 0) ?? found;
  }

  // Return the kind that a status implies, or null.
  getKind(status) {
    const other = `${status[0]}xx`;
    return this.kinds.find(({ statuses }) => statuses.includes(Number(status)))
      ?? this.kinds.find(({ statuses }) => statuses.includes(other)) ?? null;
  }
}

function preferModules(families, modules) {
  const own = families.filter(({ provider }) => modules.includes(provider?.name));
  return own.length > 0 ? own : families;
}

// Return whether an error belongs to a family.
function isMember(error, { kind, provider, group }) {
  return (kind === null || error.kind === kind.id)
    && (provider === null || error.provider === provider)
    && (group === null || error.group === group.id);
}
