//! Credit obligations of version 2: loans, and cards whose spending is owed.

use leantech_insights::types::{
    ContributionFrequency, CountedAmount, CreditCardsBalance, CreditCardsBalanceNow,
    CreditObligationsMonth, CreditObligationsTotal, CreditObligationsV2Insights, InsightType,
};
use serde::Serialize;

use super::Insight;
use super::balances::Daily;
use super::envelope::{Envelope, typed_result};
use super::figures::{CURRENCY, count, midnight, money, quotient, with_currency};
use super::months::{Month, months, summed, within};
use super::view::{View, is_repayment};
use crate::data::history::{AccountHistory, Entry};

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
        CreditObligationsV2Insights {
            // In Lean's older reference alone.
            currency: view.is_by_reference.then(|| CURRENCY.into()),
            current_credit_cards_balance: Some(CreditCardsBalanceNow {
                amount: flows.balances.as_ref().map(|it| with_currency(it.last())),
            }),
            number_of_credit_cards: Some(count(cards)),
            total: Some(total(view, &flows)),
            monthly_totals: Some(months.map(|month| flows.month(&month)).collect()),
        }
    }

    fn result(envelope: Envelope<CreditObligationsV2Insights>) -> impl Serialize {
        typed_result!(CreditObligationsV2Result, envelope, data, refreshed_at)
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
    CountedAmount {
        amount: Some(with_currency(amount)),
        count: Some(count(number)),
    }
}

fn total(view: &View, flows: &Flows) -> CreditObligationsTotal {
    let repayments = &flows.repayments;
    let amounts = || repayments.iter().map(|entry| entry.amount);
    let (sum, number) = summed(repayments);
    let available = view.cards().map(AccountHistory::available).sum();
    CreditObligationsTotal {
        loan_repayments: Some(counted((sum, number))),
        minimum_loan_repayment: amounts().min().map(money),
        maximum_loan_repayment: amounts().max().map(money),
        average_loan_repayment: (number > 0).then(|| money(quotient(sum, number))),
        last_loan_repayment_date_time: repayments.last().map(|entry| midnight(entry.day)),
        loan_received: Some(counted((0, 0))),
        minimum_loan_received: None,
        maximum_loan_received: None,
        average_loan_received: None,
        last_loan_received_date_time: None,
        credit_cards_repayments: Some(counted(summed(&flows.card_repayments))),
        credit_cards_spending: Some(counted(summed(&flows.card_spending))),
        credit_cards_balance: Some(flows.balances.as_ref().map_or_else(
            CreditCardsBalance::default,
            |balances| CreditCardsBalance {
                average_balance: Some(with_currency(balances.average(&view.window))),
                initial_balance: Some(money(balances.opening)),
                current_balance: Some(with_currency(balances.last())),
                available_balance: Some(money(available)),
                frequency_of_contributions: Some(ContributionFrequency::Monthly.into()),
            },
        )),
    }
}

impl Flows {
    fn month(&self, month: &Month) -> CreditObligationsMonth {
        let of = |entries: &[Entry]| Some(counted(summed(within(entries, &month.days))));
        CreditObligationsMonth {
            month: Some(month.as_number()),
            year: Some(month.year()),
            is_month_complete: Some(month.is_complete),
            loan_repayments: of(&self.repayments),
            loan_received: Some(counted((0, 0))),
            credit_cards_repayments: of(&self.card_repayments),
            credit_cards_spending: of(&self.card_spending),
            credit_cards_balance: Some(self.balances.as_ref().map_or_else(
                CreditCardsBalance::default,
                |balances| CreditCardsBalance {
                    average_balance: Some(with_currency(balances.average(&month.days))),
                    initial_balance: Some(money(balances.before(*month.days.start()))),
                    ..CreditCardsBalance::default()
                },
            )),
        }
    }
}
