//! Making the next version of a document from what Lean publishes and our corrections of it.

mod overlay;
mod words;

use semver::Version;
use serde_json::Value;
use xtask_drift::release::next_document;
use xtask_drift::{Bump, Options, Report, RustSurface, compare};
use xtask_openapi::manifest::{Api, sha256_hex};
use xtask_openapi::{Document, Problem, Problems, raise, yaml};

pub use overlay::{Applied, Overlay};

/// What a new version is made from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'s> {
    /// The document as Lean publishes it.
    pub lean: &'s Document,
    /// Our corrections of the area, if it has any.
    pub overlay: Option<&'s Overlay>,
    /// The API with its published versions.
    pub api: &'s Api,
    /// The document that the crate is generated from now.
    pub current: &'s Document,
}

/// The next version of a document.
#[derive(Debug, Clone)]
pub struct Adopted {
    /// Its version.
    pub version: String,
    /// The document, named as its file is to be.
    pub document: Document,
    /// The corrections that were applied.
    pub applied: Vec<Applied>,
    /// What changed since the current version.
    pub report: Report,
    /// JSON pointers of the texts that are still in Lean's words, and new to us.
    pub words_of_lean: Vec<String>,
}

/// Makes the next version; `None` when Lean's document says what the current version says, or
/// differs only in what nobody sees.
///
/// The version is `version` if it is given, and otherwise the least one that the changes ask for.
/// `lint` holds the rules for our documents, and `rust` makes the Rust code that is compared.
///
/// # Errors
///
/// Fails when Lean's document is neither `OpenAPI` 3.0 nor 3.1, when an action of the overlay
/// matches nothing or does not fit, when the result breaks a rule for our documents, and when the
/// given version is not high enough.
pub fn adopt<R: RustSurface>(
    sources: Sources<'_>,
    version: Option<&Version>,
    lint: fn(&Document) -> Problems,
    rust: &R,
) -> Result<Option<Adopted>, Problems> {
    let Sources {
        lean,
        overlay,
        api,
        current,
    } = sources;
    let raised = raise(lean)?;
    let mut value = raised.clone();
    let applied = match overlay {
        Some(overlay) => overlay.apply(&mut value)?,
        None => Vec::new(),
    };
    set_version(&mut value, &api.current, lean)?;
    // The order of keys is not compared.
    if value == current.value {
        return Ok(None);
    }
    let name = match overlay {
        Some(_) => format!("{} with its overlay", lean.name),
        None => lean.name.clone(),
    };
    let draft = yaml::write(&value, &[], &name)?;
    of_a_draft(lint(&draft), &draft).or(())?;
    let options = Options {
        crate_name: Some(api.crate_name.clone()),
    };
    let report =
        compare(current, &draft, &options, rust).map_err(|found| of_a_draft(found, &draft))?;
    if report.changes.is_empty() {
        return Ok(None);
    }

    let version = chosen(api, report.bump, version)?;
    set_version(&mut value, &version, lean)?;
    let file = format!("specs/{}/{}/{version}.yaml", api.region, api.area);
    let words_of_lean = words::of_lean(&value, &raised, &current.value);
    Ok(Some(Adopted {
        document: yaml::write(&value, &comment(sources, &value), &file)?,
        version,
        applied,
        report,
        words_of_lean,
    }))
}

fn comment(sources: Sources<'_>, value: &Value) -> Vec<String> {
    let title = value.pointer("/info/title").and_then(Value::as_str);
    let mut lines = vec![
        format!("{}.", title.unwrap_or_default().replace(['\n', '\r'], " ")),
        format!(
            "Made by `cargo xtask adopt {}` from a document of Lean, of which the SHA-256 is",
            sources.api.area
        ),
        format!("{}.", sha256_hex(sources.lean.text.as_bytes())),
    ];
    if let Some(overlay) = sources.overlay {
        lines.push("Our corrections are in overlay.yaml beside it; its SHA-256 was".to_owned());
        lines.push(format!("{}.", sha256_hex(overlay.text().as_bytes())));
    }
    lines
}

fn set_version(value: &mut Value, version: &str, lean: &Document) -> Result<(), Problems> {
    let Some(Value::Object(info)) = value.get_mut("info") else {
        return Err(lean
            .problem(
                "/info",
                "no `info`",
                "it holds the title and the version of the document",
                "check that this is the whole document",
            )
            .into());
    };
    info.insert("version".to_owned(), version.into());
    Ok(())
}

/// The given version if it will do, otherwise the least one that does.
fn chosen(api: &Api, bump: Bump, given: Option<&Version>) -> Result<String, Problems> {
    // The documents differ, so that there must be another version even if nobody feels it.
    let bump = bump.max(Bump::Patch);
    let read = |text: &str| Version::parse(text).unwrap_or(Version::new(0, 0, 0));
    let highest = api.versions.iter().map(|row| read(&row.version)).max();
    let least = [Some(read(&api.current)), highest]
        .into_iter()
        .flatten()
        .map(|from| next_document(&from, bump))
        .max()
        .unwrap_or(Version::new(1, 0, 0));
    match given {
        Some(given) if *given < least => Err(Problem::new(
            "--version",
            format!("{given} is too low"),
            format!(
                "the changes since {} ask for {} at least, as the report of `cargo xtask drift` says",
                api.current, least
            ),
            "leave it out, or give a higher one",
        )
        .into()),
        Some(given) => Ok(given.to_string()),
        None => Ok(least.to_string()),
    }
}

/// The problems, of which those of the draft are without lines: its text is written nowhere.
fn of_a_draft(problems: Problems, draft: &Document) -> Problems {
    let mended = |problem: Problem| Problem {
        line: problem.line.filter(|_| problem.file != draft.name),
        ..problem
    };
    problems.into_iter().map(mended).collect()
}
