// Runs inside the browser, beside the dashboard: clocks that begin with an event and end with what is painted after it.
{
  let begun = Number.NaN;
  const touch = () => {
    begun = performance.now();
  };
  for (const name of ["input", "change"]) document.addEventListener(name, touch, { capture: true });

  const painted = () =>
    new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));

  /** Waits frame by frame until a look says yes; a text that says why not after ten seconds. */
  const until = async (look) => {
    const limit = performance.now() + 10_000;
    while (!look()) {
      if (performance.now() > limit) return false;
      await new Promise(requestAnimationFrame);
    }
    return true;
  };

  const rows = () => {
    const table = document.querySelector('[role=table][aria-label="Logged requests"]');
    return [...(table?.querySelectorAll("[role=row]") ?? [])]
      .slice(1)
      .map((row) => [...row.children].map((cell) => cell.textContent));
  };
  const preview = () =>
    [...document.querySelectorAll("section")].findLast((one) => one.querySelector("h2, h3")?.textContent === "Preview")
      ?.textContent ?? "";

  /** What the thread of the preview took for each policy: from being asked to the answer being here. */
  const worked = [];
  const asks = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...args) {
    const at = performance.now();
    if (args[0]?.kind === "policy")
      this.addEventListener("message", () => worked.push(performance.now() - at), { once: true });
    return asks.apply(this, args);
  };

  globalThis.bench = {
    rows,
    preview,
    worked,
    forget: () => (begun = Number.NaN),
    /** From the last key or choice to the first frame whose rows all fit. @param column of the table @param text they hold there */
    async filtered(column, text) {
      const fit = await until(() => {
        const shown = rows();
        return begun === begun && shown.length > 0 && shown.every((cells) => cells[column]?.includes(text));
      });
      if (!fit) return null;
      return (await painted()) - begun;
    },
    /** From the last key to the first frame with another preview than this. */
    async previewed(before) {
      const other = await until(() => begun === begun && preview() !== before && preview() !== "");
      if (!other) return null;
      return (await painted()) - begun;
    },
    /** Times between frames, ms, until it is called off. */
    frames() {
      const times = [];
      let last = performance.now();
      let on = true;
      const look = (now) => {
        times.push(now - last);
        last = now;
        if (on) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      return () => {
        on = false;
        return times.slice(1);
      };
    },
  };
}
