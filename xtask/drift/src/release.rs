//! Which version comes next, of a document and of the crate that is generated from it.

use std::path::Path;

use semver::Version;
use xtask_openapi::manifest::Api;
use xtask_openapi::{Document, Problems, load, manifest};

use crate::{Bump, Options, RustSurface, compare};

/// The version of a document that follows `version` after a change of this size.
pub fn next_document(version: &Version, bump: Bump) -> Version {
    let Version {
        major,
        minor,
        patch,
        ..
    } = *version;
    match bump {
        Bump::None => version.clone(),
        Bump::Patch => Version::new(major, minor, patch + 1),
        Bump::Minor => Version::new(major, minor + 1, 0),
        Bump::Major => Version::new(major + 1, 0, 0),
    }
}

/// The least version of a crate that was released as `released` and has changed by this much
/// since. Before 1.0 each step is one place further to the right, as Cargo reads such versions.
pub fn least_crate(released: &Version, bump: Bump) -> Version {
    let before_1_0 = match bump {
        Bump::Major => Bump::Minor,
        Bump::Minor => Bump::Patch,
        other => other,
    };
    let bump = if released.major == 0 {
        before_1_0
    } else {
        bump
    };
    next_document(released, bump)
}

/// The least version that the crate of an API may have now: as far from its last release as the
/// changes of its document since then ask for. None while it was never released.
///
/// The documents are read from the folder `specs_dir`; `rust` makes their Rust code.
///
/// # Errors
///
/// Fails when one of the two documents cannot be read.
pub fn least_version<R: RustSurface>(
    api: &Api,
    specs_dir: &Path,
    rust: &R,
) -> Result<Option<Version>, Problems> {
    let history = api.history();
    let Some((last, released)) = history
        .iter()
        .rev()
        .find_map(|row| Some((*row, Version::parse(row.released.as_ref()?).ok()?)))
    else {
        return Ok(None);
    };
    let read = |row: &manifest::Version| -> Result<Document, Problems> {
        load(&row.path(specs_dir), &format!("specs/{}", row.file))
    };
    let current = api.current_version().map_or_else(|| read(last), read)?;
    let options = Options {
        crate_name: Some(api.crate_name.clone()),
    };
    let report = compare(&read(last)?, &current, &options, rust)?;
    Ok(Some(least_crate(&released, report.bump)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap_or(Version::new(0, 0, 0))
    }

    #[test]
    fn a_document_moves_as_semver_says() {
        for (from, bump, to) in [
            ("1.2.3", Bump::None, "1.2.3"),
            ("1.2.3", Bump::Patch, "1.2.4"),
            ("1.2.3", Bump::Minor, "1.3.0"),
            ("1.2.3", Bump::Major, "2.0.0"),
            ("0.9.0", Bump::Major, "1.0.0"),
        ] {
            assert_eq!(next_document(&version(from), bump), version(to));
        }
    }

    #[test]
    fn before_1_0_a_break_of_a_crate_is_a_minor_step() {
        for (from, bump, to) in [
            ("0.1.2", Bump::None, "0.1.2"),
            ("0.1.2", Bump::Patch, "0.1.3"),
            ("0.1.2", Bump::Minor, "0.1.3"),
            ("0.1.2", Bump::Major, "0.2.0"),
            ("1.2.3", Bump::Minor, "1.3.0"),
            ("1.2.3", Bump::Major, "2.0.0"),
        ] {
            assert_eq!(least_crate(&version(from), bump), version(to));
        }
    }
}
