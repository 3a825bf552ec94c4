//! Words of the registers, in English or in Arabic.

use leantech_verifications::types::{Language, LocalizedLabel, LocalizedText};

/// A text in English and in Arabic.
pub(super) type Words = (&'static str, &'static str);

/// The language that a call asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    English,
    Arabic,
}

impl From<Language> for Tongue {
    fn from(language: Language) -> Self {
        match language {
            Language::ArLower | Language::Ar => Self::Arabic,
            _ => Self::English,
        }
    }
}

impl Tongue {
    fn of_two(self, words: (String, String)) -> (Option<String>, Option<String>) {
        match self {
            Self::English => (Some(words.0), None),
            Self::Arabic => (None, Some(words.1)),
        }
    }

    /// The text in this language; the other one is null, as recorded.
    pub(super) fn text(self, (en, ar): Words) -> LocalizedText {
        self.owned((en.into(), ar.into()))
    }

    /// As [`text`](Self::text), of texts that are put together.
    pub(super) fn owned(self, words: (String, String)) -> LocalizedText {
        let (en, ar) = self.of_two(words);
        let mut text = LocalizedText::new();
        text.en = en;
        text.ar = ar;
        text
    }

    /// A word of a list; its number is left out, as in recordings.
    pub(super) fn label(self, (en, ar): Words) -> LocalizedLabel {
        let (en, ar) = self.of_two((en.into(), ar.into()));
        let mut label = LocalizedLabel::new();
        label.en = en;
        label.ar = ar;
        label
    }
}

/// A text in both languages.
pub(super) fn both((en, ar): Words) -> LocalizedText {
    LocalizedText::new().en(en).ar(ar)
}
