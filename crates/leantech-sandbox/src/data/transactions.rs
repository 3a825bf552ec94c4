//! Transactions of an account, the newest first.

use leantech_core::{AccountId, Decimal, Timestamp};
use leantech_data::types::{
    BalanceType, BankTransactionCode, CardAuthorizationType, CardInstrument, CardScheme,
    ChargeAmount, CreditDebitIndicator, CurrencyExchange, MerchantDetails,
    ProprietaryBankTransactionCode, Transaction, TransactionBalance, TransactionInsights,
    TransactionMutability, TransactionStatus, TransactionType, TransactionsData,
};
use serde::Serialize;

use super::Resource;
use super::envelope::{Envelope, typed_result};
use super::ledger::{self, Movement};
use super::money::{CURRENCY, amount, exact};
use super::parties;
use super::persona::AccountFacts;
use super::regional::regional;
use super::view::View;
use crate::permission_set::Access;
use crate::random::Random;

mod regional_transaction;

pub(super) struct Transactions;

/// What an international transfer costs, in halalas.
const CHARGE: i64 = 720;

impl Resource for Transactions {
    const TYPE: &'static str = "transactions";
    const ACCESS: Access = Access::Transactions;
    type Data = TransactionsData;

    fn data(view: &View) -> TransactionsData {
        let mut transactions = Vec::new();
        let mut total = 0;
        if let Some((facts, id)) = &view.account {
            let (start, end) = view.window;
            let mut all = ledger::movements(&view.persona, facts, view.history_start, end);
            all.retain(|movement| movement.day >= start);
            all.reverse();
            total = all.len();
            let part = view.page.part(&all).iter();
            transactions = part
                .map(|movement| one(view, facts, id, movement))
                .collect();
        }
        TransactionsData {
            type_: Some(Self::TYPE.into()),
            transactions: Some(transactions),
            page: Some(view.page(total)),
        }
    }

    fn result(envelope: Envelope<TransactionsData>) -> impl Serialize {
        typed_result!(TransactionsResult, envelope)
    }
}

/// What a transaction's details are drawn from, and what it and its regional block both need.
struct Drawn {
    id: String,
    reference: String,
    card: Option<CardScheme>,
    authorization: CardAuthorizationType,
    at: Timestamp,
    balance: TransactionBalance,
    charge: ChargeAmount,
    exchange: Option<CurrencyExchange>,
    proprietary: ProprietaryBankTransactionCode,
    indicator: CreditDebitIndicator,
}

/// The id of a movement among the transactions of an entity, which is told by its position.
pub(crate) fn id_of(movement: &Movement, entity_number: u64) -> String {
    named(movement, entity_number).2
}

/// A movement's reference and id, and the rest of its chance.
fn named(movement: &Movement, entity_number: u64) -> (Random, String, String) {
    let mut random = movement.details.clone();
    let reference = random.digits(12);
    // Two entities of the same mock customer have transactions of their own.
    let id = Random::stream(random.next(), &[entity_number]).uuid();
    (random, reference, id)
}

/// Whether such a transaction is made with a card.
pub(crate) fn has_card(kind: TransactionType) -> bool {
    matches!(
        kind,
        TransactionType::Pos | TransactionType::ECommerce | TransactionType::Atm
    )
}

fn draw(view: &View, movement: &Movement) -> Drawn {
    let template = movement.template;
    let (mut random, reference, id) = named(movement, view.entity_number);
    let schemes = [
        CardScheme::LocalScheme,
        CardScheme::Visa,
        CardScheme::MasterCard,
        CardScheme::AmericanExpress,
    ];
    let scheme = random.pick(&schemes.each_ref(), &CardScheme::LocalScheme);
    let authorizations = [
        CardAuthorizationType::Contactless,
        CardAuthorizationType::Pin,
        CardAuthorizationType::ConsumerDevice,
    ];
    let authorization = random.pick(&authorizations.each_ref(), &CardAuthorizationType::Other);
    let at = movement.day.and_time(chrono::NaiveTime::MIN).and_utc();
    let sign = |halalas: i64| {
        if halalas < 0 {
            CreditDebitIndicator::Debit
        } else {
            CreditDebitIndicator::Credit
        }
    };
    Drawn {
        id,
        card: has_card(template.kind).then_some(*scheme),
        authorization: *authorization,
        at: at.into(),
        balance: TransactionBalance {
            type_: Some(BalanceType::PreviouslyClosedBooked.into()),
            credit_debit_indicator: Some(sign(movement.balance).into()),
            amount: Some(amount(movement.balance.abs())),
        },
        charge: ChargeAmount {
            amount: Some(exact(if template.is_foreign { CHARGE } else { 0 })),
            currency: Some(CURRENCY.into()),
            charge_included: Some(false),
        },
        exchange: template.is_foreign.then(|| CurrencyExchange {
            source_currency: Some(CURRENCY.into()),
            target_currency: Some("AED".into()),
            unit_currency: Some(CURRENCY.into()),
            exchange_rate: Some(Decimal::new(9_793_461_209, 10).into()),
            contract_identification: Some(format!("FX{reference}")),
            quotation_date: Some(at.into()),
            instructed_amount: Some(amount(movement.amount)),
        }),
        proprietary: ProprietaryBankTransactionCode {
            code: Some(template.kind.as_str().into()),
            issuer: Some("MOCKBANK".into()),
        },
        indicator: if template.is_credit {
            CreditDebitIndicator::Credit
        } else {
            CreditDebitIndicator::Debit
        },
        reference,
    }
}

fn one(view: &View, facts: &AccountFacts, id: &AccountId, movement: &Movement) -> Transaction {
    let template = movement.template;
    let drawn = draw(view, movement);
    let party = template.party.map(parties::at);
    // The other side is the debtor of what comes in and the creditor of what goes out.
    let (debtor, creditor) = if template.is_credit {
        (party, None)
    } else {
        (None, party)
    };
    Transaction {
        entity_id: Some(view.entity_id.clone()),
        account_id: Some(id.clone()),
        transaction_information: Some(template.text.into()),
        credit_debit_indicator: Some(drawn.indicator.into()),
        amount: Some(amount(movement.amount)),
        transaction_mutability: Some(TransactionMutability::Immutable.into()),
        value_date_time: Some(drawn.at.clone()),
        status: Some(TransactionStatus::Booked.into()),
        insights: view.wants_insights.then(|| TransactionInsights {
            description_cleansed: Some(cleansed(movement)),
            category: Some(template.category.into()),
            category_confidence: Some(Decimal::new(97, 2).into()),
        }),
        statement_reference: Some(vec![movement.day.format("%Y-%m").to_string()]),
        index: Some(i64::from(movement.index)),
        bank_transaction_code: Some(BankTransactionCode {
            code: Some(template.kind.as_str().into()),
            sub_code: Some(template.sub.as_str().into()),
        }),
        card_instrument: drawn.card.map(|scheme| CardInstrument {
            authorization_type: Some(drawn.authorization.into()),
            card_scheme_name: Some(scheme.into()),
            identification: Some(facts.masked_pan()),
            name: Some(view.persona.full_name()),
        }),
        merchant_details: template.merchant.map(|(code, name)| MerchantDetails {
            merchant_category_code: Some(code.into()),
            merchant_name: Some(name.into()),
        }),
        creditor_account: creditor.map(|party| party.account(None)),
        creditor_agent: creditor.map(parties::Party::agent),
        debtor_account: debtor.map(|party| party.account(None)),
        debtor_agent: debtor.map(parties::Party::agent),
        local_time_zone: Some("UTC+00:00".into()),
        transaction_type: Some(template.kind.into()),
        sub_transaction_type: Some(template.sub.into()),
        payment_modes: None,
        flags: Some(Vec::new()),
        regional_data: regional!(
            view,
            RegionalTransaction,
            regional_transaction::data(facts, id, movement, &drawn)
        ),
        transaction_id: drawn.id,
        transaction_reference: Some(drawn.reference),
        booking_date_time: Some(drawn.at),
        balance: Some(drawn.balance),
        charge_amount: Some(drawn.charge),
        currency_exchange: drawn.exchange,
        proprietary_bank_transaction_code: Some(drawn.proprietary),
    }
}

/// The description without the bank's own word before it.
fn cleansed(movement: &Movement) -> String {
    let text = movement.template.text;
    text.split_once(' ')
        .map_or(text, |(_, rest)| rest)
        .to_owned()
}
