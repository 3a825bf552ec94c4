//! Which requests an answer is for.

use http::Method;
use leantech_core::Operation;

/// A method and a path, in which `{…}` stands for one segment: `GET /customers/v1/{customer_id}`. Query
/// parameters that are named must be in the request with these values: `GET /banks/v1?country=SAU`.
///
/// It is made from a string, or from an [`Operation`] such as `leantech::banks::operations::LIST_BANKS`. A string
/// without a method matches every method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub(super) method: Option<Method>,
    segments: Vec<String>,
    query: Vec<(String, String)>,
}

impl From<&str> for Route {
    fn from(text: &str) -> Self {
        let (method, target) = match text.trim().split_once(' ') {
            Some((method, target)) => (method.parse().ok(), target.trim()),
            None => (None, text.trim()),
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method,
            segments: segments(path).map(str::to_owned).collect(),
            query: pairs(query),
        }
    }
}

impl From<&Operation> for Route {
    fn from(operation: &Operation) -> Self {
        Self {
            method: operation.method.parse().ok(),
            ..Self::from(operation.path)
        }
    }
}

impl Route {
    /// How many of the named query parameters a request has; `None` if the request does not match.
    pub(super) fn fits(&self, method: &Method, path: &str, query: &str) -> Option<usize> {
        if self.method.as_ref().is_some_and(|own| own != method) {
            return None;
        }
        let mut asked = segments(path);
        let is_path = self.segments.iter().all(|own| {
            asked
                .next()
                .is_some_and(|segment| is_parameter(own) || own == segment)
        });
        if !is_path || asked.next().is_some() {
            return None;
        }
        let query = pairs(query);
        let is_query = self.query.iter().all(|pair| query.contains(pair));
        is_query.then_some(self.query.len())
    }
}

/// The segments of a path; a slash at its end says nothing.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.trim_matches('/').split('/')
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// The parameters of a query, decoded.
fn pairs(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn method_segments_and_named_parameters_decide() {
        for (route, method, target, fits) in [
            ("GET /banks/v1", Method::GET, "/banks/v1", Some(0)),
            ("GET /banks/v1/", Method::GET, "/banks/v1", Some(0)),
            ("GET /banks/v1", Method::POST, "/banks/v1", None),
            ("/banks/v1", Method::POST, "/banks/v1", Some(0)),
            ("GET /c/{id}", Method::GET, "/c/7", Some(0)),
            ("GET /c/{id}", Method::GET, "/c/7/8", None),
            ("GET /c/{id}", Method::GET, "/c", None),
            ("GET /b?x=1", Method::GET, "/b?y=2&x=1", Some(1)),
            ("GET /b?x=a b", Method::GET, "/b?x=a%20b", Some(1)),
            ("GET /b?x=1", Method::GET, "/b?x=2", None),
        ] {
            let (path, query) = target.split_once('?').unwrap_or((target, ""));
            assert_eq!(
                Route::from(route).fits(&method, path, query),
                fits,
                "{route} {target}"
            );
        }
    }
}
