// What several pages do: put a part of a fetched page in the place of the present one, and tell of it.

export function swap(page, selector) {
  const found = page.querySelector(selector);
  const place = document.querySelector(selector);
  if (found && place) place.replaceChildren(...document.importNode(found, true).childNodes);
}

export function say(words, urgent = false) {
  const status = document.querySelector("#status");
  status.textContent = words;
  status.classList.toggle("hidden", !urgent);
}
