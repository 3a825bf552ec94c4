// Renews the parts of an open dashboard whenever the sandbox tells of a change.
(() => {
  "use strict";

  const live = document.getElementById("live");
  let isLooking = false;
  let isStale = false;

  const say = (text) => {
    if (live.textContent !== text) live.textContent = text;
  };

  async function look() {
    if (isLooking) {
      isStale = true;
      return;
    }
    isLooking = true;
    try {
      const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        const renewed = page.getElementById(part.id);
        // A part with the focus in it stays until the focus goes; nobody's place is lost.
        if (!renewed || part.innerHTML === renewed.innerHTML || part.contains(document.activeElement)) continue;
        part.replaceChildren(...renewed.childNodes);
      }
    } catch {
      // The stream tells when the sandbox is back.
    } finally {
      isLooking = false;
      if (isStale) {
        isStale = false;
        look();
      }
    }
  }

  const stream = new EventSource("/_sandbox/live");
  stream.addEventListener("hello", () => {
    say("Live");
    look();
  });
  stream.addEventListener("change", look);
  stream.addEventListener("error", () => say("Not connected; trying again"));
  document.addEventListener("focusout", () => setTimeout(look, 0));
})();
