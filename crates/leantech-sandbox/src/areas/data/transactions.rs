//! Transactions of an account, the newest first.

use leantech_core::{AccountId, Decimal, Timestamp};
use leantech_data::types::{
    BalanceType, BankTransactionCode, CardAuthorizationType, CardInstrument, CardScheme,
    ChargeAmount, CreditDebitIndicator, CurrencyExchange, MerchantDetails,
    ProprietaryBankTransactionCode, Transaction, TransactionBalance, TransactionInsights,
    TransactionMutability, TransactionStatus, TransactionType, TransactionsData,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::regional::regional;
use super::resource::Resource;
use super::view::View;
use crate::memory::permission_set::Access;
use crate::mock::ledger::{self, Movement};
use crate::mock::money::{CURRENCY, amount, exact};
use crate::mock::parties;
use crate::mock::persona::AccountFacts;
use crate::mock::random::Random;

mod regional_transaction;

pub(super) struct Transactions;

/// What stands for the merchant where there is none.
const NO_MERCHANT: (&str, &str) = ("0000", "Mockbank");

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
        TransactionsData::new()
            .type_(Self::TYPE)
            .transactions(transactions)
            .page(view.page(total))
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
pub(crate) fn has_card(kind: &TransactionType) -> bool {
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
        card: has_card(&template.kind).then(|| scheme.clone()),
        authorization: authorization.clone(),
        at: at.into(),
        balance: TransactionBalance::new()
            .type_(BalanceType::PreviouslyClosedBooked)
            .credit_debit_indicator(sign(movement.balance))
            .amount(amount(movement.balance.abs())),
        charge: ChargeAmount::new()
            .amount(exact(if template.is_foreign { CHARGE } else { 0 }))
            .currency(CURRENCY)
            .charge_included(false),
        exchange: template.is_foreign.then(|| {
            CurrencyExchange::new()
                .source_currency(CURRENCY)
                .target_currency("AED")
                .unit_currency(CURRENCY)
                .exchange_rate(Decimal::new(9_793_461_209, 10))
                .contract_identification(format!("FX{reference}"))
                .quotation_date(at)
                .instructed_amount(amount(movement.amount))
        }),
        proprietary: ProprietaryBankTransactionCode::new()
            .code(template.kind.as_str())
            .issuer("MOCKBANK"),
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
    let regional = regional!(
        view,
        RegionalTransaction,
        regional_transaction::data(facts, id, movement, &drawn)
    );
    let mut transaction = Transaction::new(drawn.id)
        .entity_id(view.entity_id.clone())
        .account_id(id.clone())
        .transaction_information(template.text)
        .credit_debit_indicator(drawn.indicator)
        .amount(amount(movement.amount))
        .transaction_mutability(TransactionMutability::Immutable)
        .value_date_time(drawn.at.clone())
        .status(TransactionStatus::Booked)
        .statement_reference(vec![movement.day.format("%Y-%m").to_string()])
        .index(i64::from(movement.index))
        .bank_transaction_code(
            BankTransactionCode::new()
                .code(phrase(template.kind.as_str()))
                .sub_code(phrase(template.sub.as_str())),
        )
        .local_time_zone("UTC+00:00")
        .transaction_type(&template.kind)
        .sub_transaction_type(&template.sub)
        .transaction_reference(drawn.reference)
        .booking_date_time(drawn.at)
        .balance(drawn.balance)
        .charge_amount(drawn.charge)
        .proprietary_bank_transaction_code(drawn.proprietary);
    transaction.insights = view.wants_insights.then(|| {
        TransactionInsights::new()
            .description_cleansed(cleansed(movement))
            .category(&template.category)
            .category_confidence(Decimal::new(97, 2))
    });
    // Recorded with every transaction, also with one that was made without a card.
    let (scheme, authorization) = match drawn.card {
        Some(scheme) => (scheme, drawn.authorization),
        None => (CardScheme::Unsupported, CardAuthorizationType::Other),
    };
    transaction.card_instrument = Some(
        CardInstrument::new()
            .authorization_type(authorization)
            .card_scheme_name(scheme)
            .identification(facts.masked_pan())
            .name(view.persona.full_name()),
    );
    let (code, name) = template.merchant.unwrap_or(NO_MERCHANT);
    let name = party.map_or(name, |party| party.name);
    transaction.merchant_details = Some(
        MerchantDetails::new()
            .merchant_category_code(format!("CC{code}"))
            .merchant_name(name),
    );
    transaction.creditor_account = creditor.map(|party| party.account(None));
    transaction.creditor_agent = creditor.map(parties::Party::agent);
    transaction.debtor_account = debtor.map(|party| party.account(None));
    transaction.debtor_agent = debtor.map(parties::Party::agent);
    transaction.flags = Some(Vec::new());
    transaction.regional_data = regional;
    transaction.currency_exchange = drawn.exchange;
    transaction
}

/// A value such as `LOCAL_BANK_TRANSFER` as words for people: `Local bank transfer`.
fn phrase(value: &str) -> String {
    if matches!(value, "POS" | "ATM") {
        return format!("{value} transaction");
    }
    let mut phrase = value.replace('_', " ");
    if let Some(rest) = phrase.get_mut(1..) {
        rest.make_ascii_lowercase();
    }
    phrase
}

/// The description without the bank's own word before it.
fn cleansed(movement: &Movement) -> String {
    let text = movement.template.text;
    text.split_once(' ')
        .map_or(text, |(_, rest)| rest)
        .to_owned()
}
