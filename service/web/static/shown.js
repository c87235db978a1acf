// Papers that somebody has really had before them are told, so that it can be said how many of these were liked.
const told = new Set();
let waiting = [];

function tell() {
  const { impressions, place } = document.querySelector("[data-impressions]").dataset;
  const body = JSON.stringify({ paper_ids: waiting, place });
  waiting = [];
  fetch(impressions, { method: "POST", headers: { "Content-Type": "application/json" }, body, keepalive: true }).catch(() => {});
}

const watch = new IntersectionObserver((cards) => {
  for (const { target, isIntersecting } of cards) {
    const paper = target.dataset.paper;
    if (!isIntersecting || told.has(paper)) continue;
    told.add(paper);
    if (waiting.push(paper) === 1) setTimeout(tell, 1000);
  }
}, { threshold: 0.5 });

const look = () => document.querySelectorAll("[data-impressions] [data-paper]").forEach((card) => watch.observe(card));
new MutationObserver(look).observe(document.querySelector("main"), { childList: true, subtree: true });
look();
