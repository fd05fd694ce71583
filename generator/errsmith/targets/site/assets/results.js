// How the results of a search are shown. All strings of the registry become text nodes.
"use strict";

// Return an element with a class and with children, which are elements or strings.
function build(tag, class_, ...children) {
  const element = document.createElement(tag);
  if (class_ !== "") {
    element.className = class_;
  }
  element.append(...children);
  return element;
}

// Return an error as an item of the list of results.
function buildResult(error) {
  const link = buildLink(error.url, build("code", "", ...splitCode(error.code)));
  const head = build("p", "head", link, " ", build("span", "provider", error.provider.title));
  if (error.stage !== "") {
    head.append(" ", build("span", "badge stage", error.stage));
  }
  const facts = [
    error.statuses.length === 0
      ? build("span", "missing", "status not documented")
      : build("span", "", `HTTP ${error.statuses.join(" or ")}`),
    buildRetry(error.retry),
  ];
  if (error.kind !== "") {
    facts.push(build("span", "", "kind ", build("code", "", error.kind), " ", buildMark()));
  }
  if (error.aliases.length > 0) {
    facts.push(build("span", "", `also spelled ${error.aliases.join(", ")}`));
  }
  return build("li", "", head, build("p", "", error.summary), build("p", "facts", ...facts));
}

// Return the pieces of a code, between which a narrow screen may break it.
function splitCode(code) {
  const pieces = code.split(/(?<=[-_.])/);
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [build("wbr", ""), piece]));
}

// Return retry advice, marked if it is derived.
function buildRetry(retry, subject = "retry ") {
  if (retry.length === 0) {
    return build("span", "missing", "retry unknown");
  }
  const [advice, basis, delay] = retry;
  const wait = delay === null ? "" : ` ${advice === "poll" ? "every" : "after"} ${delay} s`;
  const shown = build("span", "", subject, build("code", "", advice), wait);
  if (basis === "derived") {
    shown.append(" ", buildMark());
  }
  return shown;
}

// Return the mark of a derived fact.
function buildMark() {
  const mark = build("span", "badge", "derived");
  mark.dataset.basis = "derived";
  return mark;
}

// Return sentences about what a text without a documented error says.
function explainUndocumented(catalogue, { unknown, origin, statuses }) {
  const lines = unknown === "" ? [] : [buildUnknown(unknown)];
  if (origin !== null) {
    lines.push(buildOrigin(origin));
  }
  return [...lines, ...statuses.map((status) => buildStatus(catalogue, status, origin))];
}

function buildUnknown(code) {
  return build("p", "", build("code", "", code), " is not documented.");
}

// Return a sentence for words that no error has.
function buildUnmatched(text) {
  if (/\s/.test(text)) {
    return build("p", "", "No error matches all of these words.");
  }
  return build("p", "", "No error matches ", build("code", "", text), ".");
}

// Return a sentence about a class of several errors.
function buildFamily({ name, kind, provider, group }) {
  const class_ = build("code", "", name);
  if (kind !== null) {
    return build("p", "", class_, " is the class of all errors of the kind ", buildKind(kind), ".");
  }
  if (provider === null) {
    const link = buildLink("guides/kinds.html", "kinds");
    return build("p", "", class_, " is the class of all errors of all ", link, ".");
  }
  const link = buildLink(getClassAddress(provider, name), class_);
  const about = buildLink(`${provider.name}.html`, provider.title);
  return group === null
    ? build("p", "", link, " is the class of all errors of ", about, ".")
    : build("p", "", link, " is the class of ", about, "'s group ", build("code", "", group.id), ".");
}

// Return a sentence about a group whose id is where codes are sent.
function buildGroup({ name, provider, group }) {
  const link = buildLink(getClassAddress(provider, name), build("code", "", group.id));
  const about = buildLink(`${provider.name}.html`, provider.title);
  return build("p", "", link, " is a group of ", about, ", not a code.");
}

function buildKind({ id }) {
  const address = `guides/kinds.html#${id.replaceAll("_", "-")}`;
  return buildLink(address, build("code", "", id));
}

// Return the address of a class; errsmith's `make_class_anchor` writes the same anchor.
function getClassAddress(provider, name) {
  return `${provider.name}.html#class_${name.toLowerCase()}`;
}

// Return a sentence about the provider, and the group, of a code that is not documented.
function buildOrigin({ provider, group, isSpelled }) {
  const about = buildLink(`${provider.name}.html`, provider.title);
  if (group === null) {
    return build("p", "", "This looks like a response from ", about, ".");
  }
  const address = buildFragment({ provider: provider.name, q: group.id });
  const family = buildLink(address, build("code", "", group.id));
  const start = isSpelled ? "The spelling matches " : "It probably belongs to ";
  return build("p", "", start, about, "'s group ", family, ".");
}

// Return sentences about a status, with the retry advice for the group or the category.
function buildStatus(catalogue, status, origin) {
  const isDocumented = catalogue.errors.some(({ statuses }) => hasStatus(statuses, status));
  if (!isDocumented) {
    const kind = catalogue.families.getKind(status);
    const line = build("p", "", `No error is documented with HTTP ${status}.`);
    if (kind !== null) {
      line.append(" The kind for this status is ", buildKind(kind), ".");
    }
    return line;
  }
  const link = buildLink(buildFragment({ status, q: "" }), `HTTP ${status}`);
  const line = build("p", "", "The status is ", link, ".");
  const group = origin?.group?.retry ?? [];
  const category = origin?.provider.categories.find((each) => hasStatus(each.statuses, status));
  const retry = group.length > 0 ? group : (category?.retry ?? []);
  if (retry.length > 0) {
    const subject = group.length > 0 ? "group" : "category";
    line.append(` Retry advice for this ${subject}: `, buildRetry(retry, ""), ".");
  }
  return line;
}

function buildLink(address, ...children) {
  const link = build("a", "", ...children);
  link.href = address;
  return link;
}

// Return the fragment of an address for values by name, without empty ones except the text.
function buildFragment(values) {
  const entries = Object.entries(values).filter(([name, value]) => value !== "" || name === "q");
  return `#${new URLSearchParams(entries)}`;
}
