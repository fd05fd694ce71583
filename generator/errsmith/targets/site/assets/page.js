// Add a button to each code block that copies it.
"use strict";

for (const block of document.querySelectorAll("pre")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  name(button, "Copy", block);
  button.addEventListener("click", async () => {
    const copied = await copy(block);
    name(button, copied ? "Copied" : "Selected: now copy it", block);
    setTimeout(() => name(button, "Copy", block), 2000);
  });
  const frame = document.createElement("div");
  frame.className = "code";
  block.replaceWith(frame);
  frame.append(block, button);
  // A block that scrolls sideways can be scrolled with the keyboard.
  if (block.scrollWidth > block.clientWidth) {
    block.tabIndex = 0;
  }
}

// Show a word on the button of a code block. Its accessible name also says what the block is.
function name(button, word, block) {
  button.textContent = word;
  button.setAttribute("aria-label", `${word} ${describe(block)}`.trim());
}

// Return the nearest heading before a block, with a number if others have the same.
function describe(block) {
  const headings = [...document.querySelectorAll("main :is(h1, h2, h3, h4)")];
  const find = (each) => headings.findLast(
    (heading) => heading.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const heading = find(block);
  const equal = [...document.querySelectorAll("pre")].filter((each) => find(each) === heading);
  const number = equal.length === 1 ? "" : ` ${equal.indexOf(block) + 1}`;
  return `${heading?.textContent.trim() ?? ""}${number}`;
}

async function copy(block) {
  const text = block.textContent.replace(/\n$/, "");
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers refuse it on plain http; the text is selected instead, ready to be copied.
    const range = document.createRange();
    range.selectNodeContents(block);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return false;
  }
}
