//! Insights agree to the halala with the transactions and balances that data v2 answers.

use std::collections::BTreeMap;

use chrono::Datelike;
use futures_util::TryStreamExt;
use leantech::data::types::{
    Account, AccountSubType, BalanceType, CreditDebitIndicator, Transaction, TransactionCategory,
    TransactionType,
};
use leantech::insights::types::{Cashflow, CashflowsMonth, ExpenseType, IncomeType, Money};
use leantech::{AccountId, Date, Decimal, EitherForm, EntityId, ExactDecimal};

use super::{BANKS, days_ago, enough, sum, value};
use crate::ground::Ground;

/// Everything of an entity that data v2 answers, from a day on.
struct Books {
    start: Date,
    entity: EntityId,
    /// Of all accounts.
    all: Vec<Transaction>,
    /// Of the accounts that hold no debts.
    cash: Vec<Transaction>,
    cash_accounts: Vec<AccountId>,
}

async fn books(ground: &Ground, bank: &str) -> Books {
    let (_, entity) = ground.connected_to(bank, bank, enough()).await;
    let start = days_ago(ground, 100);
    let accounts: Vec<Account> = ground
        .lean
        .data()
        .fetch_accounts()
        .entity_id(&entity)
        .stream()
        .try_collect()
        .await
        .unwrap();
    let owed = [AccountSubType::Credit, AccountSubType::ChargeCard];
    let is_cash = |account: &&Account| {
        let kind = account.account_sub_type.as_ref().unwrap();
        assert!(!kind.is_unknown(), "{kind}");
        !owed.contains(kind)
    };
    let cash_accounts: Vec<AccountId> = accounts
        .iter()
        .filter(is_cash)
        .map(|account| account.account_id.clone())
        .collect();
    let mut all = Vec::new();
    for account in &accounts {
        let call = ground.lean.data().fetch_transactions(&account.account_id);
        let call = call.entity_id(&entity).insights(true).start_date(start);
        let of_account = call.stream().try_collect::<Vec<_>>();
        all.extend(of_account.await.unwrap());
    }
    let is_of_cash = |it: &&Transaction| cash_accounts.contains(it.account_id.as_ref().unwrap());
    let cash = all.iter().filter(is_of_cash).cloned().collect();
    Books {
        start,
        entity,
        all,
        cash,
        cash_accounts,
    }
}

fn is_credit(it: &Transaction) -> bool {
    *it.credit_debit_indicator.as_ref().unwrap() == CreditDebitIndicator::Credit
}

fn is_spending(it: &Transaction) -> bool {
    !is_credit(it) && *it.transaction_type.as_ref().unwrap() != TransactionType::SameBankTransfer
}

fn category(it: &Transaction) -> String {
    let insights = it.insights.as_ref().unwrap();
    insights.category.as_ref().unwrap().to_string()
}

fn is_salary(it: &Transaction) -> bool {
    category(it) == TransactionCategory::SalaryAndRevenue.to_string()
}

fn month(it: &Transaction) -> (i64, i64) {
    let day = it.booking_date_time.as_ref().unwrap().utc();
    (day.year().into(), day.month().into())
}

/// A bare number. Insights write none with zeros at its end.
fn bare(amount: Option<&EitherForm<ExactDecimal, Money>>) -> Decimal {
    let number = amount.unwrap().first().unwrap().clone();
    let value = Decimal::from(number.clone());
    assert_eq!(number.to_string(), value.normalize().to_string());
    value
}

fn object(amount: Option<&EitherForm<ExactDecimal, Money>>) -> Decimal {
    value(amount.unwrap().second().unwrap())
}

fn flow(flows: Option<&Vec<Cashflow>>) -> Decimal {
    object(flows.unwrap()[0].amount.as_ref())
}

#[tokio::test]
async fn income_is_the_salaries_among_the_transactions_and_what_else_was_earned() {
    let ground = Ground::new().await;
    for bank in BANKS {
        let books = books(&ground, bank).await;
        let call = ground.lean.insights().verify_income_v2();
        let call = call.entity_id(&books.entity).start_date(books.start);
        let income = call.income_type(IncomeType::Salary).send().await.unwrap();
        assert_eq!(income.non_salary, None, "it was not asked for");
        let salary = income.salary.unwrap();
        let total = salary.total.unwrap();
        assert_eq!(bare(total.amount.as_ref()), sum(&books.all, is_salary));
        let mut ids = salary.transactions.unwrap();
        ids.sort_by_key(|it| it.transaction_id.clone());
        let mut expected: Vec<_> = books.all.iter().filter(|it| is_salary(it)).collect();
        expected.sort_by_key(|it| it.transaction_id.clone());
        assert_eq!(ids.len(), expected.len());
        for (its, expected) in ids.iter().zip(expected) {
            assert_eq!(its.transaction_id.as_ref(), Some(&expected.transaction_id));
            assert_eq!(its.account_id, expected.account_id);
            let amount = expected.amount.as_ref().unwrap().amount.clone();
            assert_eq!(bare(its.amount.as_ref()), Decimal::from(amount));
        }
        for its in salary.monthly_totals.unwrap() {
            let when = (its.year.unwrap(), *its.month.unwrap().first().unwrap());
            let in_it = sum(&books.all, |it| is_salary(it) && month(it) == when);
            assert_eq!(bare(its.amount.as_ref()), in_it, "{when:?}");
        }
    }
}

/// Every transaction names a card; one that was made without has none of the schemes.
fn is_with_card(transaction: &Transaction) -> bool {
    let card = transaction.card_instrument.as_ref();
    let scheme = card.and_then(|card| card.card_scheme_name.as_ref());
    scheme.is_some_and(|scheme| scheme.as_str() != "UNSUPPORTED")
}

#[tokio::test]
async fn expenses_are_what_went_out_and_not_to_another_account_of_the_customer() {
    let ground = Ground::new().await;
    for bank in BANKS {
        let books = books(&ground, bank).await;
        for (kind, is_card) in [(ExpenseType::All, false), (ExpenseType::Card, true)] {
            let counts = |it: &Transaction| is_spending(it) && (!is_card || is_with_card(it));
            let call = ground.lean.insights().get_expenses_v2().expense_type(kind);
            let call = call.entity_id(&books.entity).start_date(books.start);
            let expenses = call.send().await.unwrap();
            let total = expenses.total.unwrap();
            assert_eq!(bare(total.amount.as_ref()), sum(&books.all, counts));
            assert!(total.count.unwrap() > 20);
            let mut categories = BTreeMap::new();
            for one in total.breakdown.unwrap()[0].breakdowns.clone().unwrap() {
                let word = one.category.unwrap().to_string();
                categories.insert(word, bare(one.amount.as_ref()));
            }
            for (word, amount) in &categories {
                let in_it = sum(&books.all, |it| counts(it) && category(it) == *word);
                assert_eq!(*amount, in_it, "{word}");
            }
            let all: Decimal = categories.values().sum();
            assert_eq!(all, bare(total.amount.as_ref()));
            for its in expenses.monthly_totals.unwrap() {
                let when = (its.year.unwrap(), *its.month.unwrap().first().unwrap());
                let in_it = sum(&books.all, |it| counts(it) && month(it) == when);
                assert_eq!(bare(its.amount.as_ref()), in_it, "{when:?}");
            }
        }
    }
}

#[tokio::test]
async fn cashflows_lead_from_the_first_balance_to_the_one_of_data() {
    let ground = Ground::new().await;
    for bank in BANKS {
        let books = books(&ground, bank).await;
        let (inward, outward) = (
            sum(&books.cash, is_credit),
            sum(&books.cash, |it| !is_credit(it)),
        );
        let insights = ground.lean.insights();
        let call = insights.get_cashflows_v2().entity_id(&books.entity);
        let cashflows = call.start_date(books.start).send().await.unwrap();
        let total = cashflows.total.unwrap();
        assert_eq!(flow(total.inwards.as_ref()), inward);
        assert_eq!(flow(total.outwards.as_ref()), outward);
        let net = value(&total.net.unwrap().overall_amount.unwrap());
        assert_eq!(net, inward - outward);
        cashflows
            .monthly_totals
            .unwrap()
            .iter()
            .for_each(|its| agrees(its, &books));

        let call = insights.get_balances_v2().entity_id(&books.entity);
        let balances = call.start_date(books.start).send().await.unwrap();
        let total = balances.total.unwrap();
        let now = object(total.current_balance.as_ref());
        assert_eq!(
            now,
            now_at_the_bank(&ground, &books, BalanceType::InterimBooked).await
        );
        let available = now_at_the_bank(&ground, &books, BalanceType::InterimAvailable).await;
        assert_eq!(value(&total.available_balance.unwrap()), available);
        let first = value(&total.initial_balance.unwrap());
        assert_eq!(first + inward - outward, now);

        let call = insights
            .get_freelancers_cashflows_v2()
            .entity_id(&books.entity);
        let freelancer = call.start_date(books.start).send().await.unwrap();
        let total = freelancer.total.unwrap();
        let (inflows, outflows) = (total.inflows.unwrap(), total.outflows.unwrap());
        assert_eq!(value(&inflows.total_amount.unwrap()), inward);
        assert_eq!(value(&outflows.total_amount.unwrap()), outward);
        assert_eq!(value(&total.current_balance_amount.unwrap()), now);
    }
}

fn agrees(its: &CashflowsMonth, books: &Books) {
    let when = (
        its.year.unwrap(),
        *its.month.as_ref().unwrap().first().unwrap(),
    );
    let within = |credit| {
        sum(&books.cash, |it| {
            month(it) == when && is_credit(it) == credit
        })
    };
    assert_eq!(flow(its.inwards.as_ref()), within(true), "{when:?}");
    assert_eq!(flow(its.outwards.as_ref()), within(false), "{when:?}");
}

/// What data v2 says is on the accounts that hold no debts.
async fn now_at_the_bank(ground: &Ground, books: &Books, of: BalanceType) -> Decimal {
    let mut all = Decimal::ZERO;
    for account in &books.cash_accounts {
        let balance = ground.lean.newest_balance(&books.entity, account, &of);
        let balance = balance.await.unwrap().unwrap();
        assert_eq!(
            balance.credit_debit_indicator.unwrap(),
            CreditDebitIndicator::Credit
        );
        all += Decimal::from(balance.amount.unwrap().amount);
    }
    all
}

#[tokio::test]
async fn obligations_of_both_versions_are_the_payments_among_the_transactions() {
    let ground = Ground::new().await;
    let books = books(&ground, BANKS[0]).await;
    let is_loan = |it: &Transaction| {
        !is_credit(it) && category(it) == TransactionCategory::LoansAndInvestment.to_string()
    };
    let repaid = sum(&books.all, is_loan);
    assert!(repaid > Decimal::ZERO);
    let insights = ground.lean.insights();

    let call = insights
        .get_credit_obligations_v2()
        .entity_id(&books.entity);
    let credit = call.start_date(books.start).send().await.unwrap();
    let total = credit.total.unwrap();
    assert_eq!(
        object(total.loan_repayments.unwrap().amount.as_ref()),
        repaid
    );
    let on_cards = |it: &Transaction| !books.cash.contains(it);
    let spent = sum(&books.all, |it| on_cards(it) && !is_credit(it));
    let spending = total.credit_cards_spending.unwrap();
    assert_eq!(object(spending.amount.as_ref()), spent);

    let call = insights
        .get_credit_obligations_v3()
        .entity_id(&books.entity);
    let credit = call.start_date(books.start).send().await.unwrap();
    let credit = credit.credit_obligations;
    let overall = credit.unwrap().repayments.unwrap().overall.unwrap();
    assert_eq!(value(&overall.total_amount.unwrap()), repaid);
    assert_eq!(overall.lender_organizations.unwrap(), ["Sample Pay Later"]);

    let call = insights
        .get_non_credit_obligations_v2()
        .entity_id(&books.entity);
    let other = call.start_date(books.start).send().await.unwrap();
    let total = other.total.unwrap();
    for one in total.breakdown.unwrap()[0].breakdowns.clone().unwrap() {
        let name = one.transaction_name.as_ref();
        let of_name = sum(&books.all, |it| it.transaction_information.as_ref() == name);
        assert_eq!(object(one.amount.as_ref()), of_name, "{name:?}");
    }
}

#[tokio::test]
async fn behaviour_counts_the_same_spending() {
    let ground = Ground::new().await;
    let books = books(&ground, BANKS[1]).await;
    let call = ground.lean.insights().get_behavioral_insights_v3();
    let call = call.entity_id(&books.entity).start_date(books.start);
    let behaviors = call.send().await.unwrap();
    let by_category = behaviors.behaviors.unwrap().by_category.unwrap();
    let amounts = by_category.breakdown.unwrap().into_iter();
    let all: Decimal = amounts.map(|it| value(&it.total_amount.unwrap())).sum();
    assert_eq!(all, sum(&books.all, is_spending));
}
