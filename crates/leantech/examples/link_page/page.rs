//! The pages as HTML. Every value is escaped, except the configuration, which is already safe.

use std::fmt;

use leantech::link_sdk::{LOADER_GLOBAL, Language};

use super::texts::{self, Words};

/// One page.
pub(crate) struct Page<'a> {
    pub(crate) language: Language,
    pub(crate) nonce: &'a str,
    pub(crate) loader_url: &'a str,
    pub(crate) content: Content<'a>,
}

/// What a page says.
pub(crate) enum Content<'a> {
    /// The button, and the configuration as JSON for a script.
    Start { configuration: &'a str },
    /// The connections that Lean has, as ids and banks.
    Connections(&'a [(String, String)]),
    /// The redirect says that it failed, with a code.
    Failed { code: &'a str },
    /// A redirect that Lean's API does not confirm.
    NotConfirmed,
}

const STYLE: &str = "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:3rem auto;\
padding:0 1rem;color:#1b2733;background:#fff}button{font:inherit;padding:.7rem 1.4rem;border:0;\
border-radius:.5rem;background:#0b5cab;color:#fff;cursor:pointer}nav{text-align:end}";

/// Starts the `LinkSDK` and passes on what it reports; `__` is replaced by the page's own values.
const SCRIPT: &str = r#"
const configuration = __configuration__;
const callback = async (data) => {
  const answer = await fetch("/callback", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(data ?? {}),
  });
  const { next } = answer.ok ? await answer.json() : { next: "" };
  if (next) location.assign(next + location.search);
  else document.getElementById("closed").hidden = false;
};
document.getElementById("connect").addEventListener("click", () => {
  document.getElementById("closed").hidden = true;
  __global__.connect({ ...configuration, callback });
});
"#;

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = texts::of(self.language);
        let nonce = Escaped(self.nonce);
        let (language, direction) = (self.language, words.direction);
        let other = match self.language {
            Language::Arabic => Language::English,
            _ => Language::Arabic,
        };
        write!(
            f,
            "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head>\
             <meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
             <title>{title}</title><style nonce=\"{nonce}\">{STYLE}</style></head>\n<body>\
             <nav><a id=\"language\" href=\"/?lang={other}\" lang=\"{other}\">{name}</a></nav>\
             <main><h1>{title}</h1>\n",
            title = words.title,
            name = words.other_language,
        )?;
        match &self.content {
            Content::Start { configuration } => self.start(f, words, configuration)?,
            Content::Connections([]) => paragraph(f, "none", words.nothing)?,
            Content::Connections(connections) => {
                paragraph(f, "confirmed", words.connected)?;
                f.write_str("<ul id=\"connections\">")?;
                for (entity, bank) in *connections {
                    let (entity, bank) = (Escaped(entity), Escaped(bank));
                    write!(f, "<li data-entity=\"{entity}\"><bdi>{bank}</bdi></li>")?;
                }
                f.write_str("</ul>")?;
            }
            Content::Failed { code } => {
                paragraph(f, "failed", words.failed)?;
                write!(f, "<p><bdi id=\"code\">{}</bdi></p>", Escaped(code))?;
            }
            Content::NotConfirmed => paragraph(f, "not-confirmed", words.not_confirmed)?,
        }
        if !matches!(self.content, Content::Start { .. }) {
            write!(
                f,
                "<p><a href=\"/?lang={language}\">{}</a></p>",
                words.again
            )?;
        }
        f.write_str("</main></body>\n</html>\n")
    }
}

impl Page<'_> {
    fn start(&self, f: &mut fmt::Formatter<'_>, words: &Words, configuration: &str) -> fmt::Result {
        let nonce = Escaped(self.nonce);
        let script = SCRIPT
            .replace("__global__", LOADER_GLOBAL)
            .replace("__configuration__", configuration);
        write!(
            f,
            "<p>{}</p><p><button id=\"connect\" type=\"button\">{}</button></p>\
             <p id=\"closed\" role=\"status\" hidden>{}</p>\n\
             <script nonce=\"{nonce}\" src=\"{}\"></script>\n\
             <script nonce=\"{nonce}\">{script}</script>\n",
            words.invitation,
            words.connect,
            words.closed,
            Escaped(self.loader_url),
        )
    }
}

fn paragraph(f: &mut fmt::Formatter<'_>, state: &str, text: &str) -> fmt::Result {
    write!(f, "<p id=\"state\" data-state=\"{state}\">{text}</p>")
}

/// A text inside HTML, or inside an attribute with double quotes.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                _ => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}
