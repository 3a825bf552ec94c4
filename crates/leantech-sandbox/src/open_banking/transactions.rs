//! The transactions of an account, the newest first.

use leantech_core::{AccountId, DateOrTime, Timestamp};
use leantech_data::types as data;
use leantech_open_banking::types::{
    BalanceType, BankTransactionCode, BillDetails, BillPaymentType, CardInstrument,
    CardInstrumentType, CardScheme, ChargeAmount, CreditDebit, CurrencyExchange, EntryStatus,
    MerchantDetails, PaymentMode, ProprietaryBankTransactionCode, SubTransactionType, Transaction,
    TransactionBalance, TransactionMutability, TransactionType, TransactionsData,
};

use super::Resource;
use super::call::Call;
use super::envelope::{Envelope, result};
use super::sight::Part;
use super::values::{agent, cash_account, money};
use super::words::word;
use crate::answer::Answer;
use crate::data::whole;

pub(super) struct Transactions;

impl Resource for Transactions {
    type Row = Transaction;

    fn rows(part: &Part, call: &Call<'_>) -> Vec<Transaction> {
        let all = whole::transactions(&part.view).into_iter();
        all.filter(|transaction| is_asked_for(transaction, call))
            .filter(|transaction| has_allowed_direction(part, transaction))
            .filter_map(|transaction| one(part, transaction))
            .collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<Transaction>) -> Answer {
        let data = TransactionsData {
            customer_id: envelope.customer_id.clone(),
            transaction: Some(rows),
        };
        let meta = envelope.transactions_meta();
        result!(TransactionsResult, envelope, meta, data)
    }
}

fn is_asked_for(transaction: &data::Transaction, call: &Call<'_>) -> bool {
    let booked = transaction.booking_date_time.as_ref().map(Timestamp::utc);
    booked.is_some_and(|booked| {
        let booked = booked.naive_utc();
        call.from.is_none_or(|from| from <= booked) && call.to.is_none_or(|to| booked <= to)
    })
}

/// Two codes of the standard say which directions may be seen.
fn has_allowed_direction(part: &Part, transaction: &data::Transaction) -> bool {
    let indicator = transaction.credit_debit_indicator.as_ref();
    match indicator.and_then(|indicator| indicator.known()) {
        Some(data::CreditDebitIndicator::Credit) => part.holds("ReadTransactionsCredits"),
        Some(data::CreditDebitIndicator::Debit) => part.holds("ReadTransactionsDebits"),
        _ => true,
    }
}

fn one(part: &Part, transaction: data::Transaction) -> Option<Transaction> {
    let regional = transaction.regional_data?.data?;
    // Without it the other side stays away.
    let is_detailed = part.holds("ReadTransactionsDetail");
    let creditors = regional.creditor_account.filter(|_| is_detailed);
    let debtor = regional.debtor_account.filter(|_| is_detailed);
    Some(Transaction {
        entity_id: transaction.entity_id,
        account_id: transaction.account_id,
        transaction_id: Some(transaction.transaction_id),
        transaction_date_time: regional.transaction_date_time,
        local_time_zone: regional.local_time_zone,
        statement_reference: regional.statement_reference,
        transaction_reference: regional.transaction_reference,
        transaction_type: word(
            regional.transaction_type.as_ref(),
            TransactionType::KsaobOther,
        ),
        sub_transaction_type: word(
            regional.sub_transaction_type.as_ref(),
            SubTransactionType::KsaobNotApplicable,
        ),
        terminal_id: regional.terminal_id.as_deref().and_then(terminal),
        flags: Some(Vec::new()),
        payment_modes: word(regional.payment_modes.as_ref(), PaymentMode::KsaobOnline),
        credit_debit_indicator: direction(regional.credit_debit_indicator.as_ref()),
        status: word(regional.status.as_ref(), EntryStatus::KsaobBooked),
        transaction_mutability: word(
            regional.transaction_mutability.as_ref(),
            TransactionMutability::KsaobImmutable,
        ),
        booking_date_time: regional.booking_date_time,
        value_date_time: regional.value_date_time,
        transaction_information: regional.transaction_information,
        amount: regional.amount.map(money),
        charge_amount: regional.charge_amount.map(charge),
        charge_amount_vat: regional.charge_amount_vat.map(money),
        balance: regional.balance.map(balance),
        card_instrument: regional.card_instrument.map(card),
        merchant_details: regional.merchant_details.map(|merchant| MerchantDetails {
            merchant_id: merchant.merchant_id,
            merchant_name: merchant.merchant_name,
            merchant_category_code: merchant.merchant_category_code,
        }),
        creditor_agent: regional.creditor_agent.filter(|_| is_detailed).map(agent),
        creditor_account: creditors.map(|all| all.into_iter().map(cash_account).collect()),
        debtor_agent: regional.debtor_agent.filter(|_| is_detailed).map(agent),
        debtor_account: debtor.map(cash_account),
        bill_details: regional.bill_details.map(bill),
        currency_exchange: regional.currency_exchange.map(exchange),
        bank_transaction_code: regional
            .bank_transaction_code
            .map(|code| BankTransactionCode {
                domain: code.domain,
                domain_code: code.domain_code,
                family: code.family,
                family_code: code.family_code,
                sub_family: code.sub_family,
                sub_family_code: code.sub_family_code,
            }),
        proprietary_bank_transaction_code: regional.proprietary_bank_transaction_code.map(|code| {
            ProprietaryBankTransactionCode {
                code: code.code,
                issuer: code.issuer,
            }
        }),
        supplementary_data: None,
    })
}

fn direction(
    said: Option<&leantech_core::Open<data::CreditDebitIndicator>>,
) -> Option<leantech_core::Open<CreditDebit>> {
    word(said, CreditDebit::KsaobDebit)
}

/// The digits of a terminal's name: the standard has a number there.
fn terminal(name: &str) -> Option<i64> {
    name.trim_start_matches(|letter: char| !letter.is_ascii_digit())
        .parse()
        .ok()
}

fn charge(charge: data::ChargeAmount) -> ChargeAmount {
    ChargeAmount {
        amount: charge.amount.map(leantech_core::ExactDecimal::quoted),
        currency: charge.currency,
        charge_included: charge.charge_included,
    }
}

fn balance(balance: data::TransactionBalance) -> TransactionBalance {
    TransactionBalance {
        credit_debit_indicator: direction(balance.credit_debit_indicator.as_ref()),
        type_: word(
            balance.type_.as_ref(),
            BalanceType::KsaobPreviouslyClosedBooked,
        ),
        amount: balance.amount.map(money),
    }
}

fn card(card: data::RegionalCardInstrument) -> CardInstrument {
    CardInstrument {
        card_scheme_name: word(card.card_scheme_name.as_ref(), CardScheme::KsaobMada),
        instrument_type: word(
            card.instrument_type.as_ref(),
            CardInstrumentType::KsaobOther,
        ),
        name: card.name,
        identification: card.identification,
    }
}

fn bill(bill: data::RegionalBillDetails) -> BillDetails {
    let biller = bill.biller_id.map(|id| id.to_string());
    BillDetails {
        biller_id: biller.and_then(|id| id.parse().ok()),
        bill_number: bill.bill_number,
        bill_payment_type: word(
            bill.bill_payment_type.as_ref(),
            BillPaymentType::KsaobRecurringPayment,
        ),
    }
}

fn exchange(exchange: data::CurrencyExchange) -> CurrencyExchange {
    CurrencyExchange {
        source_currency: exchange.source_currency,
        target_currency: exchange.target_currency,
        unit_currency: exchange.unit_currency,
        exchange_rate: exchange.exchange_rate,
        contract_identification: exchange.contract_identification,
        quotation_date: exchange.quotation_date.map(DateOrTime::from),
        instructed_amount: exchange.instructed_amount.map(money),
    }
}
