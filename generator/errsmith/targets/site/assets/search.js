// The search of the front page: its form, its results, its address and its keys.
"use strict";

const FILTERS = ["provider", "kind", "status", "retry", "category"];
const PAGE = 50;

const catalogue = new Catalogue(DATA);
const form = document.getElementById("search");
const query = document.getElementById("query");
const selects = new Map(FILTERS.map((name) => [name, document.getElementById(name)]));
const results = document.getElementById("results");
const count = document.getElementById("count");
const understood = document.getElementById("understood");
const list = document.getElementById("errors");
const more = document.getElementById("more");
const cards = document.getElementById("overview"); // The providers.
const heading = document.getElementById("all");
const watch = new TypingWatch(query); // Only typed text may become a part of the address.

let isIdle = true; // Whether the form is empty.
let isNear = false; // Whether the results are only similar to what was searched.
let errors = []; // The results, of which the list shows the first.
let recognized = ""; // What the address says of the text: never a pasted text itself.
let remembered = null; // What the history remembers of other texts.

// --- what is shown -------------------------------------------------------------------------------

// Search, and show the results; with an empty form, all errors.
function update() {
  const wanted = readFilters();
  const text = query.value.trim() === "" ? "" : query.value;
  isIdle = text === "" && FILTERS.every((name) => wanted[name] === "");
  const result = text === ""
    ? answer({ found: catalogue.errors }) : find(catalogue, text, watch.isTyped);
  const { found, neighbors, lines, origin, statuses } = result;
  recognized = result.name;
  isNear = found.length === 0 && neighbors.length > 0;
  const all = isNear ? neighbors : found;
  const passed = all.filter((error) => isWanted(error, wanted));
  const shown = isNear ? passed.slice(0, MOST_NEIGHBORS) : passed;
  if (all.length > 0 && shown.length === 0) {
    lines.push(buildUnfiltered(isNear ? Math.min(all.length, MOST_NEIGHBORS) : all.length));
  }
  const number = countErrors(shown.length, isNear ? "similar " : "");
  show(shown, isNear ? `No match; ${number}` : number, lines);
  remembered = text === "" || recognized !== "" ? null : { origin: rememberOrigin(origin), statuses };
}

// Show errors below what is said about them.
function show(shown, summary, lines) {
  errors = shown;
  cards.hidden = !isIdle;
  heading.hidden = !isIdle;
  count.textContent = isIdle ? "" : summary;
  heading.textContent = `All ${summary}`;
  understood.replaceChildren(...lines);
  list.replaceChildren();
  showMore(PAGE);
}

function countErrors(number, adjective) {
  return `${formatNumber(number)} ${adjective}${number === 1 ? "error" : "errors"}`;
}

// Return a number with commas between thousands; the browser's own way is slow at first.
function formatNumber(number) {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

// Add results to the list.
function showMore(number) {
  const shown = list.childElementCount;
  list.append(...errors.slice(shown, shown + number).map(buildResult));
  more.hidden = list.childElementCount >= errors.length;
}

// Return a sentence for results that the filters hide, with a button that removes the filters.
function buildUnfiltered(number) {
  const button = build("button", "", "Clear filters");
  button.type = "button";
  button.addEventListener("click", () => {
    selects.forEach((select) => {
      select.value = "";
    });
    apply("push");
    query.focus();
  });
  const verb = isNear ? "can be shown" : number === 1 ? "matches" : "match";
  const subject = countErrors(number, isNear ? "similar " : "");
  return build("p", "", `${subject} ${verb} without filters. `, button);
}

// --- the address ---------------------------------------------------------------------------------

function readFilters() {
  return Object.fromEntries(FILTERS.map((name) => [name, selects.get(name).value]));
}

// Show the results of the form, and write what was recognized to the address: the fragment, which
// no server sees.
function apply(how) {
  update();
  const filters = readFilters();
  const isPlain = recognized === "" && FILTERS.every((name) => filters[name] === "");
  const address = isPlain
    ? location.pathname + location.search
    : buildFragment({ ...filters, q: recognized });
  try {
    if (how === "push") {
      history.pushState(null, "", address);
    } else {
      history.replaceState(null, "", address);
    }
  } catch {
    // Browsers limit how often a page may do this; the next key press tries again.
  }
}

// Set the form from the address. Anchors of the page, such as `#guides`, leave it as it is.
function restore() {
  const fragment = location.hash.slice(1);
  if (fragment !== "" && !fragment.includes("=")) {
    return;
  }
  const values = new URLSearchParams(fragment);
  query.value = values.get("q") ?? "";
  watch.reset();
  selects.forEach((select, name) => setOption(select, values.get(name) ?? ""));
  update();
  if (query.value === "" && Array.isArray(history.state?.shown)) {
    showRemembered(history.state);
  }
}

// --- the history -----------------------------------------------------------------------------------

// Return where an undocumented code probably comes from, in names of the registry.
function rememberOrigin(origin) {
  if (origin === null) {
    return null;
  }
  const { provider, group, isSpelled } = origin;
  return { provider: provider.name, group: group?.id ?? "", isSpelled };
}

// Return the state of an entry of the history, which contains nothing of a text that was not typed.
function buildState(opened) {
  if (remembered === null) {
    return { opened };
  }
  const shown = errors.slice(0, list.childElementCount).map(({ url }) => url);
  return { opened, ...remembered, shown, summary: count.textContent };
}

// Show the results of a text that the history does not contain.
function showRemembered({ origin, statuses, shown, summary }) {
  const byUrl = new Map(catalogue.errors.map((error) => [error.url, error]));
  const provider = catalogue.providers.find(({ name }) => name === origin?.provider) ?? null;
  const group = provider?.groups.find(({ id }) => id === origin.group) ?? null;
  const facts = {
    unknown: "",
    origin: provider === null ? null : { provider, group, isSpelled: origin.isSpelled },
    statuses,
  };
  const lines = explainUndocumented(catalogue, facts);
  lines.unshift(build("p", "", "These are the results of your last search."));
  isIdle = false;
  isNear = true;
  show(shown.map((url) => byUrl.get(url)).filter((error) => error !== undefined), summary, lines);
}

// Choose an option, and add it if no error has this value.
function setOption(select, value) {
  select.value = value;
  if (select.value !== value) {
    select.add(new Option(value, value, false, true));
  }
}

// --- the keyboard --------------------------------------------------------------------------------

function listLinks() {
  return [...list.querySelectorAll("a")];
}

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

// Move the focus from a result to another one or, above the first, to the text.
function move(from, step) {
  const position = listLinks().indexOf(from) + step;
  if (position === list.childElementCount) {
    showMore(PAGE);
  }
  const links = listLinks();
  if (position < 0) {
    query.focus();
  } else {
    links[position]?.focus();
  }
}

document.addEventListener("keydown", (event) => {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (event.key === "/" && !hasModifier && !isTyping(event.target)) {
    event.preventDefault();
    query.focus();
    query.select();
  }
});

query.addEventListener("keydown", (event) => {
  if (event.isComposing) {
    return;
  }
  const isAtEnd = query.selectionStart === query.value.length || !query.value.includes("\n");
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    const [first] = listLinks();
    if (isNear) {
      first?.focus(); // A similar error is not the answer, so it takes a second Enter to open it.
    } else if (!isIdle) {
      first?.click();
    }
  } else if (event.key === "ArrowDown" && isAtEnd && errors.length > 0) {
    event.preventDefault();
    listLinks()[0].focus();
  } else if (event.key === "Escape" && query.value !== "") {
    event.preventDefault();
    empty();
  }
});

list.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.target, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape") {
    query.focus();
    empty();
  }
});

function empty() {
  query.value = "";
  watch.reset();
  apply("replace");
}

// --- the form ------------------------------------------------------------------------------------

query.addEventListener("input", (event) => {
  watch.follow(event);
  apply("replace");
});

// A long text would make the field slow: only the part that is searched is inserted.
query.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (text.length > 2 * MOST_CHARACTERS) {
    event.preventDefault();
    const cut = `${text.slice(0, MOST_CHARACTERS)}\n${text.slice(-MOST_CHARACTERS)}\n`;
    query.setRangeText(cut, query.selectionStart, query.selectionEnd, "end");
    watch.distrust();
    apply("replace");
  }
});

selects.forEach((select) => select.addEventListener("change", () => apply("push")));
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => {
  // The form is empty after this event.
  setTimeout(() => {
    watch.reset();
    apply("push");
    query.focus();
  });
});

more.addEventListener("click", () => {
  const shown = list.childElementCount;
  showMore(PAGE);
  listLinks()[shown]?.focus();
});

// The page that the back button leads to focuses the result that was opened.
list.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link !== null) {
    const opened = listLinks().indexOf(link);
    history.replaceState(buildState(opened), "");
  }
});

window.addEventListener("hashchange", restore);

form.hidden = false;
results.hidden = false;
restore();
// The first search takes several times as long as later ones, so it runs before anybody types.
(window.requestIdleCallback ?? setTimeout)(() => {
  ["e", "no-such-code"].forEach((text) => find(catalogue, text, true));
});
const opened = history.state?.opened;
if (Number.isInteger(opened) && opened >= 0) {
  showMore(Math.max(0, opened + 1 - list.childElementCount));
  listLinks()[opened]?.focus();
}
