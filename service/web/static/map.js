// The map: drawn from the page's own data, in the page's own colours. The lists beside it lead to the same papers.
const box = document.querySelector(".map");
const canvas = box?.querySelector("canvas");
const tip = box?.querySelector(".tip");
const brush = canvas?.getContext("2d");
const REACH = 14; // pixels from a paper at which it is meant
const CLOSEST = 40;

let papers = null;
let kinds = []; // by paper: "liked", "advised", or nothing
let bounds = null;
let view = { x: 0, y: 0, scale: 1 }; // the middle of the picture, and pixels to a unit
let whole = view;
let lit = -1;

function measure() {
  const { width, height } = box.getBoundingClientRect();
  canvas.width = width * devicePixelRatio;
  canvas.height = height * devicePixelRatio;
  const margin = 0.9;
  const scale = margin * Math.min(width / (bounds.right - bounds.left || 1), height / (bounds.bottom - bounds.top || 1));
  const before = whole;
  whole = { x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2, scale };
  view = view === before ? whole : view;
  draw();
}

const width = () => canvas.width / devicePixelRatio;
const height = () => canvas.height / devicePixelRatio;
const across = (x) => (x - view.x) * view.scale + width() / 2;
const down = (y) => (y - view.y) * view.scale + height() / 2;

function dot(place, radius, fill, line) {
  brush.beginPath();
  brush.arc(across(papers.x[place]), down(papers.y[place]), radius, 0, 2 * Math.PI);
  if (fill) {
    brush.fillStyle = fill;
    brush.fill();
  }
  if (line) {
    brush.strokeStyle = line;
    brush.lineWidth = 2;
    brush.stroke();
  }
}

function label(region, taken, ink, halo) {
  const text = region.terms.slice(0, view.scale > 2 * whole.scale ? 3 : 1).join(", ");
  const x = across(region.x);
  const y = down(region.y);
  const half = brush.measureText(text).width / 2 + 6;
  const space = { left: x - half, right: x + half, top: y - 11, bottom: y + 11 };
  const hits = (other) => space.left < other.right && space.right > other.left && space.top < other.bottom && space.bottom > other.top;
  if (!text || space.left < 0 || space.right > width() || space.top < 0 || space.bottom > height() || taken.some(hits)) return;
  taken.push(space);
  brush.strokeStyle = halo;
  brush.lineWidth = 4;
  brush.lineJoin = "round";
  brush.strokeText(text, x, y);
  brush.fillStyle = ink;
  brush.fillText(text, x, y);
}

function draw() {
  const style = getComputedStyle(box);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  brush.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  brush.clearRect(0, 0, width(), height());
  const radius = Math.min(2.5 * Math.sqrt(view.scale / whole.scale), 6);
  brush.globalAlpha = 0.45;
  for (let place = 0; place < papers.ids.length; place++) if (!kinds[place]) dot(place, radius, colour("soft"));
  brush.globalAlpha = 1;
  for (const place of papers.recommended) dot(place, radius + 2.5, colour("surface"), colour("accent"));
  for (const place of papers.liked) dot(place, radius + 3, colour("accent"));
  brush.font = `600 13px ${style.fontFamily}`;
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  const taken = [];
  for (const region of papers.regions) label(region, taken, colour("ink"), colour("surface"));
  if (lit >= 0) dot(lit, radius + 5, null, colour("ink"));
}

function light(place) {
  lit = place;
  tip.hidden = place < 0;
  canvas.style.cursor = place < 0 ? "" : "pointer";
  if (place >= 0) {
    tip.textContent = papers.titles[place];
    const x = Math.min(Math.max(across(papers.x[place]) - tip.offsetWidth / 2, 8), width() - tip.offsetWidth - 8);
    const y = down(papers.y[place]);
    const above = y > tip.offsetHeight + 24;
    tip.style.transform = `translate(${x}px, ${above ? y - tip.offsetHeight - 14 : y + 14}px)`;
  }
  draw();
}

function nearest(x, y) {
  let best = -1;
  let least = REACH ** 2;
  for (let place = 0; place < papers.ids.length; place++) {
    const far = (across(papers.x[place]) - x) ** 2 + (down(papers.y[place]) - y) ** 2;
    if (far < least || (far === least && kinds[place])) [best, least] = [place, far];
  }
  return best;
}

function zoom(factor, x = width() / 2, y = height() / 2) {
  const scale = Math.min(Math.max(view.scale * factor, whole.scale), whole.scale * CLOSEST);
  const shift = 1 / view.scale - 1 / scale;
  view = scale === whole.scale ? whole : { x: view.x + (x - width() / 2) * shift, y: view.y + (y - height() / 2) * shift, scale };
  light(-1);
}

function move(x, y) {
  view = { ...view, x: view.x - x / view.scale, y: view.y - y / view.scale };
  light(-1);
}

function goTo(x, y) {
  view = { x, y, scale: Math.max(view.scale, whole.scale * 3) };
  light(-1);
}

// Pointers: one moves the map or points at a paper, two bring it closer.
const pointers = new Map();
let moved = false;
const apart = () => {
  const [one, other] = [...pointers.values()];
  return other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
};

function pointer(event) {
  const { left, top } = canvas.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

const handlers = {
  pointerdown(event) {
    canvas.setPointerCapture(event.pointerId);
    if (!pointers.size) moved = false;
    pointers.set(event.pointerId, pointer(event));
  },
  pointermove(event) {
    const now = pointer(event);
    const before = pointers.get(event.pointerId);
    if (!before) return light(nearest(now.x, now.y));
    const far = apart();
    if (!moved && Math.hypot(now.x - before.x, now.y - before.y) < 4) return;
    moved = true;
    pointers.set(event.pointerId, now);
    if (pointers.size === 1) move(now.x - before.x, now.y - before.y);
    else zoom(apart() / (far || 1), now.x, now.y);
  },
  pointerup(event) {
    pointers.delete(event.pointerId);
    const { x, y } = pointer(event);
    const place = nearest(x, y);
    if (!moved && place >= 0) location.href = `/papers/${encodeURIComponent(papers.ids[place])}`;
  },
  pointercancel: (event) => pointers.delete(event.pointerId),
  pointerleave: () => pointers.size || light(-1),
  wheel(event) {
    if (document.activeElement !== canvas && !event.ctrlKey) return; // the page scrolls
    event.preventDefault();
    const { x, y } = pointer(event);
    zoom(Math.exp(-event.deltaY / 400), x, y);
  },
  keydown(event) {
    const step = 60;
    const keys = {
      "+": () => zoom(1.6), "=": () => zoom(1.6), "-": () => zoom(0.625), 0: () => zoom(0),
      ArrowLeft: () => move(step, 0), ArrowRight: () => move(-step, 0),
      ArrowUp: () => move(0, step), ArrowDown: () => move(0, -step),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  },
};

function listen() {
  for (const [name, handle] of Object.entries(handlers)) canvas.addEventListener(name, handle, { passive: false });
  for (const button of box.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
  }
  for (const link of document.querySelectorAll("[data-place]")) {
    const place = Number(link.dataset.place);
    for (const name of ["mouseenter", "focus"]) link.addEventListener(name, () => light(place));
    for (const name of ["mouseleave", "blur"]) link.addEventListener(name, () => light(-1));
  }
  for (const link of document.querySelectorAll("[data-x]")) {
    const show = () => goTo(Number(link.dataset.x), Number(link.dataset.y));
    for (const name of ["mouseenter", "focus"]) link.addEventListener(name, show);
    for (const name of ["mouseleave", "blur"]) link.addEventListener(name, () => zoom(0));
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  new ResizeObserver(measure).observe(box);
}

if (box) {
  papers = await (await fetch(box.dataset.source)).json();
  for (const place of papers.recommended) kinds[place] = "advised";
  for (const place of papers.liked) kinds[place] = "liked";
  bounds = { left: Math.min(...papers.x), right: Math.max(...papers.x), top: Math.min(...papers.y), bottom: Math.max(...papers.y) };
  listen();
  box.dataset.ready = "";
}
