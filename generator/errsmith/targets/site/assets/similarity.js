// How similar codes are: the share of three letters in a row that both have.
"use strict";

const TRIGRAMS = 64 ** 3;
const MOST_COMPARED = 100;
const LEAST_SHARE = 0.35;

// Return the errors whose codes are similar to a key, and how similar: up to 1.
function findSimilar(errors, key) {
  const wanted = new Uint8Array(TRIGRAMS);
  const number = countTrigrams(key, (trigram) => {
    wanted[trigram] = 1;
  });
  const similar = new Map();
  for (const error of errors) {
    let shared = 0;
    const all = countTrigrams(error.key, (trigram) => {
      shared += wanted[trigram];
    });
    const share = (2 * shared) / (all + number);
    if (share >= LEAST_SHARE) {
      similar.set(error, Math.min(1, share));
    }
  }
  return similar;
}

// Call a function with a number for each three characters in a row, and return how many they are.
// Numbers are compared faster than strings.
function countTrigrams(key, use) {
  const length = Math.min(key.length, MOST_COMPARED);
  let trigram = 0;
  for (let position = 0; position <= length; position += 1) {
    const letter = position === length ? 0 : key.charCodeAt(position);
    // The factor moves each letter out of the number after three steps.
    trigram = (trigram * 64 + letter) % TRIGRAMS;
    use(trigram);
  }
  return length + 1;
}
