//! Captures: an answer a file, in a shape that is easy to write by hand or by a program.

use std::borrow::Cow;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::value::RawValue;
use xtask_openapi::{Problem, Problems};

use crate::json::raw::{self, Object};
use crate::recording::{self, Body, Exchange, Taker};

const SHAPE: &str = r#"write `{"request": {"method", "url"}, "response": {"status", "body"}}`, see xtask/replay/README.md"#;

/// Whether an object is a capture.
pub(crate) fn is_capture(root: &Object<'_>) -> bool {
    root.object("request").is_some() && root.object("response").is_some()
}

/// The names of the body files of a capture.
pub(crate) fn body_file(capture: &Object<'_>) -> Option<String> {
    let response = capture.object("response")?;
    response.text("body_file").map(Cow::into_owned)
}

/// The file of a body, when its name does not lead out of the folder of the capture.
pub(crate) fn body_path(capture: &Path, name: &str) -> Option<PathBuf> {
    let name = Path::new(name);
    let is_inside = name
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    is_inside.then(|| capture.parent().unwrap_or(Path::new("")).join(name))
}

/// Hands out the answer of one capture; `default_name` is its name when it gives itself none.
pub(crate) fn read(
    path: &Path,
    default_name: &str,
    capture: &RawValue,
    take: &mut Taker<'_>,
) -> Result<(), Problems> {
    let file = path.display().to_string();
    let refuse = |what: &str, why: &str| Problems::from(Problem::new(&file, what, why, SHAPE));
    let unfit = || refuse("this is not a capture", "it has no request or no response");
    let capture = Object::read(capture).ok_or_else(unfit)?;
    let request = capture.object("request").ok_or_else(unfit)?;
    let response = capture.object("response").ok_or_else(unfit)?;
    let Some(url) = request.text("url").or_else(|| request.text("path")) else {
        return Err(refuse(
            "the request has no url",
            "its operation cannot be found",
        ));
    };
    let Some(status) = response.get("status").and_then(raw::number) else {
        return Err(refuse(
            "the response has no status",
            "it decides how the body is read",
        ));
    };
    take(Exchange {
        request: capture.text("name").unwrap_or(Cow::Borrowed(default_name)),
        method: request.text("method").unwrap_or(Cow::Borrowed("GET")),
        paths: recording::paths(&url),
        status,
        body: body(path, &response)?,
    });
    Ok(())
}

fn body<'a>(path: &Path, response: &Object<'a>) -> Result<Body<'a>, Problems> {
    if let Some(body) = response.get("body") {
        return Ok(Body::Bytes(Cow::Borrowed(body.get().as_bytes())));
    }
    if let Some(text) = response.get("body_text") {
        return Ok(Body::of(text));
    }
    let Some(name) = response.text("body_file") else {
        return Ok(Body::Absent);
    };
    let file = path.display().to_string();
    let Some(place) = body_path(path, &name) else {
        return Err(Problem::new(
            file,
            format!("the body file `{name}` is outside the capture's folder"),
            "a recording contains everything that it needs",
            "put the file next to the capture and name it without `..`",
        )
        .into());
    };
    let bytes = fs::read(&place).map_err(|error| {
        Problem::new(
            file,
            format!("the body file `{name}` cannot be read ({error})"),
            "the capture names it",
            "restore the file, or write the body as `body_text`",
        )
    })?;
    Ok(Body::Bytes(Cow::Owned(bytes)))
}
