//! Where a client sends to.

use crate::compare::operation::Operation;
use crate::compare::{Comparison, Context};
use crate::report::Side;
use crate::report::quoting::quoted;
use xtask_openapi::effective::{Part, Tree};

impl<'d> Comparison<'d> {
    /// The servers of the whole document.
    pub(crate) fn servers(&mut self) {
        let (one, other) = (self.old.whole(), self.new.whole());
        self.server_lists(
            &one.items("servers"),
            &other.items("servers"),
            &Context::new(Side::Server, None),
        );
    }

    /// The servers of one operation, where it or its path has some of its own.
    pub(crate) fn servers_of(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let own = |tree: Tree<'d>, operation: &Operation<'d>| {
            let own = operation.part.items("servers");
            let own = if own.is_empty() {
                operation.item.items("servers")
            } else {
                own
            };
            let whole = tree.whole().items("servers");
            (!own.is_empty(), if own.is_empty() { whole } else { own })
        };
        let ((had, one), (has, other)) = (own(self.old, old), own(self.new, new));
        if had || has {
            let context = Context::new(Side::Server, Some(new.call()));
            self.server_lists(&one, &other, &context);
        }
    }

    fn server_lists(&mut self, old: &[Part<'d>], new: &[Part<'d>], context: &Context) {
        let url = |server: &Part<'d>| server.text("url").unwrap_or("/").to_owned();
        let plain = |url: &str| url.trim_end_matches('/').to_ascii_lowercase();
        for server in old {
            let twin = new
                .iter()
                .find(|twin| plain(&url(twin)) == plain(&url(server)));
            if let Some(twin) = twin {
                if server.value.get("variables") != twin.value.get("variables") {
                    let what = format!(
                        "the variables of the server {} have changed",
                        quoted(&url(server))
                    );
                    self.found(
                        "server-variable-changed",
                        context,
                        Some(&server.pointer),
                        Some(&twin.pointer),
                        what,
                    );
                }
                continue;
            }
            let what = format!("the server {} is no longer named", quoted(&url(server)));
            self.found("server-changed", context, Some(&server.pointer), None, what);
        }
        for server in new {
            if !old
                .iter()
                .any(|known| plain(&url(known)) == plain(&url(server)))
            {
                let what = format!("the server {} is new", quoted(&url(server)));
                self.found("server-added", context, None, Some(&server.pointer), what);
            }
        }
    }
}
