//! What holds for every page, whoever reads it and however.

use serde_json::json;

use crate::Outcome;
use crate::chrome::Browser;

/// Gives one line for each thing that is wrong with the page: its language, its headings and
/// landmarks, names of what can be operated, ids and references, the contrast of its texts.
const FINDINGS: &str = r#"(() => {
  const findings = [];
  const root = document.documentElement;
  const direction = { en: "ltr", ar: "rtl" }[root.lang];
  if (!direction || root.dir !== direction) findings.push(`lang ${root.lang}, dir ${root.dir}`);
  if (!document.title.trim()) findings.push("no title");
  if (document.querySelectorAll("main").length !== 1) findings.push("not one main");
  if (document.querySelectorAll("h1").length > 1) findings.push("more than one h1");
  let level = 1;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) findings.push(`${heading.tagName} after level ${level}`);
    level = next;
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids))
    if (ids.filter((other) => other === id).length > 1) findings.push(`id ${id} twice`);
  for (const name of ["aria-labelledby", "aria-describedby", "for"])
    for (const element of document.querySelectorAll(`[${name}]`))
      for (const id of element.getAttribute(name).split(/\s+/))
        if (!document.getElementById(id)) findings.push(`${name} leads to no ${id}`);
  for (const link of document.querySelectorAll("a[href^='#']"))
    if (!document.querySelector(link.getAttribute("href"))) findings.push(`no target ${link.href}`);
  const nameOf = (element) =>
    element.getAttribute("aria-label") ||
    [...(element.labels || [])].map((label) => label.textContent).join(" ") ||
    element.textContent;
  for (const element of document.querySelectorAll("a, button, select, input:not([type=hidden]), summary"))
    if (!nameOf(element).trim()) findings.push(`no name: ${element.outerHTML}`);
  for (const group of document.querySelectorAll("fieldset"))
    if (group.firstElementChild?.tagName !== "LEGEND") findings.push("a fieldset without legend");
  for (const picture of document.querySelectorAll("img:not([alt]), svg:not([aria-hidden], [role=img])"))
    findings.push(`no text for ${picture.outerHTML.slice(0, 60)}`);
  for (const cell of document.querySelectorAll("th"))
    if (!cell.getAttribute("scope")) findings.push(`a th without scope: ${cell.textContent}`);

  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
  };
  for (const element of document.querySelectorAll("body *:not(svg *)")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const box = element.getBoundingClientRect();
    if (!hasText || box.width === 0 || element.closest("noscript")) continue;
    const one = light(numbers(getComputedStyle(element).color));
    const other = light(ground(element));
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) findings.push(`contrast ${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 80)}`);
  }
  if (root.scrollWidth > root.clientWidth) findings.push(`wider than the window: ${root.scrollWidth}`);
  return findings;
})()"#;

impl Browser {
    /// Holds that nothing is wrong with the page, in light and in dark, wide and on a phone, and
    /// that the browser has nothing to complain of.
    pub(crate) async fn expect_sound_page(&self) -> Outcome {
        for scheme in ["dark", "light"] {
            for width in [360, 1000] {
                self.look(scheme, width, 900).await?;
                let place = self.value("location.href").await?;
                let findings = self.value(FINDINGS).await?;
                assert_eq!(findings, json!([]), "{place} in {scheme}, {width} wide");
            }
        }
        self.look("light", 1000, 1000).await?;
        self.expect_no_complaint().await?;
        Ok(())
    }

    /// Shows pages in a colour scheme and in a window of that size.
    pub(crate) async fn look(&self, scheme: &str, width: u32, height: u32) -> Outcome {
        let cdp = self.driver.cdp();
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        cdp.send_raw("Emulation.setEmulatedMedia", media).await?;
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        cdp.send_raw("Emulation.setDeviceMetricsOverride", size)
            .await?;
        Ok(())
    }
}
