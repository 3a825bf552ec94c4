//! A server on loopback that fails in every way a network does, and what else the reliability
//! tests need: a clock that jumps, a token endpoint without a network, a look at memory.
//!
//! ```
//! use leantech_tests::hostile::{HostileServer, Reply};
//!
//! let server = HostileServer::start();
//! server.on("GET", "/banks/v1/", [Reply::status(503), Reply::json(200, "[]")]);
//! assert_eq!(server.count("GET", "/banks/v1/"), 0);
//! ```

mod calls;
mod chain;
mod clock;
mod connection;
mod fetch;
mod gate;
mod limit;
mod memory;
mod ports;
mod reply;
mod server;
mod tokens;

pub use calls::{BANKS, CUSTOMER, CUSTOMERS, create_customer, list_banks};
pub use chain::whole_text;
pub use clock::JumpClock;
pub use fetch::{Behaviour, FakeFetch};
pub use gate::Gate;
pub use limit::{LIMIT, within, within_blocking};
pub use memory::{MemorySearch, peak_memory, reset_peak_memory, resident_memory};
pub use ports::{ReservedPort, UnansweredPort};
pub use reply::{Reply, token_answer};
pub use server::{HostileServer, Seen, TOKEN_PATH};
pub use tokens::FixedToken;

/// The client id of [`HostileServer::client`].
pub const CLIENT_ID: &str = "hostile-client-id";

/// The client secret of [`HostileServer::client`].
pub const CLIENT_SECRET: &str = "hostile-client-secret";
