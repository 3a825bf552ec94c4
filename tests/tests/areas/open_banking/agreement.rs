//! What the standard's own words say is what data v2 says of the same entity.

use futures_util::TryStreamExt;
use leantech::data::types::{Amount, CreditDebitIndicator};
use leantech::open_banking::types::{CreditDebit, Money};
use leantech::{AccountId, Decimal, EntityId};

use super::ALL;
use crate::ground::Ground;

/// Facts as data v2 and as the standard say them.
type Facts = Vec<[String; 2]>;

/// The rows of both calls, side by side.
macro_rules! both {
    ($one:expr, $other:expr) => {{
        let one: Vec<_> = $one.stream().try_collect().await.unwrap();
        let other: Vec<_> = $other.stream().try_collect().await.unwrap();
        assert_eq!(one.len(), other.len());
        one.into_iter().zip(other)
    }};
}

fn shown<T: std::fmt::Display>(value: Option<T>) -> String {
    value.unwrap().to_string()
}

/// Both amounts with all their digits.
fn amounts(one: Option<Amount>, other: Option<Money>) -> [String; 2] {
    let (one, other) = (one.unwrap(), other.unwrap());
    let exact = |amount: Decimal| format!("{} {}", amount.mantissa(), amount.scale());
    [
        format!("{} {:?}", exact(one.amount.decimal()), one.currency),
        format!(
            "{} {:?}",
            exact(other.amount.unwrap().decimal()),
            other.currency
        ),
    ]
}

/// `CLOSING_BOOKED` and `KSAOB.ClosingBooked` are one word.
fn squashed(word: &str) -> String {
    word.trim_start_matches("KSAOB.")
        .replace('_', "")
        .to_lowercase()
}

async fn of_accounts(ground: &Ground, entity: &EntityId, facts: &mut Facts) -> Vec<AccountId> {
    let accounts = both!(
        ground.lean.data().fetch_accounts().entity_id(entity),
        ground
            .lean
            .open_banking()
            .get_accounts_v1()
            .entity_id(entity)
    );
    let mut ids = Vec::new();
    for (one, other) in accounts {
        let number = one.account.unwrap()[0].identification.clone();
        let name = other.account_identifiers.unwrap()[0].identification.clone();
        facts.push([
            format!("{:?} {:?} {number:?}", one.entity_id, one.currency),
            format!("{:?} {:?} {name:?}", other.entity_id, other.currency),
        ]);
        facts.push([one.account_id.to_string(), shown(other.account_id)]);
        facts.push([shown(one.nickname), shown(other.nickname)]);
        facts.push([shown(one.opening_date), {
            let opened = other.opening_date.unwrap().to_string();
            opened.trim_end_matches("T00:00:00Z").to_owned()
        }]);
        ids.push(one.account_id);
    }
    ids
}

async fn of_money(ground: &Ground, entity: &EntityId, account: &AccountId, facts: &mut Facts) {
    let (data, standard) = (ground.lean.data(), ground.lean.open_banking());
    let balances = both!(
        data.fetch_balances(account).entity_id(entity),
        standard.get_account_balances_v1(account).entity_id(entity)
    );
    for (one, other) in balances {
        facts.push(amounts(one.amount, other.amount));
        facts.push([shown(one.date_time), shown(other.date_time)]);
        let (one, other) = (shown(one.type_), shown(other.type_));
        facts.push([squashed(&one), squashed(&other)]);
    }
    let transactions = both!(
        data.fetch_transactions(account).entity_id(entity),
        standard
            .get_account_transactions_v1(account)
            .entity_id(entity)
    );
    for (one, other) in transactions {
        facts.push(amounts(one.amount, other.amount));
        facts.push(amounts(
            one.balance.unwrap().amount,
            other.balance.unwrap().amount,
        ));
        facts.push([one.transaction_id, shown(other.transaction_id)]);
        facts.push([shown(one.booking_date_time), shown(other.booking_date_time)]);
        let is_credit = one.credit_debit_indicator == Some(CreditDebitIndicator::Credit);
        let says_so = other.credit_debit_indicator == Some(CreditDebit::KsaobCredit);
        facts.push([is_credit.to_string(), says_so.to_string()]);
    }
}

async fn of_orders(ground: &Ground, entity: &EntityId, account: &AccountId, facts: &mut Facts) {
    let (data, standard) = (ground.lean.data(), ground.lean.open_banking());
    macro_rules! of_account {
        ($one:ident, $other:ident) => {
            both!(
                data.$one(account).entity_id(entity),
                standard.$other(account).entity_id(entity)
            )
        };
    }
    for (one, other) in of_account!(fetch_beneficiaries, get_account_beneficiaries_v1) {
        facts.push([shown(one.beneficiary_id), shown(other.beneficiary_id)]);
        let account = other.creditor_account.unwrap()[0].identification.clone();
        facts.push([
            shown(one.creditor_account.unwrap().identification),
            shown(account),
        ]);
    }
    for (one, other) in of_account!(fetch_direct_debits, get_account_direct_debits_v1) {
        facts.push([shown(one.direct_debit_id), shown(other.direct_debit_id)]);
        let (one, other) = (one.previous_payment_amount, other.previous_payment_amount);
        facts.push(amounts(one, other));
    }
    for (one, other) in of_account!(fetch_scheduled_payments, get_account_scheduled_payments_v1) {
        let ids = (one.scheduled_payment_id, other.scheduled_payment_id);
        facts.push([shown(ids.0), shown(ids.1)]);
        facts.push(amounts(one.instructed_amount, other.instructed_amount));
        facts.push([
            shown(one.scheduled_payment_date_time),
            shown(other.scheduled_payment_date_time),
        ]);
    }
    for (one, other) in of_account!(get_standing_orders, get_account_standing_orders_v1) {
        facts.push([shown(one.standing_order_id), shown(other.standing_order_id)]);
        facts.push(amounts(one.next_payment_amount, other.next_payment_amount));
        facts.push([
            shown(one.next_payment_date_time),
            shown(other.next_payment_date_time),
        ]);
    }
    for (one, other) in of_account!(fetch_all_identities, get_account_parties_v1) {
        facts.push([shown(one.party_id), shown(other.party_id)]);
    }
}

async fn of_people(ground: &Ground, entity: &EntityId, facts: &mut Facts) {
    let people = both!(
        ground
            .lean
            .data()
            .fetch_current_identity()
            .entity_id(entity),
        ground
            .lean
            .open_banking()
            .get_parties_v1()
            .entity_id(entity)
    );
    for (one, other) in people {
        let claims = other.verified_claims.unwrap()[0].claims.clone().unwrap();
        facts.push([shown(one.full_legal_name), shown(claims.name)]);
        facts.push([shown(one.birth_date), shown(claims.birth_date)]);
    }
}

#[tokio::test]
async fn the_standard_says_of_an_entity_what_data_v2_says_of_it() {
    let ground = Ground::new().await;
    // Balances and dates to come depend on the day.
    ground.sandbox.freeze_clock();
    for who in ["first", "second"] {
        let (_, entity) = ground.connected(who, ALL).await;
        let mut facts = Facts::new();
        for account in of_accounts(&ground, &entity, &mut facts).await {
            of_money(&ground, &entity, &account, &mut facts).await;
            of_orders(&ground, &entity, &account, &mut facts).await;
        }
        of_people(&ground, &entity, &mut facts).await;
        assert!(facts.len() > 1000, "only {} facts", facts.len());
        for [one, other] in facts {
            assert_eq!(one, other);
        }
    }
}
