// A slider and a number that name the same thing follow one another, and the page follows the slider.
(() => {
  const wait = 350;
  for (const one of document.querySelectorAll("[data-mirror]")) {
    const other = document.getElementById(one.dataset.mirror);
    if (!other) continue;
    one.addEventListener("input", () => { if (one.validity.valid && one.value) other.value = one.value; });
    if (one.type !== "range") continue;
    const at = one.value;
    let timer = 0;
    one.addEventListener("change", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (one.value === at) return;
        sessionStorage.setItem("foedus-focus", one.id);
        one.form.requestSubmit();
      }, wait);
    });
  }
  // After the page has followed, the keyboard stays on the slider.
  const id = sessionStorage.getItem("foedus-focus");
  sessionStorage.removeItem("foedus-focus");
  const last = id && document.getElementById(id);
  if (last) last.focus({ preventScroll: true });
})();
