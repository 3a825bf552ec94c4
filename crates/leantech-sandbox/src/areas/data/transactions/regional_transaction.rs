//! A transaction in the format of the Saudi standard.

use leantech_core::AccountId;
use leantech_data::types::{
    CardScheme, PaymentMode, RegionalBankTransactionCode, RegionalBillDetails,
    RegionalBillPaymentType, RegionalCardInstrument, RegionalCardScheme, RegionalInstrumentType,
    RegionalMerchantDetails, RegionalTransactionData, TransactionMutability, TransactionStatus,
    TransactionType,
};

use super::Drawn;
use crate::mock::ledger::Movement;
use crate::mock::money::amount;
use crate::mock::parties;
use crate::mock::persona::AccountFacts;

pub(super) fn data(
    facts: &AccountFacts,
    id: &AccountId,
    movement: &Movement,
    drawn: &Drawn,
) -> RegionalTransactionData {
    let template = movement.template;
    let party = template.party.map(parties::at);
    let (debtor, creditor) = if template.is_credit {
        (party, None)
    } else {
        (None, party)
    };
    let mut data = RegionalTransactionData::new()
        .account_id(id.clone())
        .transaction_id(drawn.id.clone())
        .index(i64::from(movement.index))
        .transaction_date_time(drawn.at.clone())
        .local_time_zone("UTC+00:00")
        .transaction_reference(drawn.reference.clone())
        .statement_reference(movement.day.format("%Y-%m").to_string())
        .transaction_type(&template.kind)
        .sub_transaction_type(&template.sub)
        .payment_modes(PaymentMode::Online)
        .credit_debit_indicator(&drawn.indicator)
        .status(TransactionStatus::Booked)
        .transaction_mutability(TransactionMutability::Immutable)
        .booking_date_time(drawn.at.clone())
        .value_date_time(drawn.at.clone())
        .transaction_information(template.text)
        .amount(amount(movement.amount))
        .charge_amount(drawn.charge.clone())
        .charge_amount_vat(amount(0))
        .bank_transaction_code(
            RegionalBankTransactionCode::new()
                .domain("Payments")
                .domain_code("PMNT")
                .family("Made-up family")
                .family_code("MDUP")
                .sub_family("Made-up sub-family")
                .sub_family_code("OTHR"),
        )
        .proprietary_bank_transaction_code(drawn.proprietary.clone())
        .balance(drawn.balance.clone());
    data.terminal_id = drawn.card.as_ref().map(|_| "T0000001".into());
    data.flags = Some(Vec::new());
    data.currency_exchange.clone_from(&drawn.exchange);
    data.merchant_details = template.merchant.map(|(code, name)| {
        RegionalMerchantDetails::new()
            .merchant_id(100_001)
            .merchant_name(name)
            .merchant_category_code(code)
    });
    data.creditor_agent = creditor.map(parties::Party::regional_agent);
    data.creditor_account = creditor.map(|party| vec![party.regional_account()]);
    data.debtor_agent = debtor.map(parties::Party::regional_agent);
    data.debtor_account = debtor.map(parties::Party::regional_account);
    data.card_instrument = drawn.card.as_ref().map(|scheme| {
        RegionalCardInstrument::new()
            .card_scheme_name(match scheme {
                CardScheme::Visa => RegionalCardScheme::Visa,
                CardScheme::MasterCard => RegionalCardScheme::MasterCard,
                CardScheme::AmericanExpress => RegionalCardScheme::AmericanExpress,
                _ => RegionalCardScheme::Mada,
            })
            .instrument_type(RegionalInstrumentType::Contactless)
            .identification(facts.masked_pan())
    });
    data.bill_details = (template.kind == TransactionType::BillPayments).then(|| {
        RegionalBillDetails::new()
            .biller_id(1_i64)
            .bill_number(drawn.reference.clone())
            .bill_payment_type(RegionalBillPaymentType::PostPaid)
    });
    data
}
