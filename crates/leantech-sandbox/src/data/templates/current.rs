//! What happens on a current account: a salary, the bills, the shopping.

use super::{
    Category, FUEL, GROCER, HowMuch, Kind, RESTAURANT, SHOP, Sub, Template, When, monthly,
    shopping, with,
};

pub(super) const CURRENT: &[Template] = &[
    with(
        monthly(
            "SALARY Example Trading Company",
            Kind::LocalBankTransfer,
            Sub::MoneyTransfer,
            true,
            Category::SalaryAndRevenue,
            27,
            HowMuch::Exactly(1_450_000),
        ),
        0,
    ),
    with(
        monthly(
            "RENT Sample Property Management",
            Kind::LocalBankTransfer,
            Sub::MoneyTransfer,
            false,
            Category::RentAndServices,
            1,
            HowMuch::Exactly(450_000),
        ),
        1,
    ),
    monthly(
        "BILL electricity",
        Kind::BillPayments,
        Sub::NotApplicable,
        false,
        Category::RentAndServices,
        5,
        HowMuch::Between(18_000, 52_000),
    ),
    monthly(
        "BILL telephone",
        Kind::BillPayments,
        Sub::NotApplicable,
        false,
        Category::RentAndServices,
        8,
        HowMuch::Exactly(23_000),
    ),
    monthly(
        "TRANSFER to savings",
        Kind::SameBankTransfer,
        Sub::MoneyTransfer,
        false,
        Category::Transfer,
        28,
        HowMuch::Exactly(150_000),
    ),
    with(
        monthly(
            "CHARITY standing order",
            Kind::LocalBankTransfer,
            Sub::MoneyTransfer,
            false,
            Category::Charity,
            15,
            HowMuch::Exactly(1000),
        ),
        4,
    ),
    Template {
        is_foreign: true,
        party: Some(5),
        ..monthly(
            "TRANSFER abroad",
            Kind::InternationalTransfer,
            Sub::MoneyTransfer,
            false,
            Category::Transfer,
            20,
            HowMuch::Between(40_000, 90_000),
        )
    },
    monthly(
        "CARD repayment",
        Kind::SameBankTransfer,
        Sub::MoneyTransfer,
        false,
        Category::Transfer,
        25,
        HowMuch::Between(120_000, 180_000),
    ),
    Template {
        when: When::Chance(4),
        ..monthly(
            "ATM withdrawal",
            Kind::Atm,
            Sub::Withdrawal,
            false,
            Category::Other,
            1,
            HowMuch::Exactly(30_000),
        )
    },
    Template {
        when: When::Chance(1),
        ..monthly(
            "TELLER deposit",
            Kind::Teller,
            Sub::Deposit,
            true,
            Category::Other,
            1,
            HowMuch::Exactly(60_000),
        )
    },
    shopping(
        "POS groceries",
        Kind::Pos,
        Category::Groceries,
        28,
        (4_500, 38_000),
        GROCER,
    ),
    shopping(
        "POS restaurant",
        Kind::Pos,
        Category::RestaurantsDining,
        22,
        (2_500, 16_000),
        RESTAURANT,
    ),
    shopping(
        "POS fuel",
        Kind::Pos,
        Category::Transport,
        12,
        (5_000, 14_000),
        FUEL,
    ),
    shopping(
        "ONLINE purchase",
        Kind::ECommerce,
        Category::Retail,
        7,
        (6_000, 45_000),
        SHOP,
    ),
    Template {
        sub: Sub::Refund,
        is_credit: true,
        ..shopping(
            "ONLINE refund",
            Kind::ECommerce,
            Category::Retail,
            1,
            (6_000, 20_000),
            SHOP,
        )
    },
    // The last, so that chance draws the others as before.
    monthly(
        "BNPL instalment Sample Pay Later",
        Kind::LocalBankTransfer,
        Sub::MoneyTransfer,
        false,
        Category::LoansAndInvestment,
        12,
        HowMuch::Exactly(35_000),
    ),
];
