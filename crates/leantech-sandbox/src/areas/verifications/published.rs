//! The test numbers that Lean publishes, each with the outcome that Lean's own sandbox gives.
//!
//! Source: the requests and answers of Lean's collection for Saudi Arabia, May 2026. Any name and
//! any id of a person goes with them. Some of the IBANs hold letters, or have check digits that
//! do not fit.

use leantech_verifications::types::{AccountStatus, CertificateStatus};

use super::endings::{Ending, Failure};

const OK: Ending = Ending::State(AccountStatus::Active);

const fn failure(failure: Failure) -> Ending {
    Ending::Failure(failure)
}

/// The country, the number, and what becomes of a call that asks about it.
static ACCOUNTS: [(&str, &str, Ending); 40] = [
    ("SA", "SA2810000011100000461309", OK),
    ("SA", "SA1300GQO2OTVMEJ3885Y3TO", failure(Failure::NotFound)),
    (
        "SA",
        "SA3076747147122249133391",
        Ending::State(AccountStatus::Closed),
    ),
    (
        "SA",
        "SA4576615857476891197381",
        Ending::State(AccountStatus::InLiquidation),
    ),
    (
        "SA",
        "SA7665000000124A60749002",
        failure(Failure::LeanError),
    ),
    (
        "SA",
        "SA82550000000M1795800177",
        failure(Failure::BankIssue),
    ),
    (
        "SA",
        "SA0405000068201235335000",
        failure(Failure::UnsupportedByBank),
    ),
    (
        "SA",
        "SA5080000146608010554454",
        failure(Failure::DisabledByLean),
    ),
    ("AE", "AE420260001015819612801", OK),
    (
        "AE",
        "AE810030012459313920001",
        Ending::State(AccountStatus::Blocked),
    ),
    ("AE", "AE380030012459313810001", failure(Failure::LeanError)),
    ("AE", "AE160030011522789920001", failure(Failure::BankIssue)),
    (
        "AE",
        "AE420500000000028645064",
        failure(Failure::UnsupportedByBank),
    ),
    (
        "AE",
        "AE100500000000028538649",
        failure(Failure::DisabledByLean),
    ),
    (
        "AE",
        "AE550030011666123450001",
        failure(Failure::CannotBeVerified),
    ),
    ("AR", "0170032450000643500000", OK),
    ("BD", "111112222201", OK),
    ("BE", "BE15537752378598", OK),
    ("BR", "BR5599950505000010000000505C1", OK),
    ("CN", "6212345678987654321", OK),
    ("FR", "FR7616958000019430150570683", OK),
    ("ID", "1122334455", OK),
    ("IN", "123456789007", OK),
    ("IT", "IT60X0542811101000000123456", OK),
    ("KR", "11112222321", OK),
    ("MX", "999000000000000505", OK),
    ("NG", "1234567890", OK),
    ("NL", "NL91ABNA0417164389", OK),
    ("NP", "1234567891234001", OK),
    ("PK", "03097524704", OK),
    ("PL", "PL63109010160300071219812876", OK),
    ("UG", "9030012345678", OK),
    ("GB", "12345678", OK),
    ("US", "781245633", OK),
    ("VN", "12345678900000", OK),
    ("MY", "123456789098", OK),
    ("UY", "23456789", OK),
    ("PE", "12345678909876543212", OK),
    ("TR", "TR480001002110000028685254", OK),
    ("ZA", "9999978653", OK),
];

/// The company, which is suspended.
const COMPANY: &str = "7001272184";

static CERTIFICATES: [(&str, CertificateStatus); 6] = [
    ("FL-013988291", CertificateStatus::Active),
    ("FL-595215341", CertificateStatus::Pending),
    ("FL-090302137", CertificateStatus::Canceled),
    ("FL-490775363", CertificateStatus::Revoked),
    ("FL-541440269", CertificateStatus::Expired),
    ("FL-560899391", CertificateStatus::Rejected),
];

/// What becomes of a call about this account, if Lean publishes it.
pub(super) fn account(country: &str, number: &str) -> Option<Ending> {
    let mut rows = ACCOUNTS.iter();
    let row = rows.find(|(its, known, _)| *its == country && *known == number)?;
    Some(row.2.clone())
}

/// Whether this is the unified number that Lean publishes.
pub(super) fn is_company(number: &str) -> bool {
    number == COMPANY
}

/// The state of this freelancer certificate, if Lean publishes it.
pub(super) fn certificate(number: &str) -> Option<CertificateStatus> {
    let mut rows = CERTIFICATES.iter();
    let row = rows.find(|(known, _)| *known == number)?;
    Some(row.1.clone())
}
