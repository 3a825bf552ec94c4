//! Credit obligations of version 2: loans, and cards whose spending is owed.

use leantech_insights::types::{
    ContributionFrequency, CountedAmount, CreditCardsBalance, CreditCardsBalanceNow,
    CreditObligationsMonth, CreditObligationsTotal, CreditObligationsV2Insights, InsightType,
};
use serde::Serialize;

use super::balances::Daily;
use super::envelope::{Envelope, typed_result};
use super::figures::{CURRENCY, count, midnight, money, quotient, with_currency};
use super::insight::Insight;
use super::months::{Month, months, summed, within};
use super::view::{View, is_repayment};
use crate::areas::data::history::{AccountHistory, Entry};

pub(super) struct CreditObligations;

impl Insight for CreditObligations {
    type Data = CreditObligationsV2Insights;

    fn kind(_: &View) -> Option<InsightType> {
        Some(InsightType::CreditsObligations)
    }

    fn data(view: &View) -> CreditObligationsV2Insights {
        let cards = view.cards().count();
        let flows = Flows {
            repayments: view.entries(is_repayment),
            card_repayments: view.card_entries(|entry| entry.is_credit),
            card_spending: view.card_entries(|entry| !entry.is_credit),
            balances: (cards > 0).then(|| Daily::of(view.cards(), &view.window)),
        };
        let months = months(&view.window).into_iter().rev();
        let mut now = CreditCardsBalanceNow::new();
        now.amount = flows.balances.as_ref().map(|it| with_currency(it.last()));
        let mut insights = CreditObligationsV2Insights::new()
            .current_credit_cards_balance(now)
            .number_of_credit_cards(count(cards))
            .total(total(view, &flows))
            .monthly_totals(months.map(|month| flows.month(&month)).collect::<Vec<_>>());
        // In Lean's older reference alone.
        insights.currency = view.is_by_reference.then(|| CURRENCY.into());
        insights
    }

    fn result(envelope: Envelope<CreditObligationsV2Insights>) -> impl Serialize {
        typed_result!(CreditObligationsV2Result, envelope)
    }
}

struct Flows {
    /// Of loans; nobody lends to the mock customers within their history.
    repayments: Vec<Entry>,
    card_repayments: Vec<Entry>,
    card_spending: Vec<Entry>,
    /// Nothing where there are no cards.
    balances: Option<Daily>,
}

fn counted((amount, number): (i64, usize)) -> CountedAmount {
    CountedAmount::new()
        .amount(with_currency(amount))
        .count(count(number))
}

fn total(view: &View, flows: &Flows) -> CreditObligationsTotal {
    let repayments = &flows.repayments;
    let amounts = || repayments.iter().map(|entry| entry.amount);
    let (sum, number) = summed(repayments);
    let available = view.cards().map(AccountHistory::available).sum();
    let mut total = CreditObligationsTotal::new()
        .loan_repayments(counted((sum, number)))
        .loan_received(counted((0, 0)))
        .credit_cards_repayments(counted(summed(&flows.card_repayments)))
        .credit_cards_spending(counted(summed(&flows.card_spending)))
        .credit_cards_balance(flows.balances.as_ref().map_or_else(
            CreditCardsBalance::default,
            |balances| {
                CreditCardsBalance::new()
                    .average_balance(with_currency(balances.average(&view.window)))
                    .initial_balance(money(balances.opening))
                    .current_balance(with_currency(balances.last()))
                    .available_balance(money(available))
                    .frequency_of_contributions(ContributionFrequency::Monthly)
            },
        ));
    total.minimum_loan_repayment = amounts().min().map(money);
    total.maximum_loan_repayment = amounts().max().map(money);
    total.average_loan_repayment = (number > 0).then(|| money(quotient(sum, number)));
    total.last_loan_repayment_date_time = repayments.last().map(|entry| midnight(entry.day));
    total
}

impl Flows {
    fn month(&self, month: &Month) -> CreditObligationsMonth {
        let of = |entries: &[Entry]| Some(counted(summed(within(entries, &month.days))));
        let mut credit_obligations_month = CreditObligationsMonth::new()
            .month(month.as_number())
            .year(month.year())
            .is_month_complete(month.is_complete)
            .loan_received(counted((0, 0)))
            .credit_cards_balance(self.balances.as_ref().map_or_else(
                CreditCardsBalance::default,
                |balances| {
                    CreditCardsBalance::new()
                        .average_balance(with_currency(balances.average(&month.days)))
                        .initial_balance(money(balances.before(*month.days.start())))
                },
            ));
        credit_obligations_month.loan_repayments = of(&self.repayments);
        credit_obligations_month.credit_cards_repayments = of(&self.card_repayments);
        credit_obligations_month.credit_cards_spending = of(&self.card_spending);
        credit_obligations_month
    }
}
