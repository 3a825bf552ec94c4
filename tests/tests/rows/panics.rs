//! Row T26 of the reliability table: code of the caller's that panics wherever it is called.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use leantech::{
    AttemptEvent, CallEvent, Client, Clock, Error, Observer, RenewalEvent, Scope, Secret, Token,
    TokenCache, TokenFuture, TokenSource, Wait,
};
use leantech_tests::hostile::{
    BANKS, Behaviour, CUSTOMER, CUSTOMERS, FakeFetch, HostileServer, LIMIT, Reply, create_customer,
    list_banks, within,
};
use tokio::time::Instant;

/// Panics from its n-th use of one hook on, for so many times.
#[derive(Debug)]
struct Fuse {
    hook: &'static str,
    left: AtomicUsize,
}

impl Fuse {
    fn at(hook: &'static str, times: usize) -> Arc<Self> {
        Arc::new(Self {
            hook,
            left: AtomicUsize::new(times),
        })
    }

    fn pass(&self, hook: &str) {
        let take = |left: usize| left.checked_sub(1);
        if hook == self.hook
            && self
                .left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, take)
                .is_ok()
        {
            panic!("{hook} panics as it was told to");
        }
    }

    fn is_burnt(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }
}

impl Observer for Fuse {
    fn attempt(&self, _: &AttemptEvent) {
        self.pass("attempt");
    }

    fn call(&self, _: &CallEvent<'_>) {
        self.pass("call");
    }

    fn renewal(&self, _: &RenewalEvent) {
        self.pass("renewal");
    }
}

impl Clock for Fuse {
    fn now(&self) -> Instant {
        self.pass("now");
        Instant::now()
    }

    fn sleep_until(&self, at: Instant) -> Wait {
        self.pass("sleep_until");
        let is_in_wait = self.hook == "wait" && !self.is_burnt();
        if is_in_wait {
            self.left.fetch_sub(1, Ordering::SeqCst);
        }
        Box::pin(async move {
            assert!(!is_in_wait, "the wait panics as it was told to");
            tokio::time::sleep_until(at).await;
        })
    }

    fn wall(&self) -> SystemTime {
        self.pass("wall");
        SystemTime::now()
    }
}

/// A source of a token that panics in each of its methods.
impl TokenSource for Fuse {
    fn cached(&self, _: &Scope) -> Option<Token> {
        self.pass("cached");
        None
    }

    fn token<'a>(&'a self, _: &'a Scope) -> TokenFuture<'a> {
        self.pass("token");
        Box::pin(async {
            self.pass("awaited");
            Token::new(Secret::from("made-up"), None).map_err(Error::token)
        })
    }

    fn token_for<'a>(&'a self, scope: &'a Scope, _: Duration) -> TokenFuture<'a> {
        self.pass("token_for");
        self.token(scope)
    }

    fn refuse(&self, _: &Scope, _: &Token) {
        self.pass("refuse");
    }
}

fn server() -> HostileServer {
    let server = HostileServer::start();
    server.on("GET", BANKS, [Reply::json(200, "[]")]);
    server.on("POST", CUSTOMERS, [Reply::json(200, CUSTOMER)]);
    server
}

#[tokio::test]
async fn t26_observer_that_panics_costs_neither_a_token_nor_an_outcome() {
    within(LIMIT, async {
        for hook in ["attempt", "call", "renewal"] {
            let (server, fuse) = (server(), Fuse::at(hook, 1));
            let lean = server.client().observer(fuse.clone()).build().unwrap();
            create_customer(&lean).await.unwrap();
            assert!(fuse.is_burnt(), "{hook}");
            list_banks(&lean).await.unwrap();
            assert_eq!(server.token_requests(), 1, "{hook}");
            assert_eq!(server.count("POST", CUSTOMERS), 1, "{hook}");
        }
    })
    .await;
}

#[tokio::test]
async fn t26_observer_that_panics_at_a_failure_costs_no_outcome() {
    within(LIMIT, async {
        for hook in ["attempt", "call"] {
            let (server, fuse) = (server(), Fuse::at(hook, usize::MAX));
            server.on("POST", CUSTOMERS, [Reply::status(500)]);
            let lean = server.client_with_token().observer(fuse);
            let error = create_customer(&lean.build().unwrap()).await.unwrap_err();
            assert!(error.is_outcome_unknown(), "{hook}: {error}");
        }
    })
    .await;
}

#[tokio::test]
async fn t26_clock_that_panics_costs_neither_a_token_nor_an_outcome() {
    within(LIMIT, async {
        for hook in ["now", "sleep_until", "wait", "wall"] {
            // Whenever it is called: now in the call, now in the fetch, now when a token is stored.
            for times in [1, 5, usize::MAX] {
                let (server, fuse) = (server(), Fuse::at(hook, times));
                let lean = server.client().clock(fuse).build().unwrap();
                create_customer(&lean).await.unwrap();
                list_banks(&lean).await.unwrap();
                assert_eq!(server.token_requests(), 1, "{hook}");
                assert_eq!(server.count("POST", CUSTOMERS), 1, "{hook}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn t26_source_that_panics_is_an_error_and_the_next_call_works() {
    within(LIMIT, async {
        let lean = |server: &HostileServer, fuse: &Arc<Fuse>| -> Client {
            let lean = server.client().token_source(fuse.clone());
            lean.build().unwrap()
        };
        for hook in ["token", "awaited"] {
            let (server, fuse) = (server(), Fuse::at(hook, 1));
            let lean = lean(&server, &fuse);
            let error = create_customer(&lean).await.unwrap_err();
            assert!(error.is_token(), "{hook}: {error}");
            assert!(fuse.is_burnt(), "{hook}");
            create_customer(&lean).await.unwrap();
            assert_eq!(server.count("POST", CUSTOMERS), 1, "{hook}");
        }
        for hook in ["token_for", "token", "awaited"] {
            let (server, fuse) = (server(), Fuse::at(hook, 1));
            let lean = lean(&server, &fuse);
            let id = "c".parse().unwrap();
            let error = lean.customer_token(&id).await.unwrap_err();
            assert!(error.is_token(), "{hook}: {error}");
            lean.customer_token(&id).await.unwrap();
        }
        // What it has cached, and what it hears of a refusal, is not needed.
        let (healthy, fuse) = (server(), Fuse::at("cached", 1));
        create_customer(&lean(&healthy, &fuse)).await.unwrap();
        assert!(fuse.is_burnt());
        let (refusing, fuse) = (server(), Fuse::at("refuse", 1));
        refusing.on("POST", CUSTOMERS, [Reply::status(401)]);
        let error = create_customer(&lean(&refusing, &fuse)).await.unwrap_err();
        assert!(error.is_unauthorized() && fuse.is_burnt(), "{error}");
    })
    .await;
}

#[tokio::test]
async fn t26_fetch_that_panics_keeps_the_old_token() {
    within(LIMIT, async {
        let fetch = FakeFetch::new(Behaviour::token(5));
        let cache = TokenCache::builder(fetch.clone()).build();
        let token = cache.token(&Scope::Api).await.unwrap();
        fetch.now(Behaviour::Panics);
        // A token of five seconds is in its renewal window at once.
        let again = cache.token(&Scope::Api).await.unwrap();
        while fetch.count() < 2 {
            tokio::task::yield_now().await;
        }
        tokio::task::yield_now().await;
        let last = cache.token(&Scope::Api).await.unwrap();
        assert!(again.is_same(&token) && last.is_same(&token));
    })
    .await;
}
