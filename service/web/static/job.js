// A job that tells how far it is. Without this file "Look again" does it.
import { say, swap } from "./swap.js";

const place = document.querySelector("#job");

async function look() {
  const response = await fetch(location.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!response.ok) return;
  swap(page, "#job");
  document.title = page.title;
}

if (place && !place.hasAttribute("data-ended")) {
  const events = new EventSource(`/v1/jobs/${place.dataset.job}/events`);
  let looking = Promise.resolve();
  const next = () => (looking = looking.then(look).catch(() => {}));
  events.addEventListener("progress", next);
  events.addEventListener("done", async () => {
    events.close();
    await next();
    say("Done.");
  });
  events.addEventListener("error", () => say("The connection was lost. The work goes on; this page asks again."));
}
