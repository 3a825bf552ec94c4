//! Bodies of requests and answers.

use crate::compare::operation::Operation;
use crate::compare::{Comparison, Context};
use crate::report::Side;
use crate::report::quoting::quoted;
use xtask_openapi::effective::Part;

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

    /// The body of an event that Lean sends to its client.
    pub(crate) fn webhook_body(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let one = old
            .part
            .child("requestBody")
            .map(|body| self.old.follow(body));
        let other = new
            .part
            .child("requestBody")
            .map(|body| self.new.follow(body));
        let mut context = Context::new(Side::Response, None);
        context.muted = self.is_ours();
        if let (Some(one), Some(other)) = (one, other) {
            self.contents(&one, &other, &context);
        }
    }

    pub(crate) fn answers(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let context = Context::new(Side::Response, Some(new.call()));
        let (one, other) = (old.part.members("responses"), new.part.members("responses"));
        let find = |list: &[(&'d str, Part<'d>)], code: &str| {
            list.iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(code))
                .map(|(_, answer)| answer.clone())
        };
        for (code, answer) in &one {
            if code.starts_with("x-") {
                continue;
            }
            let is_success = is_success(code, &one);
            let answer = self.old.follow(answer.clone());
            let mut context = context.clone();
            context.muted = self.is_ours() && !is_success;
            let Some(twin) = find(&other, code) else {
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
                continue;
            };
            let twin = self.new.follow(twin);
            self.answer(&answer, &twin, &context);
        }
        for (code, answer) in &other {
            if code.starts_with("x-") || find(&one, code).is_some() {
                continue;
            }
            let answer = self.new.follow(answer.clone());
            let mut context = context.clone();
            let is_success = is_success(code, &other);
            context.muted = self.is_ours() && !is_success;
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

    /// Whether two answers have bodies that are written alike.
    fn same_content(&self, old: &Part<'d>, new: &Part<'d>) -> bool {
        let schema = |tree: xtask_openapi::effective::Tree<'d>, answer: &Part<'d>| {
            answer
                .members("content")
                .into_iter()
                .next()
                .and_then(|(_, medium)| {
                    let schema = medium.child("schema")?;
                    Some(crate::compare::limit::without_prose(
                        tree.follow(schema).value,
                    ))
                })
        };
        schema(self.old, old) == schema(self.new, new)
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
            if let (Some(one), Some(other)) = (header.child("schema"), twin.child("schema")) {
                let mut inner = context.member(name);
                inner.as_text = true;
                inner.muted |= self.is_ours();
                self.wait(vec![one], vec![other], inner);
            }
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

    /// The media types of a body.
    fn contents(&mut self, old: &Part<'d>, new: &Part<'d>, context: &Context) {
        let (one, other) = (old.members("content"), new.members("content"));
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        for (media_type, medium) in &one {
            if let Some((_, twin)) = other.iter().find(|(known, _)| is_same(known, media_type)) {
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
            if !one.iter().any(|(known, _)| is_same(known, media_type)) {
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

/// Whether two media types are one, but for spaces and case.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |media_type: &str| media_type.replace(' ', "").to_ascii_lowercase();
    plain(one) == plain(other)
}

fn is_structured(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.ends_with("json") || essence.ends_with("xml") || essence.contains('*')
}
