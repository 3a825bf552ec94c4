//! Reports as lines of text, for the file.

use leantech_core::DateOrTime;
use leantech_reports::types::{
    BankStatements, CreditDebitIndicator, IncomeReport, IncomeSource, Money, ReportAccount,
    StatementAccount, StatementBalance, StatementTransaction,
};

/// Bank statements, with each transaction in a line.
pub(super) fn statements(report: &BankStatements) -> Vec<String> {
    let mut lines = vec!["BANK STATEMENTS".to_owned()];
    if let Some(window) = &report.properties {
        lines.push(days(window.start_date.as_ref(), window.end_date.as_ref()));
    }
    for bank in report.banks.iter().flatten() {
        lines.push(String::new());
        lines.push(text(bank.bank_name.as_ref()).to_uppercase());
        if let Some(identity) = &bank.identity {
            let (name, address) = (&identity.full_name, &identity.address_line);
            lines.push(format!(
                "{}, {}",
                text(name.as_ref()),
                text(address.as_ref())
            ));
        }
        for account in bank.accounts.iter().flatten() {
            lines.push(String::new());
            statement(&mut lines, account);
        }
    }
    lines
}

fn statement(lines: &mut Vec<String>, account: &StatementAccount) {
    if let Some(account) = &account.account {
        lines.push(named(account));
    }
    if let Some(balance) = &account.balance {
        lines.push(format!("available: {}", signed(balance)));
    }
    let transactions = account.transactions.iter().flatten();
    lines.extend(transactions.map(transaction));
}

fn transaction(transaction: &StatementTransaction) -> String {
    let at = transaction.booking_date_time.as_ref();
    let day = at.map(|at| at.utc().date_naive().to_string());
    let sign = if transaction.credit_debit_indicator == Some(CreditDebitIndicator::Credit) {
        '+'
    } else {
        '-'
    };
    let balance = transaction.balance.as_ref().map(signed);
    format!(
        "{}  {:<36} {:>14} {:>16}",
        text(day.as_ref()),
        text(transaction.transaction_information.as_ref()),
        format!("{sign}{}", money(transaction.amount.as_ref())),
        text(balance.as_ref()),
    )
}

/// Income, with each source in a few lines.
pub(super) fn income(report: &IncomeReport) -> Vec<String> {
    let mut lines = vec!["VERIFICATION OF INCOME".to_owned()];
    if let Some(window) = &report.properties {
        lines.push(days(window.start_date.as_ref(), window.end_date.as_ref()));
    }
    lines.push(String::new());
    lines.extend(report.accounts.iter().flatten().map(named));
    for source in report.income_sources.iter().flatten() {
        lines.push(String::new());
        one_source(&mut lines, source);
    }
    if let Some(summary) = &report.income_summary {
        lines.push(String::new());
        for (name, amount) in [
            ("average a month", &summary.average_monthly_income),
            (
                "average of months with income",
                &summary.average_monthly_received_value,
            ),
            (
                "expected a month",
                &summary.predicted_average_monthly_income,
            ),
            ("a year", &summary.annual_income),
        ] {
            lines.push(format!("{name}: {}", money(amount.as_ref())));
        }
    }
    lines
}

fn one_source(lines: &mut Vec<String>, source: &IncomeSource) {
    let kind = source.income_source_type.as_ref().map(ToString::to_string);
    let name = text(source.income_source_name.as_ref());
    lines.push(format!("{name} ({})", text(kind.as_ref())));
    lines.push(days(source.start_date.as_ref(), source.end_date.as_ref()));
    let count = source.transaction_count.unwrap_or_default();
    let total = money(source.total_amount.as_ref());
    lines.push(format!("{count} payments, {total} in all"));
}

fn named(account: &ReportAccount) -> String {
    let number = account.account.iter().flatten().next();
    let number = number.and_then(|number| number.identification.as_ref());
    format!("{}, {}", text(account.description.as_ref()), text(number))
}

fn days(from: Option<&DateOrTime>, to: Option<&DateOrTime>) -> String {
    let day = |day: Option<&DateOrTime>| day.map(ToString::to_string).unwrap_or_default();
    format!("{} to {}", day(from), day(to))
}

fn text(text: Option<&String>) -> &str {
    text.map(String::as_str).unwrap_or_default()
}

fn signed(balance: &StatementBalance) -> String {
    let is_owed = balance.credit_debit_indicator == Some(CreditDebitIndicator::Debit);
    let sign = if is_owed { "-" } else { "" };
    format!("{sign}{}", money(balance.amount.as_ref()))
}

/// The digits as they stand in the JSON, with the currency.
fn money(money: Option<&Money>) -> String {
    let Some(money) = money else {
        return String::new();
    };
    let amount = money.amount.as_ref().map(ToString::to_string);
    format!(
        "{} {}",
        text(amount.as_ref()),
        text(money.currency.as_ref())
    )
}
