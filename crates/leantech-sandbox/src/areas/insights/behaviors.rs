//! Behaviour: spending by category, by merchant and by place.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use leantech_core::{DateOrTime, ExactDecimal};
use leantech_insights::types::{
    Behaviors, BehaviorsByCategory, BehaviorsByLocation, BehaviorsByMerchant, BehaviorsInsights,
    CategoryBehavior, InsightType, LocationBehavior, MerchantBehavior, Money,
};
use serde::Serialize;

use super::categories::texts;
use super::envelope::{Envelope, typed_result};
use super::figures::{count, midnight, money, quotient, ratio, with_currency};
use super::insight::Insight;
use super::months::{active, active_average, average, by_month, summed};
use super::view::{View, is_spending};
use crate::areas::data::history::Entry;

pub(super) struct BehavioralInsights;

impl Insight for BehavioralInsights {
    type Data = BehaviorsInsights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::Behaviors)
    }

    fn data(view: &View) -> BehaviorsInsights {
        let entries = view.entries(is_spending);
        BehaviorsInsights::new().behaviors(
            Behaviors::new()
                .by_category(by_category(view, &entries))
                .by_merchant(by_merchant(view, &entries))
                .by_location(by_location(view, &entries)),
        )
    }

    fn result(envelope: Envelope<BehaviorsInsights>) -> impl Serialize {
        typed_result!(BehaviorsResult, envelope)
    }
}

/// Transactions under the names that they have in common.
fn grouped<K: Ord>(
    entries: &[Entry],
    key: impl Fn(&Entry) -> Option<K>,
) -> BTreeMap<K, Vec<Entry>> {
    let mut groups: BTreeMap<K, Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        if let Some(key) = key(entry) {
            groups.entry(key).or_default().push(entry.clone());
        }
    }
    groups
}

/// What is reported for every group.
struct Figures {
    transaction_count: i64,
    total: Money,
    average: Money,
    a_month: ExactDecimal,
    an_active_month: ExactDecimal,
    average_monthly: i64,
    average_active: Money,
    first: Option<DateOrTime>,
    last: Option<DateOrTime>,
    active_months: i64,
}

fn figures(view: &View, entries: &[Entry]) -> Figures {
    let (amount, number) = summed(entries);
    let moved = by_month(&view.window, entries);
    // A time here, and a day in the obligations.
    let time = |day: NaiveDate| DateOrTime::from(midnight(day));
    Figures {
        transaction_count: count(number),
        total: money(amount),
        average: money(quotient(amount, number)),
        a_month: ratio(count(number), moved.len()),
        an_active_month: ratio(count(number), active(&moved)),
        average_monthly: average(&moved),
        average_active: money(active_average(&moved)),
        first: entries.first().map(|entry| time(entry.day)),
        last: entries.last().map(|entry| time(entry.day)),
        active_months: active(&moved),
    }
}

/// Puts the figures of a group into one of the documents' three types.
macro_rules! behavior {
    ($kind:ident, $figures:expr) => {{
        let figures = $figures;
        let mut behavior = $kind::new()
            .transaction_count(figures.transaction_count)
            .total_amount(figures.total)
            .average_transaction_amount(figures.average)
            .average_monthly_transactions(figures.a_month)
            .average_monthly_transactions_active(figures.an_active_month)
            .average_monthly_amount(with_currency(figures.average_monthly))
            .average_monthly_amount_active(figures.average_active)
            .active_months(figures.active_months);
        behavior.first_transaction_date = figures.first;
        behavior.last_transaction_date = figures.last;
        behavior
    }};
}

fn by_category(view: &View, entries: &[Entry]) -> BehaviorsByCategory {
    let groups = grouped(entries, |entry| Some(texts(entry)));
    let primary: BTreeSet<&str> = groups.keys().map(|(primary, _)| *primary).collect();
    let breakdown = groups.iter().map(|((primary, secondary), entries)| {
        let merchants = entries.iter().filter_map(|entry| entry.merchant);
        let merchants: BTreeSet<&str> = merchants.collect();
        behavior!(CategoryBehavior, figures(view, entries))
            .primary_category(*primary)
            .secondary_category(*secondary)
            .merchant_count(count(merchants.len()))
            .merchant_names(merchants.into_iter().map(String::from).collect::<Vec<_>>())
    });
    BehaviorsByCategory::new()
        .detected_primary_category_count(count(primary.len()))
        .detected_secondary_category_count(count(groups.len()))
        .transaction_count(count(entries.len()))
        .breakdown(breakdown.collect::<Vec<_>>())
}

fn by_merchant(view: &View, entries: &[Entry]) -> BehaviorsByMerchant {
    let groups = grouped(entries, |entry| entry.merchant);
    let breakdown = groups.iter().map(|(merchant, entries)| {
        behavior!(MerchantBehavior, figures(view, entries)).merchant_name(*merchant)
    });
    BehaviorsByMerchant::new()
        .detected_merchant_count(count(groups.len()))
        .transaction_count(count(groups.values().map(Vec::len).sum()))
        .breakdown(breakdown.collect::<Vec<_>>())
}

fn by_location(view: &View, entries: &[Entry]) -> BehaviorsByLocation {
    let groups = grouped(entries, place);
    let breakdown = groups.iter().map(|(location, entries)| {
        behavior!(LocationBehavior, figures(view, entries)).location(*location)
    });
    BehaviorsByLocation::new()
        .detected_location_count(count(groups.len()))
        .transaction_count(count(groups.values().map(Vec::len).sum()))
        .breakdown(breakdown.collect::<Vec<_>>())
}

/// Where a card was held to a reader; each made-up merchant has one shop.
fn place(entry: &Entry) -> Option<&'static str> {
    match entry.merchant? {
        "Example Grocer" | "Model Fuel Station" => Some("Riyadh"),
        "Sample Restaurant" => Some("Jeddah"),
        _ => None,
    }
}
