// A list that changes in place. Without this file the same buttons lead to the same pages.
import { swap, say } from "./swap.js";

async function follow(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!response.ok || !page.querySelector("#feed")) {
    document.replaceChild(document.importNode(page.documentElement, true), document.documentElement);
    return;
  }
  swap(page, ".top");
  swap(page, "main");
  document.title = page.title;
  const fresh = document.querySelectorAll("#feed .card.fresh").length;
  say(fresh ? `The list has changed: ${fresh} new.` : "The list has changed.");
}

async function go(address, options, push) {
  try {
    const response = await fetch(address, options);
    if (push) history.pushState({}, "", response.url);
    await follow(response);
  } catch {
    say("The server cannot be reached. Try again in a moment.", true);
  }
}

async function showWhy(button, data) {
  const address = new URL(button.formAction);
  address.search = new URLSearchParams(data);
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  const found = page.querySelector("#without") ?? page.querySelector(".empty");
  button.replaceWith(document.importNode(found, true));
}

let turn = Promise.resolve();

// One word after the other: each is said of the list that the one before has left.
async function tell(said, place) {
  const form = document.querySelector("#act");
  if (!form) return;
  const body = new URLSearchParams(new FormData(form));
  said.forEach(([name, value]) => body.append(name, value));
  await go(form.action, { method: "POST", body }, true);
  if (place >= 0) [...document.querySelectorAll(".card")][place]?.focus({ preventScroll: true });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.id === "act") {
    if (button?.value === "keep") return; // leads to another page
    event.preventDefault();
    if (button?.hasAttribute("data-why")) return showWhy(button, new URLSearchParams(new FormData(form, button)));
    const place = [...document.querySelectorAll(".card")].indexOf(button?.closest(".card"));
    const said = button?.name ? [[button.name, button.value]] : [];
    turn = turn.then(() => tell(said, place));
    await turn;
  } else if (form.closest("#feed") && form.method === "get") {
    event.preventDefault();
    const address = new URL(form.action);
    address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    await go(address, {}, true);
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-live") && event.target.type === "range") form.requestSubmit();
});

addEventListener("popstate", () => go(location.href, {}, false));
