//! Bodies of requests and answers.

use crate::compare::operation::Operation;
use crate::compare::{Comparison, Context};
use crate::report::Side;
use crate::report::quoting::quoted;
use xtask_openapi::effective::{Part, Tree};

impl<'d> Comparison<'d> {
    pub(crate) fn body(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let context = Context::new(Side::Request, Some(new.call()));
        let places = (
            Some(old.part.pointer.as_str()),
            Some(new.part.pointer.as_str()),
        );
        let one = old
            .part
            .child("requestBody")
            .map(|body| self.old.follow(body));
        let other = new
            .part
            .child("requestBody")
            .map(|body| self.new.follow(body));
        match (one, other) {
            (None, None) => {}
            (None, Some(body)) => {
                let kind = if body.is_set("required") {
                    "required-body-added"
                } else {
                    "optional-body-added"
                };
                self.found(
                    kind,
                    &context,
                    places.0,
                    Some(&body.pointer),
                    "a body is sent now".to_owned(),
                );
            }
            (Some(body), None) => {
                let what = "no body is sent any more".to_owned();
                self.found(
                    "body-removed",
                    &context,
                    Some(&body.pointer),
                    places.1,
                    what,
                );
            }
            (Some(one), Some(other)) => {
                let places = (Some(one.pointer.as_str()), Some(other.pointer.as_str()));
                match (one.is_set("required"), other.is_set("required")) {
                    (false, true) => self.found(
                        "body-became-required",
                        &context,
                        places.0,
                        places.1,
                        "the body is required now".to_owned(),
                    ),
                    (true, false) => self.found(
                        "body-became-optional",
                        &context,
                        places.0,
                        places.1,
                        "the body is no longer required".to_owned(),
                    ),
                    _ => {}
                }
                self.contents(&one, &other, &context);
            }
        }
    }

    /// A call that the server makes, and the client answers: what it sends is received.
    pub(crate) fn call_back(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let part = |tree: Tree<'d>, operation: &Operation<'d>, key: &str| {
            operation.part.child(key).map(|part| tree.follow(part))
        };
        let mut context = Context::new(Side::Response, None);
        context.muted = self.is_ours();
        let bodies = (
            part(self.old, old, "requestBody"),
            part(self.new, new, "requestBody"),
        );
        match bodies {
            (Some(one), Some(other)) => self.contents(&one, &other, &context),
            (None, None) => {}
            (one, other) => {
                let (kind, what) = if other.is_some() {
                    ("answer-body-added", "the event has a body now")
                } else {
                    ("answer-body-removed", "the event has no body any more")
                };
                self.found(
                    kind,
                    &context,
                    one.as_ref().map(|part| part.pointer.as_str()),
                    other.as_ref().map(|part| part.pointer.as_str()),
                    what.to_owned(),
                );
            }
        }
        let mut context = Context::new(Side::Request, None);
        context.muted = self.is_ours();
        let (one, other) = (old.part.members("responses"), new.part.members("responses"));
        for (code, answer) in &one {
            let Some((_, twin)) = other.iter().find(|(known, _)| known == code) else {
                continue;
            };
            let (answer, twin) = (
                self.old.follow(answer.clone()),
                self.new.follow(twin.clone()),
            );
            self.contents(&answer, &twin, &context);
        }
    }

    pub(crate) fn answers(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let context = Context::new(Side::Response, Some(new.call()));
        let one = answers_of(&old.part);
        let other = answers_of(&new.part);
        for (code, answer) in &one {
            let is_success = is_success(code, &one);
            let answer = self.old.follow(answer.clone());
            let mut context = context.clone();
            context.muted = self.is_ours() && !is_success;
            let twins = twins(code, &one, &other);
            if twins.is_empty() {
                let kind = if is_success {
                    "success-removed"
                } else {
                    "failure-removed"
                };
                let what = format!("the answer {} is gone", quoted(code));
                self.found(
                    kind,
                    &context,
                    Some(&answer.pointer),
                    Some(&new.part.pointer),
                    what,
                );
            }
            for twin in twins {
                let twin = self.new.follow(twin);
                self.answer(&answer, &twin, &context);
            }
        }
        for (code, answer) in &other {
            let answer = self.new.follow(answer.clone());
            let mut context = context.clone();
            let is_success = is_success(code, &other);
            context.muted = self.is_ours() && !is_success;
            let twins = twins(code, &other, &one);
            if !twins.is_empty() {
                // What a wider code said before holds for this one.
                for twin in twins {
                    let twin = self.old.follow(twin);
                    self.answer(&twin, &answer, &context);
                }
                continue;
            }
            let differs = is_success
                && !one.iter().any(|(known, known_answer)| {
                    let known_answer = self.old.follow(known_answer.clone());
                    known.starts_with('2') && self.same_content(&known_answer, &answer)
                });
            let kind = match (is_success, differs) {
                (true, true) => "success-of-another-shape-added",
                (true, false) => "success-added",
                _ => "failure-added",
            };
            let what = format!("the answer {} is new", quoted(code));
            self.found(
                kind,
                &context,
                Some(&old.part.pointer),
                Some(&answer.pointer),
                what,
            );
        }
    }

    /// Whether two answers have bodies that mean the same.
    fn same_content(&mut self, old: &Part<'d>, new: &Part<'d>) -> bool {
        let schema = |answer: &Part<'d>| {
            let (_, medium) = answer.members("content").into_iter().next()?;
            medium.child("schema")
        };
        let one = schema(old).map(|part| self.meaning_of_old(&part));
        let other = schema(new).map(|part| self.meaning_of_new(&part));
        one == other
    }

    fn answer(&mut self, old: &Part<'d>, new: &Part<'d>, context: &Context) {
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        let (had, has) = (
            !old.members("content").is_empty(),
            !new.members("content").is_empty(),
        );
        match (had, has) {
            (false, true) => {
                let what = "the answer has a body now".to_owned();
                self.found("answer-body-added", context, places.0, places.1, what);
            }
            (true, false) => {
                let what = "the answer has no body any more".to_owned();
                self.found("answer-body-removed", context, places.0, places.1, what);
            }
            _ => self.contents(old, new, context),
        }
        self.headers(old, new, context);
        if old.value.get("links") != new.value.get("links") {
            let what = "where the answer links to has changed".to_owned();
            self.found("link-changed", context, places.0, places.1, what);
        }
    }

    fn headers(&mut self, old: &Part<'d>, new: &Part<'d>, context: &Context) {
        let (one, other) = (old.members("headers"), new.members("headers"));
        for (name, header) in &one {
            let header = self.old.follow(header.clone());
            let shown = format!("the header {}", quoted(name));
            let twin = other
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name));
            let Some((_, twin)) = twin else {
                let kind = if header.is_set("required") {
                    "required-header-removed"
                } else {
                    "optional-header-removed"
                };
                self.found(
                    kind,
                    context,
                    Some(&header.pointer),
                    Some(&new.pointer),
                    format!("{shown} is gone"),
                );
                continue;
            };
            let twin = self.new.follow(twin.clone());
            let places = (Some(header.pointer.as_str()), Some(twin.pointer.as_str()));
            match (header.is_set("required"), twin.is_set("required")) {
                (true, false) => self.found(
                    "header-became-optional",
                    context,
                    places.0,
                    places.1,
                    format!("{shown} may be absent now"),
                ),
                (false, true) => self.found(
                    "header-became-required",
                    context,
                    places.0,
                    places.1,
                    format!("{shown} is always there now"),
                ),
                _ => {}
            }
            self.header(name, &header, &twin, context);
        }
        for (name, header) in &other {
            if one
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                continue;
            }
            let what = format!("the header {} is new", quoted(name));
            self.found(
                "header-added",
                context,
                Some(&old.pointer),
                Some(&header.pointer),
                what,
            );
        }
    }

    /// The value of a header, which is described by a schema or by a media type.
    fn header(&mut self, name: &str, old: &Part<'d>, new: &Part<'d>, context: &Context) {
        let mut inner = context.member(name);
        inner.muted |= self.is_ours();
        let described = |part: &Part<'d>, key: &str| part.value.get(key).is_some();
        if described(old, "content") && described(new, "content") {
            return self.contents(old, new, &inner);
        }
        if described(old, "content") || described(new, "content") {
            let what = format!("the header {} is described in another way", quoted(name));
            self.found(
                "header-content-changed",
                &inner,
                Some(&old.pointer),
                Some(&new.pointer),
                what,
            );
            return;
        }
        inner.as_text = true;
        match (old.child("schema"), new.child("schema")) {
            (Some(one), Some(other)) => self.wait(vec![one], vec![other], inner),
            (None, None) => {}
            (one, _) => {
                let kind = if one.is_some() {
                    "schema-of-body-removed"
                } else {
                    "schema-of-body-added"
                };
                let what = format!("the header {} is described otherwise", quoted(name));
                self.found(kind, &inner, Some(&old.pointer), Some(&new.pointer), what);
            }
        }
    }

    /// The media types of a body.
    fn contents(&mut self, old: &Part<'d>, new: &Part<'d>, context: &Context) {
        let (one, other) = (old.members("content"), new.members("content"));
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        for (media_type, medium) in &one {
            if let Some(twin) = twin_of(media_type, &other) {
                self.medium(media_type, medium, twin, context);
                continue;
            }
            let what = format!("{} is no longer a form of the body", quoted(media_type));
            self.found("media-type-removed", context, places.0, places.1, what);
            // One for one: what is in it is still compared.
            if let ([_], [(_, twin)]) = (one.as_slice(), other.as_slice()) {
                self.medium(media_type, medium, twin, context);
            }
        }
        for (media_type, medium) in &other {
            if twin_of(media_type, &one).is_none() {
                let what = format!("{} is a new form of the body", quoted(media_type));
                self.found(
                    "media-type-added",
                    context,
                    places.0,
                    Some(&medium.pointer),
                    what,
                );
            }
        }
    }

    fn medium(&mut self, media_type: &str, old: &Part<'d>, new: &Part<'d>, context: &Context) {
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        let mut inner = context.clone();
        inner.as_text = !is_structured(media_type);
        match (old.child("schema"), new.child("schema")) {
            (None, None) => {}
            (Some(one), Some(other)) => self.wait(vec![one], vec![other], inner),
            (None, Some(_)) => {
                let what = "the body has a schema now".to_owned();
                self.found("schema-of-body-added", context, places.0, places.1, what);
            }
            (Some(_), None) => {
                let what = "the body has no schema any more".to_owned();
                self.found("schema-of-body-removed", context, places.0, places.1, what);
            }
        }
        let is_form =
            media_type.starts_with("multipart/") || media_type.contains("form-urlencoded");
        if is_form && old.value.get("encoding") != new.value.get("encoding") {
            let what = "how the parts of the form are written has changed".to_owned();
            self.found("encoding-changed", context, places.0, places.1, what);
        }
    }
}

/// Whether an answer of this code means success; `default` does where it stands alone.
fn is_success(code: &str, all: &[(&str, Part<'_>)]) -> bool {
    code.starts_with('2')
        || (code == "default" && !all.iter().any(|(known, _)| known.starts_with('2')))
}

/// The answers of an operation, without extensions.
fn answers_of<'d>(operation: &Part<'d>) -> Vec<(&'d str, Part<'d>)> {
    let mut answers = operation.members("responses");
    answers.retain(|(code, _)| !code.starts_with("x-"));
    answers
}

/// The answers of the other side that are given where this code is: the one of the code, else the
/// ones of a wider or narrower code that has no closer twin of its own.
fn twins<'d>(
    code: &str,
    own: &[(&'d str, Part<'d>)],
    others: &[(&'d str, Part<'d>)],
) -> Vec<Part<'d>> {
    let of = |code: &str| {
        others
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(code))
    };
    if let Some((_, same)) = of(code) {
        return vec![same.clone()];
    }
    let wider = range_of(code).and_then(|range| of(&range));
    // `default` stands for failures as a rule, so that a success is not compared with it.
    let wider = wider.or_else(|| of("default").filter(|_| !code.starts_with('2')));
    if let Some((_, wider)) = wider {
        return vec![wider.clone()];
    }
    let has_own = |code: &str| {
        own.iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(code))
    };
    others
        .iter()
        .filter(|(other, _)| {
            let range = range_of(other);
            let is_in_range = range
                .as_deref()
                .is_some_and(|range| range.eq_ignore_ascii_case(code));
            let is_left = code == "default"
                && !other.starts_with('2')
                && range.is_none_or(|range| !has_own(&range));
            !has_own(other) && (is_in_range || is_left)
        })
        .map(|(_, answer)| answer.clone())
        .collect()
}

/// The range that a code is in, such as `4XX` for `404`; none of a range itself.
fn range_of(code: &str) -> Option<String> {
    let first = code.chars().next().filter(char::is_ascii_digit)?;
    let is_code = code.len() == 3 && code.bytes().all(|digit| digit.is_ascii_digit());
    is_code.then(|| format!("{first}XX"))
}

/// The body of the same media type: as it is written, else as it is meant.
pub(crate) fn twin_of<'p, 'd>(
    media_type: &str,
    all: &'p [(&'d str, Part<'d>)],
) -> Option<&'p Part<'d>> {
    let written = all.iter().find(|(known, _)| *known == media_type);
    let meant = || {
        let wanted = meaning_of(media_type);
        all.iter().find(|(known, _)| meaning_of(known) == wanted)
    };
    written.or_else(meant).map(|(_, part)| part)
}

/// A media type without what changes nothing: case, quotation marks, the order of the parameters,
/// and the character set that JSON always has.
fn meaning_of(media_type: &str) -> String {
    let mut parts = media_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_text =
        essence.ends_with("json") || essence.starts_with("text/") || essence.ends_with("xml");
    let mut parameters: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = name.trim().to_ascii_lowercase();
            let value = value.trim().trim_matches('"');
            // Of the values only this one is the same in any case.
            let value = if name == "charset" {
                value.to_ascii_lowercase()
            } else {
                value.to_owned()
            };
            format!("{name}={value}")
        })
        .filter(|parameter| !(is_text && parameter == "charset=utf-8"))
        .collect();
    parameters.sort();
    parameters.insert(0, essence);
    parameters.join(";")
}

fn is_structured(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence.ends_with("json") || essence.ends_with("xml") || essence.contains('*')
}
