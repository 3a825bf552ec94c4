//! Answers of the shapes that Lean's guide and recordings show, made up and of any length.

/// The list of banks of the KSA guide, with so many of them; seven are about 5.9 KB.
pub fn banks(count: usize) -> String {
    let rows: Vec<String> = (0..count).map(bank).collect();
    format!("[{}]", rows.join(","))
}

fn bank(number: usize) -> String {
    format!(
        r##"{{"identifier":"MOCK{number}_SAMAOB_SAU","name":"Mockbank {number}","arabic_name":"بنك تجريبي","commercial_name":"Mockbank {number}","commercial_name_arabic":null,"logo":"https://cdn.example/img/banks/mock-{number}.png","logo_alt":"https://cdn.example/img/banks/mock-{number}-alt.png","main_color":"#1beb75","background_color":"#ffffff","theme":"light","country_code":"SAU","active":true,"mock":true,"traits":["auth-redirect"],"supported_account_types":["CREDIT","SAVINGS","CURRENT"],"supported_account_sub_types":["CREDIT","SAVINGS","CURRENT"],"bank_type":"RETAIL","swift_code":"MOCKSA01","transfer_limits":[{{"currency":"SAR","min":10.000,"max":100000.000}}],"international_transfer_limits":[],"international_destinations":[],"account_type":"PERSONAL","connection_type":"OPEN_BANKING","availability":{{"active":{{"payments":false,"data":true}},"enabled":{{"payments":false,"data":true}}}}}}"##
    )
}

/// A page of an account's transactions, with so many of them.
pub(super) fn transactions(count: usize) -> String {
    let rows: Vec<String> = (0..count).map(transaction).collect();
    format!(
        r#"{{"status":"OK","results_id":"55555555-5555-4555-8555-555555555502","message":"Data successfully retrieved","meta":null,"timestamp":"2026-05-10T12:34:57.640Z","status_detail":null,"refreshed_at":"2026-05-10T15:32:54.510038424+03:00","type":"transactions","data":{{"type":"transactions","transactions":[{}],"page":{{"number":0,"size":{count},"total_elements":{count},"total_pages":1}}}}}}"#,
        rows.join(",")
    )
}

fn transaction(number: usize) -> String {
    format!(
        r#"{{"account_id":"22222222-2222-4222-8222-222222222201","transaction_id":"tx-{number}","transaction_information":"POS purchase {number}","transaction_reference":"ref-{number}","credit_debit_indicator":"DEBIT","amount":{{"amount":12.50,"currency":"SAR"}},"transaction_mutability":"IMMUTABLE","booking_date_time":"2026-05-01T10:00:00+03:00","value_date_time":"2026-05-01T10:00:00+03:00","status":"BOOKED","insights":null,"balance":{{"type":"CLOSING_AVAILABLE","credit_debit_indicator":"CREDIT","amount":{{"amount":4071.23,"currency":"SAR"}}}},"merchant_details":{{"merchant_category_code":"5411","merchant_name":"Shop {number}"}},"transaction_type":"POS","sub_transaction_type":"PURCHASE"}}"#
    )
}

/// An answer of the token endpoint, with a token of the length of a signed JWT.
pub(super) fn token() -> String {
    format!(
        r#"{{"access_token":"{}","scope":"api","expires_in":3599,"token_type":"Bearer"}}"#,
        token_text()
    )
}

/// A text of the length of a JWT that is signed with RSA, as Lean's tokens are.
pub fn token_text() -> String {
    ["h".repeat(80), "c".repeat(260), "s".repeat(342)].join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_banks_are_about_5_900_bytes() {
        let length = banks(7).len();
        assert!((5_700..6_100).contains(&length), "{length}");
    }

    #[test]
    fn both_readers_take_the_bodies() {
        let ours: Result<Vec<leantech::banks::types::Bank>, _> = serde_json::from_str(&banks(7));
        let theirs: Result<Vec<crate::probe::Bank>, _> = serde_json::from_str(&banks(7));
        assert_eq!(
            (
                ours.map(|all| all.len()).ok(),
                theirs.map(|all| all.len()).ok()
            ),
            (Some(7), Some(7))
        );
    }
}
