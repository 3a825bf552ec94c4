//! Descriptions as documentation comments: nothing in them reads as a link, a tag or a test.

use serde_json::{Map, Value};

/// What an object of the document says about itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Prose {
    /// Empty where the document has none yet.
    description: String,
    /// Its age and its source, a sentence each.
    remarks: Vec<String>,
}

impl Prose {
    /// The description, with age and source as paragraphs of their own.
    pub(super) fn text(&self) -> String {
        let description = Some(&self.description).filter(|text| !text.is_empty());
        let paragraphs = description.into_iter().chain(&self.remarks);
        paragraphs.cloned().collect::<Vec<_>>().join("\n\n")
    }

    /// The same; where there is no description yet, one sentence that names it, such as
    /// ``The field `fee` ``.
    pub(super) fn named(&self, what: &str) -> String {
        if !self.description.is_empty() {
            return self.text();
        }
        let sentence = format!("{what}, without a description yet.");
        let sentences = std::iter::once(&sentence).chain(&self.remarks);
        sentences.cloned().collect::<Vec<_>>().join(" ")
    }

    /// These words, with those of `other` for what is not said.
    pub(super) fn or(self, other: Self) -> Self {
        if !self.description.is_empty() {
            return self;
        }
        Self {
            description: other.description,
            remarks: if self.remarks.is_empty() {
                other.remarks
            } else {
                self.remarks
            },
        }
    }
}

/// What an object of the document says about itself.
pub(super) fn of(object: &Value) -> Prose {
    object.as_object().map(of_members).unwrap_or_default()
}

/// The same of the object's fields.
pub(super) fn of_members(object: &Map<String, Value>) -> Prose {
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::trim);
    let description = text("description").map(comment).unwrap_or_default();
    let source = text("x-source")
        .filter(|source| !source.is_empty())
        .map(|source| format!("Source: {}.", comment(source).trim_end_matches('.')));
    let age = (object.get("deprecated") == Some(&Value::Bool(true)))
        .then(|| "Deprecated by Lean.".to_owned());
    Prose {
        description,
        remarks: [age, source].into_iter().flatten().collect(),
    }
}

/// Markdown of a document as Markdown that rustdoc takes without a warning.
pub(crate) fn comment(text: &str) -> String {
    let mut lines = Vec::new();
    let (mut in_item, mut in_fence) = (false, false);
    for line in text.trim().lines() {
        // An indented line or a bare fence would be compiled as an example.
        let line = line.trim();
        if line.starts_with("```") {
            lines.push(if in_fence {
                "```".to_owned()
            } else {
                "```text".to_owned()
            });
            in_fence = !in_fence;
        } else if in_fence {
            lines.push(line.to_owned());
        } else {
            let begins_item = line.starts_with("- ") || line.starts_with("* ");
            in_item = begins_item || (in_item && !line.is_empty());
            let indent = if in_item && !begins_item { "  " } else { "" };
            lines.push(format!("{indent}{}", escape(line)));
        }
    }
    if in_fence {
        lines.push("```".to_owned());
    }
    lines.join("\n")
}

/// Escapes what rustdoc would take for a link or a tag, outside of code spans.
fn escape(line: &str) -> String {
    if !line.contains(['[', ']', '<', '>', ':']) {
        return line.to_owned();
    }
    let mut escaped = String::with_capacity(line.len());
    for (index, part) in line.split('`').enumerate() {
        if index > 0 {
            escaped.push('`');
        }
        let is_code = index % 2 == 1 && line.matches('`').count() > index;
        if is_code {
            escaped.push_str(part);
        } else {
            escaped.push_str(&escape_words(part));
        }
    }
    escaped
}

fn escape_words(part: &str) -> String {
    part.split(' ')
        .map(|word| {
            let bare = word.trim_matches(|c: char| matches!(c, '(' | ')' | ',' | '.' | ';' | ':'));
            if bare.starts_with("https://") || bare.starts_with("http://") {
                return word.replacen(bare, &format!("<{bare}>"), 1);
            }
            word.replace('[', "\\[")
                .replace(']', "\\]")
                .replace('<', "\\<")
                .replace('>', "\\>")
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::{comment, of};
    use serde_json::json;

    #[test]
    fn brackets_and_tags_are_no_links() {
        assert_eq!(
            comment("data[] of <T>, `a[<b>]`"),
            "data\\[\\] of \\<T\\>, `a[<b>]`"
        );
    }

    #[test]
    fn bare_addresses_become_links() {
        assert_eq!(
            comment("See https://docs.example/a."),
            "See <https://docs.example/a>."
        );
    }

    #[test]
    fn source_is_a_paragraph_of_its_own() {
        let object = json!({"description": "The id.", "x-source": "KSA guide."});
        let expected = "The id.\n\nSource: KSA guide.";
        assert_eq!(of(&object).text(), expected);
        assert_eq!(of(&object).named("The field `id`"), expected);
    }

    #[test]
    fn what_has_no_description_yet_says_its_name_and_its_source() {
        let blank = [json!(""), json!(" \n"), json!(null)];
        for description in blank {
            let object = json!({"description": description, "x-source": "KSA guide"});
            assert_eq!(
                of(&object).named("The field `id`"),
                "The field `id`, without a description yet. Source: KSA guide."
            );
        }
        let nothing = of(&json!({"type": "string"}));
        assert_eq!(nothing.text(), "");
        assert_eq!(
            nothing.named("The type `Kind`"),
            "The type `Kind`, without a description yet."
        );
        let old = of(&json!({"deprecated": true, "x-source": "guide"}));
        assert_eq!(
            old.named("The field `id`"),
            "The field `id`, without a description yet. Deprecated by Lean. Source: guide."
        );
    }

    #[test]
    fn a_description_of_elsewhere_keeps_the_own_source() {
        let own = of(&json!({"description": "", "x-source": "guide"}));
        let other = of(&json!({"description": "Which.", "x-source": "reference"}));
        assert_eq!(
            own.clone().or(other.clone()).text(),
            "Which.\n\nSource: guide."
        );
        assert_eq!(other.clone().or(own).text(), other.text());
    }
}
