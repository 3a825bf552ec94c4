//! What happens on the accounts of a mock customer, month after month.

mod current;

use leantech_data::types::{SubTransactionType, TransactionCategory, TransactionType};

use super::persona::AccountKind;

/// When a movement happens.
#[derive(Debug, Clone, Copy)]
pub(crate) enum When {
    /// On that day of every month.
    MonthDay(u32),
    /// On any day, in so many of a hundred.
    Chance(u64),
}

/// How much a movement moves, in halalas.
#[derive(Debug, Clone, Copy)]
pub(crate) enum HowMuch {
    Exactly(u64),
    Between(u64, u64),
    /// Everything that is owed.
    Owed,
}

/// A movement that comes again and again.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub(crate) text: &'static str,
    pub(crate) kind: TransactionType,
    pub(crate) sub: SubTransactionType,
    pub(crate) is_credit: bool,
    pub(crate) category: TransactionCategory,
    pub(crate) when: When,
    pub(crate) how_much: HowMuch,
    /// The code of a merchant's trade, and the merchant.
    pub(crate) merchant: Option<(&'static str, &'static str)>,
    /// The place of the party on the other side.
    pub(crate) party: Option<usize>,
    /// Whether the money changes its currency.
    pub(crate) is_foreign: bool,
}

use SubTransactionType as Sub;
use TransactionCategory as Category;
use TransactionType as Kind;

const fn shopping(
    text: &'static str,
    kind: Kind,
    category: Category,
    percent: u64,
    (low, high): (u64, u64),
    merchant: (&'static str, &'static str),
) -> Template {
    Template {
        text,
        kind,
        sub: Sub::Purchase,
        is_credit: false,
        category,
        when: When::Chance(percent),
        how_much: HowMuch::Between(low, high),
        merchant: Some(merchant),
        party: None,
        is_foreign: false,
    }
}

const fn monthly(
    text: &'static str,
    kind: Kind,
    sub: Sub,
    is_credit: bool,
    category: Category,
    day: u32,
    how_much: HowMuch,
) -> Template {
    Template {
        text,
        kind,
        sub,
        is_credit,
        category,
        when: When::MonthDay(day),
        how_much,
        merchant: None,
        party: None,
        is_foreign: false,
    }
}

const fn with(mut template: Template, party: usize) -> Template {
    template.party = Some(party);
    template
}

const fn at_random(mut template: Template, percent: u64) -> Template {
    template.when = When::Chance(percent);
    template
}

const fn abroad(mut template: Template) -> Template {
    template.is_foreign = true;
    template
}

const GROCER: (&str, &str) = ("5411", "Example Grocer");
const RESTAURANT: (&str, &str) = ("5812", "Sample Restaurant");
const FUEL: (&str, &str) = ("5541", "Model Fuel Station");
const SHOP: (&str, &str) = ("5311", "Example Online Store");

const SAVINGS: &[Template] = &[
    monthly(
        "TRANSFER from current",
        Kind::SameBankTransfer,
        Sub::MoneyTransfer,
        true,
        Category::Transfer,
        28,
        HowMuch::Exactly(150_000),
    ),
    monthly(
        "PROFIT",
        Kind::Other,
        Sub::Profit,
        true,
        Category::LoansAndInvestment,
        30,
        HowMuch::Between(2_000, 4_500),
    ),
];

const CREDIT: &[Template] = &[
    shopping(
        "POS groceries",
        Kind::Pos,
        Category::Groceries,
        10,
        (3_000, 22_000),
        GROCER,
    ),
    shopping(
        "POS restaurant",
        Kind::Pos,
        Category::RestaurantsDining,
        10,
        (3_000, 12_000),
        RESTAURANT,
    ),
    shopping(
        "ONLINE purchase",
        Kind::ECommerce,
        Category::Retail,
        8,
        (5_000, 50_000),
        SHOP,
    ),
    monthly(
        "REPAYMENT",
        Kind::SameBankTransfer,
        Sub::MoneyTransfer,
        true,
        Category::Transfer,
        25,
        HowMuch::Owed,
    ),
];

const CHARGE_CARD: &[Template] = &[
    shopping(
        "POS fuel",
        Kind::Pos,
        Category::Transport,
        15,
        (5_000, 14_000),
        FUEL,
    ),
    shopping(
        "ONLINE purchase",
        Kind::ECommerce,
        Category::Travel,
        4,
        (20_000, 120_000),
        SHOP,
    ),
    monthly(
        "REPAYMENT",
        Kind::SameBankTransfer,
        Sub::MoneyTransfer,
        true,
        Category::Transfer,
        26,
        HowMuch::Owed,
    ),
];

const WALLET: &[Template] = &[
    monthly(
        "TOP UP",
        Kind::SameBankTransfer,
        Sub::MoneyTransfer,
        true,
        Category::Transfer,
        2,
        HowMuch::Exactly(50_000),
    ),
    shopping(
        "POS restaurant",
        Kind::Pos,
        Category::RestaurantsDining,
        15,
        (1_200, 7_000),
        RESTAURANT,
    ),
];

const OTHER: &[Template] = &[monthly(
    "BANK internal",
    Kind::Unsupported,
    Sub::Unsupported,
    true,
    Category::Other,
    10,
    HowMuch::Exactly(600),
)];

/// What happens on an account of a kind.
pub(crate) fn of(kind: AccountKind) -> &'static [Template] {
    match kind {
        AccountKind::Current => current::CURRENT,
        AccountKind::Savings => SAVINGS,
        AccountKind::Credit => CREDIT,
        AccountKind::ChargeCard => CHARGE_CARD,
        AccountKind::Emoney | AccountKind::Prepaid => WALLET,
        AccountKind::Unsupported => OTHER,
    }
}

/// What is on an account of a kind when its history begins, in halalas; what is owed is negative.
pub(crate) fn opening_balance(kind: AccountKind) -> i64 {
    match kind {
        AccountKind::Current => 1_845_050,
        AccountKind::Savings => 6_200_000,
        AccountKind::Credit => -182_340,
        AccountKind::ChargeCard => -94_010,
        AccountKind::Emoney => 25_000,
        AccountKind::Prepaid => 48_075,
        AccountKind::Unsupported => 100_000,
    }
}
