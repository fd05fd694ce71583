// What was typed key by key, as opposed to pasted, dropped, suggested or brought back by undo.
"use strict";

const MOST_PER_KEY = 2; // A character outside the basic plane counts as two.
const LINE = /^(?:insertLineBreak|insertParagraph)$/;
const TYPED = /^(?:insertText|insertCompositionText|insertFromComposition)$/;

// Return whether an input event changed a text of a certain length as one key press does. Undo and
// insertions of any other type may bring back or add a text that nobody typed here.
function isKeyPress(event, lengthBefore, length) {
  const type = event.inputType ?? "";
  if (type.startsWith("delete")) {
    return length <= lengthBefore;
  }
  if (LINE.test(type)) {
    return length <= lengthBefore + 1;
  }
  if (!TYPED.test(type) || typeof event.data !== "string") {
    return false;
  }
  const isComposed = type !== "insertText"; // Then, `data` is the whole word so far.
  return length <= lengthBefore + MOST_PER_KEY
    && (isComposed || event.data.length <= MOST_PER_KEY);
}

// Whether a field's text was typed. A field that is emptied is trusted again: what undo brings back
// is not a key press.
class TypingWatch {
  constructor(field) {
    this.field = field;
    this.isTyped = true;
    this.length = 0;
  }

  // Trust the field's text, which was set from the address or emptied.
  reset() {
    this.isTyped = true;
    this.length = this.field.value.length;
  }

  // Note that the field's text contains something that was not typed.
  distrust() {
    this.isTyped = false;
    this.length = this.field.value.length;
  }

  // Judge an input event.
  follow(event) {
    const { length } = this.field.value;
    if (length === 0) {
      this.reset();
    } else if (isKeyPress(event, this.length, length)) {
      this.length = length;
    } else {
      this.distrust();
    }
  }
}
