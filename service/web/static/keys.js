// j k l x s and /, unless somebody writes, or has switched them off.
const KEPT = "paperlark.keys";

function isOn() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function move(step) {
  const cards = [...document.querySelectorAll(".card")];
  const place = cards.indexOf(document.activeElement?.closest(".card"));
  const next = cards[Math.min(Math.max(place + step, 0), cards.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (!isOn() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const { key } = event;
  if (key === "/") document.querySelector('input[type="search"]')?.focus();
  else if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if ("lxs".includes(key)) document.activeElement?.closest(".card")?.querySelector(`[data-key="${key}"]`)?.click();
  else return;
  event.preventDefault();
});

const box = document.querySelector("#keys");
if (box) {
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(KEPT, box.checked ? "on" : "off"));
}
