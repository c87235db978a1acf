// Sentences and what they rest on light each other; texts to cite are copied.
import { say } from "./swap.js";

function light(target, on) {
  const part = target.closest?.("[data-lights]");
  if (!part) return;
  const names = part.dataset.lights.split(" ");
  for (const each of [part, ...names.map((name) => document.getElementById(name))]) each?.classList.toggle("lit", on);
}

for (const [start, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(start, (event) => light(event.target, true));
  document.addEventListener(end, (event) => light(event.target, false));
}

light(document.activeElement, true); // from before this was here

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = "Copied";
    say("Copied.");
  });
}
