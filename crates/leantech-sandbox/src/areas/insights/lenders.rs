//! Credit obligations of version 3: who is paid back, and who lent.

use std::collections::BTreeMap;

use leantech_core::DateOrTime;
use leantech_insights::types::{
    CreditDisbursements, CreditObligations, CreditObligationsV3Insights, CreditOverall,
    CreditRepayments, CreditType, InsightType, LenderCredit,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::figures::{count, money, ratio, with_currency};
use super::insight::Insight;
use super::months::{active, active_average, average, by_month, summed};
use super::view::{View, is_repayment};
use crate::areas::data::history::Entry;

pub(super) struct Lenders;

impl Insight for Lenders {
    type Data = CreditObligationsV3Insights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::CreditObligations)
    }

    fn data(view: &View) -> CreditObligationsV3Insights {
        let repayments = by_lender(view.entries(is_repayment));
        // Nobody lends to the mock customers within their history.
        let disbursements = BTreeMap::new();
        CreditObligationsV3Insights::new().credit_obligations(
            CreditObligations::new()
                .repayments(
                    CreditRepayments::new()
                        .overall(overall(view, &repayments))
                        .breakdown(breakdown(view, &repayments)),
                )
                .disbursements(
                    CreditDisbursements::new()
                        .overall(overall(view, &disbursements))
                        .breakdown(breakdown(view, &disbursements)),
                ),
        )
    }

    fn result(envelope: Envelope<CreditObligationsV3Insights>) -> impl Serialize {
        typed_result!(CreditObligationsV3Result, envelope)
    }
}

type ByLender = BTreeMap<&'static str, Vec<Entry>>;

/// Repayments by the lender, whose name stands behind the first two words.
fn by_lender(entries: Vec<Entry>) -> ByLender {
    let mut lenders = ByLender::new();
    for entry in entries {
        let text = entry.plain_text();
        let lender = text.split_once(' ').map_or(text, |(_, lender)| lender);
        lenders.entry(lender).or_default().push(entry);
    }
    lenders
}

fn overall(view: &View, lenders: &ByLender) -> CreditOverall {
    let entries: Vec<Entry> = lenders.values().flatten().cloned().collect();
    let (amount, number) = summed(&entries);
    let moved = by_month(&view.window, &entries);
    CreditOverall::new()
        .transaction_count(count(number))
        .total_amount(money(amount))
        .average_monthly_amount(with_currency(average(&moved)))
        .average_monthly_amount_active(money(active_average(&moved)))
        .average_monthly_transactions(ratio(count(number), moved.len()))
        .active_months(active(&moved))
        .lender_count(count(lenders.len()))
        .lender_organizations(
            lenders
                .keys()
                .map(|name| (*name).into())
                .collect::<Vec<_>>(),
        )
}

fn breakdown(view: &View, lenders: &ByLender) -> Vec<LenderCredit> {
    let one = |(name, entries): (&&str, &Vec<Entry>)| {
        let (amount, number) = summed(entries);
        let moved = by_month(&view.window, entries);
        // A day here, and a time in the behaviour.
        let day = |entry: &Entry| DateOrTime::from(entry.day);
        let mut credit = LenderCredit::new()
            .lender_name(*name)
            .credit_type(CreditType::Bnpl)
            .transaction_count(count(number))
            .total_amount(money(amount))
            .average_monthly_amount(with_currency(average(&moved)))
            .average_monthly_amount_active(money(active_average(&moved)))
            .active_months(active(&moved));
        credit.first_transaction_date = entries.first().map(day);
        credit.last_transaction_date = entries.last().map(day);
        credit
    };
    lenders.iter().map(one).collect()
}
