// What the pages need beyond links and forms; every page works without it.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");

  // An answer that is exchanged for a fuller one keeps what the reader has opened and where they are.
  let opened = new Map();
  let focused = null;
  const key = (one) => one.id || (one.closest("figure") || {}).id || "";
  // What has no id is known by its figure, else by where it leads or what it is called.
  const called = (one) => {
    if (one.id) return `#${one.id}`;
    const figure = one.closest("figure");
    return `${one.tagName} ${figure && figure.id ? figure.id : one.getAttribute("href") || one.getAttribute("aria-label") || one.textContent.trim()}`;
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const part = event.detail.target;
    part.querySelectorAll("details").forEach((one) => { if (key(one)) opened.set(key(one), one.open); });
    focused = document.activeElement && part.contains(document.activeElement) ? called(document.activeElement) : null;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.target.isConnected ? event.detail.target : document;
    part.querySelectorAll("details").forEach((one) => { if (opened.get(key(one))) one.open = true; });
    if (focused && (!document.activeElement || document.activeElement === document.body)) {
      const target = [...part.querySelectorAll("a[href], button, input, summary, [tabindex]")].find((one) => called(one) === focused);
      if (target) target.focus({ preventScroll: true });
    }
  });

  // Of two changes that undo one another the last that is ticked is meant.
  const undone = { firmer: "softer", softer: "firmer" };
  document.addEventListener("change", (event) => {
    const [kind, subject] = String(event.target.value).split(":");
    if (!event.target.checked || !Object.hasOwn(undone, kind)) return;
    const other = [...document.querySelectorAll("#changes input")].find((one) => one.value === `${undone[kind]}:${subject}`);
    if (other) other.checked = false;
  }, true);

  // While an answer is fetched, say so to those who cannot see it.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "changes") document.getElementById("answer").setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.id === "changes") document.getElementById("answer").removeAttribute("aria-busy");
  });

  // A server that has gone away is said, not left to be guessed.
  document.addEventListener("htmx:sendError", () => {
    const said = document.getElementById("said");
    if (!said) return;
    said.classList.remove("vh");
    said.textContent = "The explorer does not answer any more. Is it still running?";
  });
})();
