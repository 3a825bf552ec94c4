//! The movements of an account, day by day, and what was left after each.

use chrono::{Datelike, NaiveDate};

use super::persona::{AccountFacts, Persona};
use super::random::Random;
use super::templates::{self, HowMuch, Template, When};

/// One movement of money.
#[derive(Debug, Clone)]
pub(crate) struct Movement {
    pub(crate) template: &'static Template,
    pub(crate) day: NaiveDate,
    /// The place among the movements of its day.
    pub(crate) index: u32,
    /// In halalas, never negative.
    pub(crate) amount: i64,
    /// What was on the account afterwards, in halalas; what is owed is negative.
    pub(crate) balance: i64,
    /// A stream of chance for the rest of its details.
    pub(crate) details: Random,
}

/// An account's movements from a day to another, the oldest first.
///
/// What happens on a day depends on the account and the day alone, so a later look at the same
/// days sees the same movements, with more behind them.
pub(crate) fn movements(
    persona: &Persona,
    account: &AccountFacts,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Movement> {
    /// The topic of movements; each kind of account has its own.
    const MOVEMENTS: u64 = 100;
    let mut movements = Vec::new();
    let mut balance = templates::opening_balance(account.kind);
    for day in from.iter_days().take_while(|day| *day <= to) {
        let number = u64::from(day.num_days_from_ce().unsigned_abs());
        let mut random = persona.stream(MOVEMENTS + account.kind as u64, number);
        let mut index = 0;
        for template in templates::of(account.kind) {
            let (does_happen, draw, details) = (
                happens(template, day, &mut random),
                random.next(),
                random.next(),
            );
            if !does_happen {
                continue;
            }
            let amount = match template.how_much {
                HowMuch::Exactly(amount) => amount,
                HowMuch::Between(low, high) => low + draw % (high - low + 1),
                HowMuch::Owed => balance.min(0).unsigned_abs(),
            };
            let amount = i64::try_from(amount).unwrap_or(i64::MAX);
            let after = if template.is_credit {
                balance + amount
            } else {
                balance - amount
            };
            // Nothing is spent that is not there, and nothing repaid that is not owed.
            if amount == 0 || (after < 0 && !account.kind.is_owed()) {
                continue;
            }
            balance = after;
            movements.push(Movement {
                template,
                day,
                index,
                amount,
                balance,
                details: Random::stream(details, &[]),
            });
            index += 1;
        }
    }
    movements
}

fn happens(template: &Template, day: NaiveDate, random: &mut Random) -> bool {
    match template.when {
        When::MonthDay(wanted) => day.day() == wanted.min(last_day(day)),
        When::Chance(percent) => random.chance(percent),
    }
}

/// The last day of a day's month: what falls on the 30th happens on the 28th of February.
fn last_day(day: NaiveDate) -> u32 {
    u32::from(day.num_days_in_month())
}

/// What is on the account now.
pub(crate) fn balance(account: &AccountFacts, movements: &[Movement]) -> i64 {
    movements.last().map_or_else(
        || templates::opening_balance(account.kind),
        |movement| movement.balance,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::persona::AccountKind;

    fn history(kind: AccountKind, to: &str) -> Vec<Movement> {
        let persona = Persona::of(1, "LEA1_SAMAOB_SAU", 0);
        let (from, to) = ("2026-01-01".parse(), to.parse());
        let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
        movements(&persona, &persona.account(kind), from, to)
    }

    #[test]
    fn a_longer_history_begins_with_the_shorter_one() {
        let (short, long) = (
            history(AccountKind::Current, "2026-03-31"),
            history(AccountKind::Current, "2026-06-30"),
        );
        assert!(short.len() < long.len());
        assert!(
            short
                .iter()
                .zip(&long)
                .all(|(a, b)| a.balance == b.balance && a.day == b.day)
        );
    }

    #[test]
    fn every_balance_follows_from_the_one_before() {
        for kind in AccountKind::ALL {
            let mut balance = templates::opening_balance(kind);
            for movement in history(kind, "2026-06-30") {
                balance += if movement.template.is_credit {
                    movement.amount
                } else {
                    -movement.amount
                };
                assert_eq!(balance, movement.balance);
                assert!(movement.amount > 0);
                assert!(kind.is_owed() || balance >= 0, "{kind:?}");
            }
        }
    }

    #[test]
    fn six_months_of_a_current_account_hold_six_salaries_and_much_shopping() {
        let movements = history(AccountKind::Current, "2026-06-30");
        let salaries = movements
            .iter()
            .filter(|it| it.template.text.starts_with("SALARY"))
            .count();
        assert_eq!(salaries, 6);
        assert!(movements.len() > 120, "{}", movements.len());
    }
}
