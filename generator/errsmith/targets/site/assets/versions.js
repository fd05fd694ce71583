// The menu of versions, and the notice on pages of a version that is not the latest.
//
// The versions are in `siteVersions`, which all-versions/versions.js sets. The element with the class
// `versions` has `data-version`, `data-page` (the path of the page within its version) and `data-up`
// (the path from the page to the folder of all versions). Without script, it has a link to the list
// of versions.
(() => {
  "use strict";

  const place = document.querySelector(".versions");
  const data = window.siteVersions;
  if (!place || !data) return;
  const { version, page, up } = place.dataset;

  function create(name, ...children) {
    const element = document.createElement(name);
    element.append(...children);
    return element;
  }

  function link(text, url) {
    const element = create("a", text);
    element.href = url;
    return element;
  }

  function showMenu() {
    const list = create("ul");
    for (const other of data.versions) {
      const mark = other.version === data.latest ? " (latest)" : "";
      const entry = link(other.version + mark, `${up}${other.version}/index.html`);
      if (other.version === version) entry.setAttribute("aria-current", "true");
      list.append(create("li", entry));
    }
    place.replaceChildren(create("details", create("summary", `Version ${version}`), list));
  }

  function showNotice() {
    const here = data.versions.find((other) => other.version === version);
    const isGone = !here || here.gone.includes(page);
    const latest = link(data.latest, up + (isGone ? "index.html" : page));
    const notice = create("p", `This is version ${version}. The latest version is `, latest, ".");
    notice.className = "notice";
    notice.setAttribute("role", "note");
    document.querySelector("main").prepend(notice);
  }

  showMenu();
  if (version !== data.latest) showNotice();
})();
