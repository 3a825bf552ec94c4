//! The transactions of an account, the newest first.

use leantech_core::{AccountId, DateOrTime, Timestamp};
use leantech_data::types as data;
use leantech_open_banking::types::{
    BalanceType, BankTransactionCode, BillDetails, BillPaymentType, CardInstrument,
    CardInstrumentType, CardScheme, ChargeAmount, CreditDebit, CurrencyExchange, EntryStatus,
    MerchantDetails, PaymentMode, ProprietaryBankTransactionCode, SubTransactionType, Transaction,
    TransactionBalance, TransactionMutability, TransactionType, TransactionsData,
};

use super::call::Call;
use super::envelope::{Envelope, result};
use super::ksa_spelling::word;
use super::resource::Resource;
use super::values::{agent, cash_account, money};
use super::view::Part;
use crate::areas::data::whole_lists;
use crate::wire::answer::Answer;

pub(super) struct Transactions;

impl Resource for Transactions {
    type Row = Transaction;

    fn rows(part: &Part, call: &Call<'_>) -> Vec<Transaction> {
        let all = whole_lists::transactions(&part.view).into_iter();
        all.filter(|transaction| is_asked_for(transaction, call))
            .filter(|transaction| has_allowed_direction(part, transaction))
            .filter_map(|transaction| one(part, transaction))
            .collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<Transaction>) -> Answer {
        let mut data = TransactionsData::new().transaction(rows);
        data.customer_id.clone_from(&envelope.customer_id);

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
    match indicator {
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
    let mut made = Transaction::new().transaction_id(transaction.transaction_id);
    made.entity_id = transaction.entity_id;
    made.account_id = transaction.account_id;
    made.transaction_date_time = regional.transaction_date_time;
    made.local_time_zone = regional.local_time_zone;
    made.statement_reference = regional.statement_reference;
    made.transaction_reference = regional.transaction_reference;
    made.transaction_type = word(
        regional.transaction_type.as_ref(),
        TransactionType::KsaobOther,
    );
    made.sub_transaction_type = word(
        regional.sub_transaction_type.as_ref(),
        SubTransactionType::KsaobNotApplicable,
    );
    made.terminal_id = regional.terminal_id.as_deref().and_then(terminal);
    made.flags = Some(Vec::new());
    made.payment_modes = word(regional.payment_modes.as_ref(), PaymentMode::KsaobOnline);
    made.credit_debit_indicator = direction(regional.credit_debit_indicator.as_ref());
    made.status = word(regional.status.as_ref(), EntryStatus::KsaobBooked);
    made.transaction_mutability = word(
        regional.transaction_mutability.as_ref(),
        TransactionMutability::KsaobImmutable,
    );
    made.booking_date_time = regional.booking_date_time;
    made.value_date_time = regional.value_date_time;
    made.transaction_information = regional.transaction_information;
    made.amount = regional.amount.map(money);
    made.charge_amount = regional.charge_amount.map(charge);
    made.charge_amount_vat = regional.charge_amount_vat.map(money);
    made.balance = regional.balance.map(balance);
    made.card_instrument = regional.card_instrument.map(card);
    made.merchant_details = regional.merchant_details.map(|merchant| {
        let mut details = MerchantDetails::new();
        details.merchant_id = merchant.merchant_id;
        details.merchant_name = merchant.merchant_name;
        details.merchant_category_code = merchant.merchant_category_code;
        details
    });
    made.creditor_agent = regional.creditor_agent.filter(|_| is_detailed).map(agent);
    made.creditor_account = creditors.map(|all| all.into_iter().map(cash_account).collect());
    made.debtor_agent = regional.debtor_agent.filter(|_| is_detailed).map(agent);
    made.debtor_account = debtor.map(cash_account);
    made.bill_details = regional.bill_details.map(bill);
    made.currency_exchange = regional.currency_exchange.map(exchange);
    made.bank_transaction_code = regional.bank_transaction_code.map(|code| {
        let mut bank_transaction_code = BankTransactionCode::new();
        bank_transaction_code.domain = code.domain;
        bank_transaction_code.domain_code = code.domain_code;
        bank_transaction_code.family = code.family;
        bank_transaction_code.family_code = code.family_code;
        bank_transaction_code.sub_family = code.sub_family;
        bank_transaction_code.sub_family_code = code.sub_family_code;
        bank_transaction_code
    });
    made.proprietary_bank_transaction_code =
        regional.proprietary_bank_transaction_code.map(|code| {
            let mut proprietary_bank_transaction_code = ProprietaryBankTransactionCode::new();
            proprietary_bank_transaction_code.code = code.code;
            proprietary_bank_transaction_code.issuer = code.issuer;
            proprietary_bank_transaction_code
        });
    Some(made)
}

fn direction(said: Option<&data::CreditDebitIndicator>) -> Option<CreditDebit> {
    word(said, CreditDebit::KsaobDebit)
}

/// The digits of a terminal's name: the standard has a number there.
fn terminal(name: &str) -> Option<i64> {
    name.trim_start_matches(|letter: char| !letter.is_ascii_digit())
        .parse()
        .ok()
}

fn charge(charge: data::ChargeAmount) -> ChargeAmount {
    let mut amount = ChargeAmount::new();
    amount.amount = charge.amount.map(leantech_core::ExactDecimal::quoted);
    amount.currency = charge.currency;
    amount.charge_included = charge.charge_included;
    amount
}

fn balance(balance: data::TransactionBalance) -> TransactionBalance {
    let mut transaction_balance = TransactionBalance::new();
    transaction_balance.credit_debit_indicator = direction(balance.credit_debit_indicator.as_ref());
    transaction_balance.type_ = word(
        balance.type_.as_ref(),
        BalanceType::KsaobPreviouslyClosedBooked,
    );
    transaction_balance.amount = balance.amount.map(money);
    transaction_balance
}

fn card(card: data::RegionalCardInstrument) -> CardInstrument {
    let mut instrument = CardInstrument::new();
    instrument.card_scheme_name = word(card.card_scheme_name.as_ref(), CardScheme::KsaobMada);
    instrument.instrument_type = word(
        card.instrument_type.as_ref(),
        CardInstrumentType::KsaobOther,
    );
    instrument.name = card.name;
    instrument.identification = card.identification;
    instrument
}

fn bill(bill: data::RegionalBillDetails) -> BillDetails {
    let biller = bill.biller_id.map(|id| id.to_string());
    let mut details = BillDetails::new();
    details.biller_id = biller.and_then(|id| id.parse().ok());
    details.bill_number = bill.bill_number;
    details.bill_payment_type = word(
        bill.bill_payment_type.as_ref(),
        BillPaymentType::KsaobRecurringPayment,
    );
    details
}

fn exchange(exchange: data::CurrencyExchange) -> CurrencyExchange {
    let mut currency_exchange = CurrencyExchange::new();
    currency_exchange.source_currency = exchange.source_currency;
    currency_exchange.target_currency = exchange.target_currency;
    currency_exchange.unit_currency = exchange.unit_currency;
    currency_exchange.exchange_rate = exchange.exchange_rate;
    currency_exchange.contract_identification = exchange.contract_identification;
    currency_exchange.quotation_date = exchange.quotation_date.map(DateOrTime::from);
    currency_exchange.instructed_amount = exchange.instructed_amount.map(money);
    currency_exchange
}
