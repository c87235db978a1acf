// Results while somebody types. Without this file the button does it.
import { say, swap } from "./swap.js";

const form = document.querySelector("#searching");
let waiting = 0;
let latest = 0;

async function look() {
  const mine = ++latest;
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  const address = `/search?${new URLSearchParams(fields)}`;
  try {
    const response = await fetch(address);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine !== latest) return; // somebody typed on
    if (response.ok) {
      swap(page, "#results");
      swap(page, "aside");
      history.replaceState({}, "", address);
      document.title = page.title;
      say(`${document.querySelectorAll(".hit").length} papers shown.`);
    }
  } catch {
    say("The server cannot be reached. Try again in a moment.", true);
  }
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, 150);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  look();
});
