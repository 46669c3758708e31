// Draws every picture; the page says it is ready when all of them are drawn, or what failed.
(async () => {
  const specs = JSON.parse(document.getElementById("specs").textContent);
  const phone = matchMedia("screen and (max-width: 36rem)").matches;
  const thin = phone ? JSON.parse(document.getElementById("narrow").textContent) : {};
  const root = document.documentElement;
  try {
    await Promise.all(["400 13px 'Source Sans 3'", "600 13px 'Source Sans 3'"].map((f) => document.fonts.load(f)));
  } catch (error) {
    // The system's font will do.
  }
  const failed = [];
  for (const [id, spec] of Object.entries(specs)) {
    try {
      const place = document.getElementById("chart-" + id);
      if (thin[id]) place.classList.add("thin");
      await vegaEmbed(place, thin[id] || spec, { actions: false, renderer: "svg", ast: true, defaultStyle: false });
    } catch (error) {
      failed.push(id + ": " + error);
      document.getElementById("chart-" + id).textContent =
        "This picture could not be drawn. Its words and its data are below.";
      console.error(id, error);
    }
  }
  root.dataset.ready = failed.length ? "failed" : "yes";
})();
