// The sandbox's stand-in for Lean's LinkSDK: the same calls, a mock bank behind them, and a loud
// word about every configuration that the real one would drop without one.
(() => {
  "use strict";

  const script = document.currentScript;
  if (!script) {
    console.error("[Lean sandbox] load the LinkSDK with a <script src> element, not as a module");
    return;
  }
  const address = new URL(script.src);
  const base = address.origin;
  const isBundle = address.pathname.endsWith("/Lean.min.js");
  const NAME = isBundle ? "LeanV2" : "Lean";

  const PERMISSIONS = [
    "identity", "accounts", "balance", "transactions", "identities",
    "scheduled_payments", "standing_orders", "direct_debits", "beneficiaries",
  ];

  // Each check gives what is wrong, or nothing. They read after the name of the field.
  const isText = (value) => typeof value === "string" && value.trim() !== "";
  const kind = (value) =>
    value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;

  const text = (value) => {
    if (typeof value !== "string") return `must be a text, and is ${kind(value)}`;
    if (value.trim() === "") return "is empty; give it a value or leave it out";
  };
  const flag = (value) => {
    if (value === "true" || value === "false")
      return `is the text "${value}"; write ${value} without quotes`;
    if (typeof value !== "boolean") return `must be true or false, and is ${kind(value)}`;
  };
  const oneOf = (...words) => (value) => {
    if (!words.includes(value)) return `must be ${words.map((word) => `"${word}"`).join(" or ")}`;
  };
  const link = (value) => {
    const wrong = text(value);
    if (wrong) return wrong;
    let url;
    try {
      url = new URL(value);
    } catch {
      return "must be a whole address, with https:// in front";
    }
    if (url.protocol !== "https:" && url.protocol !== "http:") return "must be an https address";
    if (url.username || url.password) return "must hold neither a user name nor a password";
  };
  const moment = (value) => {
    const wrong = text(value);
    if (wrong) return wrong;
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
    const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(value);
    if (/[+-]\d:\d{2}$/.test(value)) return "has an offset with one digit; write +04:00, not +4:00";
    if ((!isDay && !isInstant) || Number.isNaN(Date.parse(value)))
      return 'must be a date such as "2027-01-31"';
  };
  const permissions = (value) => {
    if (typeof value === "string")
      return value.includes(",")
        ? 'is one text with commas; write an array of texts: ["accounts", "balance"]'
        : "must be an array of texts, and is a text";
    if (!Array.isArray(value)) return `must be an array of texts, and is ${kind(value)}`;
    if (value.length === 0) return "is empty; ask for at least one permission";
    for (const word of value) {
      if (typeof word !== "string") return `must hold texts, and holds ${kind(word)}`;
      if (word.includes(","))
        return `holds one text with commas ("${word}"); write each permission as a text of its own`;
      if (word === "payments") return 'holds "payments", which Saudi Arabia does not have';
      if (!PERMISSIONS.includes(word))
        return `holds "${word}"; Lean has ${PERMISSIONS.join(", ")}`;
    }
  };
  const token = (value) => {
    const wrong = text(value);
    if (wrong) return wrong;
    // The token itself never goes into a message.
    if (/^bearer\b/i.test(value.trim())) return 'begins with "Bearer"; hand over the token alone';
    try {
      const payload = value.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
      if (typeof JSON.parse(atob(payload)).exp !== "number") throw new Error();
    } catch {
      return "must be a JSON Web Token with an end (exp); use the customer's token as Lean gave it";
    }
  };
  const callback = (value) => {
    if (typeof value !== "function") return `must be a function, and is ${kind(value)}`;
  };
  const notInKsa = () => "belongs to payments, which Saudi Arabia does not have; leave it out";

  const colour = (value) => {
    if (!isText(value) || !CSS.supports("color", value)) return "must be a colour of CSS";
  };
  const background = (value) => {
    if (!isText(value) || !CSS.supports("background", value))
      return "must be a colour or a linear-gradient of CSS";
  };
  const radius = (value) => {
    const isNumber = typeof value === "number" && value >= 0;
    if (!isNumber && value !== "pill" && !/^\d+(\.\d+)?$/.test(value))
      return 'must be a number of pixels or "pill"';
  };
  const LOOK = {
    theme_color: colour,
    theme_color_dark: colour,
    button_text_color: colour,
    button_text_color_dark: colour,
    link_color: colour,
    overlay_color: colour,
    button_border_radius: radius,
    dialog_mode: oneOf("contained", "uncontained"),
    dialog_background_color_light: background,
    dialog_background_color_dark: background,
    force_appearance: oneOf("light", "dark"),
    bottom_inset: () => "is for React Native alone",
  };

  const CONNECT = {
    app_token: text,
    customer_id: text,
    permissions,
    access_token: token,
    success_redirect_url: link,
    fail_redirect_url: link,
    sandbox: flag,
    access_from: moment,
    access_to: moment,
    bank_identifier: text,
    account_type: oneOf("PERSONAL", "BUSINESS"),
    show_consent_explanation: flag,
    end_user_id: text,
    customer_metadata: text,
    destination_alias: text,
    destination_avatar: link,
    payment_destination_id: notInKsa,
    language: oneOf("en", "ar"),
    customization: LOOK,
    callback,
  };
  const RECONNECT = {
    app_token: text,
    reconnect_id: text,
    access_token: token,
    success_redirect_url: link,
    fail_redirect_url: link,
    sandbox: flag,
    end_user_id: text,
    customer_metadata: text,
    destination_alias: text,
    destination_avatar: link,
    language: oneOf("en", "ar"),
    customization: LOOK,
    callback,
  };
  const METHODS = {
    connect: {
      fields: CONNECT,
      required: [
        "app_token", "customer_id", "permissions", "access_token",
        "success_redirect_url", "fail_redirect_url",
      ],
    },
    reconnect: { fields: RECONNECT, required: ["app_token", "reconnect_id"] },
  };
  const GENERIC = [
    "link", "pay", "checkout", "createPaymentSource", "updatePaymentSource", "createBeneficiary",
    "verifyAddress", "authorizeConsent", "manageConsents", "captureRedirect",
  ];

  // What is wrong with a configuration: pairs of a field and a problem.
  function problemsOf(method, configuration) {
    if (typeof configuration !== "object" || configuration === null || Array.isArray(configuration))
      return [["", `must be given an object, and is given ${kind(configuration)}`]];
    const { fields, required } = METHODS[method];
    const problems = check("", fields, configuration);
    for (const name of required)
      if (configuration[name] === undefined) problems.push([name, "is missing"]);
    return problems;
  }

  function check(prefix, fields, values) {
    const problems = [];
    for (const [name, value] of Object.entries(values)) {
      const rule = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (value === undefined) continue;
      if (rule === undefined) {
        problems.push([prefix + name, unknown(name, fields)]);
      } else if (typeof rule === "function") {
        const wrong = rule(value);
        if (wrong) problems.push([prefix + name, wrong]);
      } else if (typeof value !== "object" || value === null || Array.isArray(value)) {
        problems.push([prefix + name, `must be an object, and is ${kind(value)}`]);
      } else {
        problems.push(...check(`${prefix}${name}.`, rule, value));
      }
    }
    return problems;
  }

  function unknown(name, fields) {
    if (name === "failure_redirect_url")
      return "is unknown: the LinkSDK calls it fail_redirect_url (connect links say failure_redirect_url)";
    const plain = (word) => word.toLowerCase().replace(/[_-]/g, "");
    const meant = Object.keys(fields).find((known) => plain(known) === plain(name));
    return meant ? `is unknown: on the web it is written ${meant}` : "is unknown; leave it out";
  }

  // One dialog at a time, with styles that a page's policy and its own sheets cannot reach.
  const SHEET = `
    :host { all: initial; }
    dialog { border: 0; padding: 0; width: min(46rem, 100vw); max-width: 100vw; height: min(60rem, 96dvh);
      max-height: 100dvh; border-radius: .75rem; overflow: hidden; background: Canvas; color: CanvasText;
      font: 16px/1.5 system-ui, sans-serif; box-shadow: 0 1rem 4rem rgb(0 0 0 / 40%); color-scheme: light dark; }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: var(--overlay, rgb(8 20 16 / 60%)); }
    dialog.report { height: auto; }
    header { display: flex; align-items: center; justify-content: space-between; gap: 1rem;
      padding: .5rem .5rem .5rem 1rem; border-bottom: 1px solid color-mix(in srgb, CanvasText 20%, Canvas); }
    [dir=rtl] header { padding: .5rem 1rem .5rem .5rem; }
    h2 { font-size: 1rem; margin: 0; }
    button { font: inherit; min-width: 2.75rem; min-height: 2.75rem; border: 1px solid transparent;
      border-radius: .5rem; background: transparent; color: inherit; cursor: pointer; }
    button:hover { background: color-mix(in srgb, CanvasText 10%, Canvas); }
    :focus-visible { outline: 3px solid #1257d6; outline-offset: -2px; }
    iframe { border: 0; flex: 1; width: 100%; background: Canvas; }
    .body { padding: 1rem; overflow: auto; min-height: 0; overflow-wrap: anywhere; }
    .body p { margin: 0 0 .75rem; }
    ul { margin: 0; padding-inline-start: 1.25rem; }
    li { margin-block: .4rem; }
    code { font-family: ui-monospace, monospace; font-weight: 700; overflow-wrap: anywhere; }
    @media (max-width: 40rem) { dialog { height: 100dvh; border-radius: 0; } }
  `;
  const WORDS = {
    en: { title: "Connect your bank", close: "Close", dir: "ltr" },
    ar: { title: "ربط حسابك البنكي", close: "إغلاق", dir: "rtl" },
  };

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // Opens the dialog around some content. `onCancel` is told when a person closes it.
  function openDialog(words, title, content, className, onCancel) {
    const host = element("div");
    host.dataset.lean = "dialog";
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const close = element("button", { type: "button", textContent: "✕" });
    close.setAttribute("aria-label", words.close);
    const heading = element("h2", { id: "title", textContent: title });
    const dialog = element("dialog", { className, dir: words.dir }, element("header", {}, heading, close), content);
    dialog.setAttribute("aria-labelledby", "title");
    root.append(dialog);
    document.body.append(host);
    const before = document.activeElement;
    const shut = () => {
      dialog.close();
      host.remove();
      if (before instanceof HTMLElement) before.focus();
    };
    const cancel = () => {
      shut();
      onCancel();
    };
    close.addEventListener("click", cancel);
    // Escape, in the dialog's own part of the page; the frame tells of its own.
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      cancel();
    });
    dialog.showModal();
    return { dialog, host, shut, cancel };
  }

  // Tells the page; gives what its function gives.
  function tell(configuration, data) {
    const told = configuration && configuration.callback;
    if (typeof told === "function") return told(data);
  }

  // Says loudly what is wrong: in the console, in a box that names the fields, to the callback.
  function report(method, configuration, problems) {
    for (const [field, problem] of problems)
      console.error(`[Lean sandbox] ${NAME}.${method}: ${field ? `${field} ${problem}` : problem}`);
    const list = element("ul");
    for (const [field, problem] of problems) {
      const item = element("li");
      if (field) item.append(element("code", { textContent: field }), " ");
      item.append(problem);
      list.append(item);
    }
    const silence = element("p", {
      textContent:
        "The LinkSDK of Lean reports this only with sandbox: true; in production it does nothing, without a word.",
    });
    const body = element("div", { className: "body" }, silence, list);
    body.setAttribute("role", "alert");
    openDialog(WORDS.en, `${NAME}.${method} is configured wrongly`, body, "report", () => {});
    const message = problems.map(([field, problem]) => `${field} ${problem}`.trim()).join("; ");
    tell(configuration, { status: "ERROR", message, secondary_status: "FAILED", exit_point: "CONFIGURATION", bank: null });
  }

  let isOpen = false;

  function run(method, configuration) {
    const problems = problemsOf(method, configuration);
    if (isBundle && !document.getElementById("lean-link"))
      problems.push(["", 'needs <div id="lean-link"></div> in the page, as the direct bundle does']);
    if (isOpen) {
      // The dialog that is open, and its caller, notice nothing.
      const message = "is called while its dialog is open";
      console.error(`[Lean sandbox] ${NAME}.${method} ${message}`);
      tell(configuration, { status: "ERROR", message, secondary_status: "FAILED", exit_point: "CONFIGURATION", bank: null });
      return;
    }
    if (problems.length > 0) {
      report(method, configuration, problems);
      return;
    }
    isOpen = true;
    const { callback: _, ...plain } = configuration;
    const words = WORDS[configuration.language] || WORDS.en;
    const at = { point: "LOADING", bank: null, correlation: null };
    const query = new URLSearchParams({ origin: location.origin, lang: configuration.language || "en" });
    const frame = element("iframe", { src: `${base}/_sandbox/link?${query}`, title: words.title });

    const end = () => {
      isOpen = false;
      window.removeEventListener("message", hear);
    };
    const bank = () => (at.bank ? { bank_identifier: at.bank, is_supported: true } : null);
    const opened = openDialog(words, words.title, frame, "", () => {
      end();
      tell(configuration, {
        status: "CANCELLED",
        message: "The customer closed the dialog",
        exit_point: at.point,
        user_exit_intent: "true",
        exit_intent_point: at.point,
        exit_survey_reason: "",
        secondary_status: "FAILED",
        lean_correlation_id: at.correlation,
        bank: bank(),
      });
    });
    const look = configuration.customization || {};
    for (const name of Object.keys(look))
      if (!["overlay_color", "force_appearance"].includes(name))
        console.warn(`[Lean sandbox] ${NAME}.${method}: customization.${name} is checked, and not applied here`);
    if (look.overlay_color) opened.dialog.style.setProperty("--overlay", look.overlay_color);
    if (look.force_appearance) opened.dialog.style.setProperty("color-scheme", look.force_appearance);

    function hear(event) {
      if (event.source !== frame.contentWindow || event.origin !== base) return;
      const said = event.data;
      switch (said && said.lean) {
        case "ready":
          frame.contentWindow.postMessage({ lean: method, configuration: plain }, base);
          break;
        case "at":
          at.point = said.point;
          at.bank = said.bank;
          at.correlation = said.correlation;
          break;
        case "close":
          opened.cancel();
          break;
        case "problems":
          end();
          opened.shut();
          report(method, configuration, said.problems);
          break;
        case "done":
          end();
          opened.shut();
          finish(said);
          break;
      }
    }
    // As after the bank's own page: the browser goes back to the application. A function that
    // promises an end is waited for, but not for ever.
    async function finish({ callback: data, redirect_url: back }) {
      try {
        const patience = new Promise((resolve) => setTimeout(resolve, 3000));
        await Promise.race([tell(configuration, data), patience]);
      } finally {
        if (back && !link(back)) location.assign(back);
      }
    }
    window.addEventListener("message", hear);
  }

  const Lean = {};
  for (const method of Object.keys(METHODS)) Lean[method] = (configuration) => run(method, configuration);
  for (const method of GENERIC)
    Lean[method] = (configuration) => report(method, configuration, [["", "is none of the methods for Saudi Arabia"]]);
  window[NAME] = Object.freeze(Lean);
})();
