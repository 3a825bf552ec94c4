//! The frame of a bank's page: head, skip link, banner, switch of language, footer.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::texts;
use crate::wire::language::Language;

/// The frame around a page's content.
#[derive(Debug)]
pub(crate) struct Frame<'p> {
    pub(crate) language: Language,
    pub(crate) title: &'p str,
    /// The name in the banner.
    pub(crate) bank: &'p str,
    /// Which of the banks' colours the page has.
    pub(crate) bank_number: u64,
    /// Where the switch of language leads, without the language itself.
    pub(crate) switch: Option<&'p str>,
    /// The dialog of the stand-in for the `LinkSDK`, if the page stands in one.
    pub(crate) dialog: Option<&'p Dialog<'p>>,
}

/// What a page tells the dialog around it.
#[derive(Debug)]
pub(crate) struct Dialog<'p> {
    /// The origin of the page that shows the dialog; nobody else is told.
    pub(crate) origin: &'p str,
    /// The word for this page.
    pub(crate) point: &'static str,
    pub(crate) bank: Option<&'p str>,
    /// The id of the visit.
    pub(crate) correlation: Option<&'p str>,
    /// How the visit ended, as JSON.
    pub(crate) done: Option<&'p str>,
}

impl Frame<'_> {
    /// The whole page.
    pub(crate) fn around(&self, content: &Markup) -> Markup {
        let words = texts::of(self.language);
        let other = self.language.other();
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) dir=(self.language.direction()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) " · " (self.bank) }
                    link rel="icon" href="/_sandbox/assets/mark.svg" type="image/svg+xml";
                    link rel="stylesheet" href="/_sandbox/assets/bank.css";
                    @if self.dialog.is_some() {
                        script src="/_sandbox/assets/in-dialog.js" defer {}
                    }
                }
                body data-bank=(self.bank_number)
                    data-origin=[self.dialog.map(|dialog| dialog.origin)]
                    data-point=[self.dialog.map(|dialog| dialog.point)]
                    data-bank-identifier=[self.dialog.and_then(|dialog| dialog.bank)]
                    data-correlation=[self.dialog.and_then(|dialog| dialog.correlation)]
                    data-done=[self.dialog.and_then(|dialog| dialog.done)] {
                    a class="skip" href="#content" { (words.skip) }
                    header class="banner" {
                        p class="bank" {
                            (MARK)
                            bdi { (self.bank) }
                        }
                        @if let Some(switch) = self.switch {
                            a class="switch" href={ (switch) "lang=" (other.tag()) }
                                lang=(other.tag()) hreflang=(other.tag()) dir=(other.direction()) {
                                (other.name())
                            }
                        }
                    }
                    main id="content" tabindex="-1" { (content) }
                    footer { p { (words.mock_note) } }
                }
            }
        }
    }
}

/// A picture of a bank, for the eye alone.
const MARK: PreEscaped<&str> = PreEscaped(
    r#"<svg class="mark" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true" focusable="false"><path d="M12 2 2 7v2h20V7L12 2Zm-7 9v7h2v-7H5Zm6 0v7h2v-7h-2Zm6 0v7h2v-7h-2ZM2 20v2h20v-2H2Z"/></svg>"#,
);
