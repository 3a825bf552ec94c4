//! Categories of transactions, in the words of each version.

use leantech_data::types::TransactionCategory as Category;
use leantech_insights::types::ExpenseCategory;

use crate::areas::data::history::Entry;

/// The word of version 2.
pub(super) fn word(category: &Category) -> ExpenseCategory {
    category.as_str().into()
}

/// The two texts of version 3: the category and the finer one.
pub(super) fn texts(entry: &Entry) -> (&'static str, &'static str) {
    match entry.category {
        Category::Groceries => ("Food & Dining", "Groceries"),
        Category::RestaurantsDining => ("Food & Dining", "Restaurants"),
        Category::Retail => ("Retail", "Online Shopping"),
        Category::Transport => ("Transportation", "Fuel"),
        Category::Travel => ("Travel", "Bookings"),
        Category::RentAndServices if entry.text.starts_with("RENT") => ("Housing", "Rent"),
        Category::RentAndServices => ("Housing", "Utilities"),
        Category::Charity => ("Charity", "Donations"),
        Category::Transfer => ("Transfers", "Money Transfer"),
        Category::SalaryAndRevenue => ("Income", "Salary"),
        Category::LoansAndInvestment if entry.is_credit => ("Income", "Profit"),
        Category::LoansAndInvestment => ("Loans & Credit", "Instalments"),
        _ => ("Other", "Cash"),
    }
}

/// Whether the purchase is essential.
pub(super) fn is_essential(entry: &Entry) -> bool {
    matches!(
        entry.category,
        Category::Groceries | Category::RentAndServices | Category::Transport
    )
}

/// The values of essential purchases.
pub(super) const ESSENTIAL: [&str; 3] = ["GROCERIES", "RENT_AND_SERVICES", "TRANSPORT"];
