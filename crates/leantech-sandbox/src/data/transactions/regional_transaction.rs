//! A transaction in the Saudi standard's own words.

use leantech_core::AccountId;
use leantech_data::types::{
    CardScheme, PaymentMode, RegionalBankTransactionCode, RegionalBillDetails,
    RegionalBillPaymentType, RegionalCardInstrument, RegionalCardScheme, RegionalInstrumentType,
    RegionalMerchantDetails, RegionalTransactionData, TransactionMutability, TransactionStatus,
    TransactionType,
};

use super::Drawn;
use crate::data::ledger::Movement;
use crate::data::money::amount;
use crate::data::parties;
use crate::data::persona::AccountFacts;

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
    RegionalTransactionData {
        account_id: Some(id.clone()),
        transaction_id: Some(drawn.id.clone()),
        index: Some(i64::from(movement.index)),
        transaction_date_time: Some(drawn.at.clone()),
        local_time_zone: Some("UTC+00:00".into()),
        transaction_reference: Some(drawn.reference.clone()),
        statement_reference: Some(movement.day.format("%Y-%m").to_string()),
        transaction_type: Some(template.kind.into()),
        sub_transaction_type: Some(template.sub.into()),
        terminal_id: drawn.card.map(|_| "T0000001".into()),
        flags: Some(Vec::new()),
        payment_modes: Some(PaymentMode::Online.into()),
        credit_debit_indicator: Some(drawn.indicator.into()),
        status: Some(TransactionStatus::Booked.into()),
        transaction_mutability: Some(TransactionMutability::Immutable.into()),
        booking_date_time: Some(drawn.at.clone()),
        value_date_time: Some(drawn.at.clone()),
        transaction_information: Some(template.text.into()),
        amount: Some(amount(movement.amount)),
        charge_amount: Some(drawn.charge.clone()),
        charge_amount_vat: Some(amount(0)),
        currency_exchange: drawn.exchange.clone(),
        bank_transaction_code: Some(RegionalBankTransactionCode {
            domain: Some("Payments".into()),
            domain_code: Some("PMNT".into()),
            family: Some("Made-up family".into()),
            family_code: Some("MDUP".into()),
            sub_family: Some("Made-up sub-family".into()),
            sub_family_code: Some("OTHR".into()),
        }),
        proprietary_bank_transaction_code: Some(drawn.proprietary.clone()),
        balance: Some(drawn.balance.clone()),
        merchant_details: template
            .merchant
            .map(|(code, name)| RegionalMerchantDetails {
                merchant_id: Some(100_001),
                merchant_name: Some(name.into()),
                merchant_category_code: Some(code.into()),
            }),
        creditor_agent: creditor.map(parties::Party::regional_agent),
        creditor_account: creditor.map(|party| vec![party.regional_account()]),
        debtor_agent: debtor.map(parties::Party::regional_agent),
        debtor_account: debtor.map(parties::Party::regional_account),
        card_instrument: drawn.card.map(|scheme| RegionalCardInstrument {
            card_scheme_name: Some(
                match scheme {
                    CardScheme::Visa => RegionalCardScheme::Visa,
                    CardScheme::MasterCard => RegionalCardScheme::MasterCard,
                    CardScheme::AmericanExpress => RegionalCardScheme::AmericanExpress,
                    _ => RegionalCardScheme::Mada,
                }
                .into(),
            ),
            instrument_type: Some(RegionalInstrumentType::Contactless.into()),
            identification: Some(facts.masked_pan()),
            name: None,
        }),
        bill_details: (template.kind == TransactionType::BillPayments).then(|| {
            RegionalBillDetails {
                biller_id: Some(1_i64.into()),
                bill_number: Some(drawn.reference.clone()),
                bill_payment_type: Some(RegionalBillPaymentType::PostPaid.into()),
            }
        }),
        supplementary_data: None,
    }
}
