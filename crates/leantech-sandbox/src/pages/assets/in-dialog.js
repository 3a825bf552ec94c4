// What a page of the sandbox does when it stands in the dialog of the stand-in for the LinkSDK.
(() => {
  "use strict";

  const { origin, point, bankIdentifier: bank, correlation, done } = document.body.dataset;
  if (window.parent === window) {
    // Without a dialog around it, the page that ends a visit sends the browser on.
    if (done) {
      const { redirect_url } = JSON.parse(done);
      if (/^https?:/i.test(redirect_url || "")) location.replace(redirect_url);
    }
    return;
  }
  const tell = (message) => window.parent.postMessage(message, origin);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tell({ lean: "close" });
  });

  if (done) {
    tell({ lean: "done", ...JSON.parse(done) });
    return;
  }
  tell({ lean: "at", point, bank: bank || null, correlation: correlation || null });
  if (point !== "LOADING") return;

  window.addEventListener("message", async (event) => {
    const said = event.data;
    if (event.source !== window.parent || event.origin !== origin || !said || !said.configuration) return;
    const body = JSON.stringify({ origin, method: said.lean, configuration: said.configuration });
    try {
      const answer = await fetch("/_sandbox/link/attempts", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      const { next, problems } = await answer.json();
      if (next) location.replace(next);
      else tell({ lean: "problems", problems });
    } catch {
      tell({ lean: "problems", problems: [["", "could not reach the sandbox"]] });
    }
  });
  tell({ lean: "ready" });
})();
