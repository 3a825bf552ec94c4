//! The request that verifies an account: one type, checked against the rules of its country.

mod country;

use std::fmt;

use leantech_verifications::types::{
    AccountDetails, AccountDetailsType, AccountDetailsValue, AccountHolderType,
    AccountIdentification, AccountIdentificationType as Id, AccountIdentificationValue,
    AccountRequest, AccountRequestCountryCode, AccountType, BankIdentifier, BankIdentifierType,
    BankIdentifierValue,
};

use country::{Account, Bank, Country, find};

/// The body of `international_avs_verification`: an account, and who should own it.
///
/// There is a constructor for each country whose accounts Lean verifies; it takes what the country
/// requires, in its order. [`country`](Self::country) begins a request for any other, and checks nothing
/// about what that one requires. Before anything is sent the request is checked, and the error names
/// the field that is missing or wrong.
///
/// ```no_run
/// use leantech::AccountVerification;
///
/// # async fn run(lean: leantech::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let request = AccountVerification::saudi_arabia("SA0000000000000000000000", "1000000000");
/// let call = lean.verifications().international_avs_verification();
/// let answer = call.body(request).send().await?;
/// # drop(answer);
///
/// // A missing field is reported before anything is sent.
/// let error = AccountVerification::country("FR").iban("FR00").check().unwrap_err();
/// assert_eq!(error.member(), "identifications");
/// # Ok(())
/// # }
/// ```
///
/// Source: KSA reference and recordings, `internationalAvsVerification`.
#[derive(Clone)]
#[must_use]
pub struct AccountVerification {
    country: String,
    is_company: bool,
    account: Option<(AccountDetailsType, String)>,
    account_type: Option<AccountType>,
    identifications: Vec<(Id, String)>,
    bank: Option<(BankIdentifierType, String)>,
}

/// A request that does not meet the rules of its country.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccountVerificationError {
    member: &'static str,
    what: String,
}

impl AccountVerificationError {
    /// The field of the body that is missing or wrong, such as `identifications`.
    pub fn member(&self) -> &'static str {
        self.member
    }

    fn new(member: &'static str, what: impl Into<String>) -> Self {
        let what = what.into();
        Self { member, what }
    }
}

impl fmt::Display for AccountVerificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "could not verify an account: `{}` {}",
            self.member, self.what
        )
    }
}

impl std::error::Error for AccountVerificationError {}

macro_rules! constructors {
    ($($code:literal $name:ident $land:literal ($($argument:ident),+) $(=> $further:ident($account_type:ident))?;)+) => {
        impl AccountVerification {
            $(
                #[doc = concat!("An account in ", $land, ", of a person unless [`company`](Self::company) says otherwise.")]
                pub fn $name($($argument: impl Into<String>),+ $(, $account_type: AccountType)?) -> Self {
                    Self::country($code)$(.$argument($argument))+$(.$further($account_type))?
                }
            )+
        }
    };
}

constructors! {
    "AE" united_arab_emirates "the United Arab Emirates" (iban, full_name);
    "AR" argentina "Argentina" (account_id, full_name);
    "AT" austria "Austria" (iban, full_name);
    "AU" australia "Australia" (account_id, clearing_id, full_name);
    "BD" bangladesh "Bangladesh" (account_id, bic, full_name);
    "BE" belgium "Belgium" (iban, full_name, registration_id);
    "BG" bulgaria "Bulgaria" (iban, full_name);
    "BR" brazil "Brazil" (iban, full_name, registration_id);
    "CL" chile "Chile" (account_id, bic, full_name, registration_id);
    "CN" china "China" (account_id, full_name);
    "CO" colombia "Colombia" (account_id, bic, full_name, cc) => account_type(account_type);
    "CY" cyprus "Cyprus" (iban, full_name);
    "DE" germany "Germany" (iban, full_name);
    "EC" ecuador "Ecuador" (account_id, bic, full_name, registration_id);
    "EE" estonia "Estonia" (iban, full_name);
    "ES" spain "Spain" (iban, full_name);
    "FI" finland "Finland" (iban, full_name);
    "FR" france "France" (iban, full_name, registration_id);
    "GB" united_kingdom "the United Kingdom" (account_id, clearing_id, full_name);
    "GR" greece "Greece" (iban, full_name);
    "HR" croatia "Croatia" (iban, full_name);
    "ID" indonesia "Indonesia" (account_id, bic, full_name);
    "IE" ireland "Ireland" (iban, full_name);
    "IN" india "India" (account_id, clearing_id, full_name);
    "IT" italy "Italy" (iban, full_name, registration_id);
    "KR" south_korea "South Korea" (account_id, bic, full_name);
    "LT" lithuania "Lithuania" (iban, full_name);
    "LU" luxembourg "Luxembourg" (iban, full_name);
    "LV" latvia "Latvia" (iban, full_name);
    "MT" malta "Malta" (iban, full_name);
    "MX" mexico "Mexico" (account_id, full_name);
    "MY" malaysia "Malaysia" (account_id, bic, full_name);
    "NG" nigeria "Nigeria" (account_id, bic, full_name);
    "NL" netherlands "the Netherlands" (iban, full_name, registration_id);
    "NP" nepal "Nepal" (account_id, bic, full_name);
    "PE" peru "Peru" (account_id, full_name);
    "PK" pakistan "Pakistan" (account_id, bic, full_name);
    "PL" poland "Poland" (iban, full_name, registration_id);
    "PT" portugal "Portugal" (iban, full_name);
    "SA" saudi_arabia "Saudi Arabia" (iban, national_id);
    "SI" slovenia "Slovenia" (iban, full_name);
    "SK" slovakia "Slovakia" (iban, full_name);
    "TR" turkey "Turkey" (iban, full_name);
    "UG" uganda "Uganda" (account_id, bic, full_name);
    "US" united_states "the United States" (account_id, clearing_id, given_name, surname);
    "UY" uruguay "Uruguay" (account_id, clearing_id, full_name);
    "VN" vietnam "Vietnam" (account_id, bic, full_name);
    "ZA" south_africa "South Africa" (account_id, clearing_id, full_name);
}

macro_rules! identifications {
    ($($(#[$doc:meta])* $name:ident $id:ident;)+) => {
        impl AccountVerification {
            $(
                $(#[$doc])*
                pub fn $name(self, value: impl Into<String>) -> Self {
                    self.identification(Id::$id, value)
                }
            )+
        }
    };
}

identifications! {
    /// The full name of the expected holder.
    full_name FullName;
    /// The registration number of the expected holder.
    registration_id RegistrationId;
    /// The national id or Iqama of the expected holder (Saudi Arabia).
    national_id NationalId;
    /// The citizenship card number of the expected holder (Colombia, persons).
    cc Cc;
    /// The tax number of the expected holder (Colombia, companies).
    nit Nit;
    /// The given name of the expected holder (United States).
    given_name GivenName;
    /// The surname of the expected holder (United States).
    surname Surname;
}

impl AccountVerification {
    /// Begins a request for an account of a person in the country with this two-letter code
    /// (ISO 3166-1), which does not have to be one that Lean lists.
    pub fn country(code: impl Into<String>) -> Self {
        Self {
            country: code.into(),
            is_company: false,
            account: None,
            account_type: None,
            identifications: Vec::new(),
            bank: None,
        }
    }

    /// The expected holder is a company.
    pub fn company(mut self) -> Self {
        self.is_company = true;
        self
    }

    /// The account, as an IBAN without spaces.
    pub fn iban(mut self, iban: impl Into<String>) -> Self {
        self.account = Some((AccountDetailsType::Iban, iban.into()));
        self
    }

    /// The account, by its national account number.
    pub fn account_id(mut self, number: impl Into<String>) -> Self {
        self.account = Some((AccountDetailsType::AccountId, number.into()));
        self
    }

    /// The kind of account; Colombia requires it.
    pub fn account_type(mut self, kind: AccountType) -> Self {
        self.account_type = Some(kind);
        self
    }

    /// The bank, by its BIC.
    pub fn bic(mut self, bic: impl Into<String>) -> Self {
        self.bank = Some((BankIdentifierType::Bic, bic.into()));
        self
    }

    /// The bank, by its clearing code in its country.
    pub fn clearing_id(mut self, id: impl Into<String>) -> Self {
        self.bank = Some((BankIdentifierType::ClearingId, id.into()));
        self
    }

    /// Adds one more fact about the expected holder; one of the same kind is replaced.
    pub fn identification(mut self, kind: Id, value: impl Into<String>) -> Self {
        self.identifications.retain(|(known, _)| *known != kind);
        self.identifications.push((kind, value.into()));
        self
    }

    /// Checks that everything is set that Lean and the country require.
    ///
    /// # Errors
    ///
    /// Fails with the first field that is missing or wrong.
    pub fn check(&self) -> Result<(), AccountVerificationError> {
        let wrong = AccountVerificationError::new;
        let is_code =
            self.country.len() == 2 && self.country.bytes().all(|b| b.is_ascii_uppercase());
        if !is_code {
            return Err(wrong("country_code", "is not two capital letters"));
        }
        let Some((account, number)) = &self.account else {
            return Err(wrong(
                "account_details",
                "is missing: set `iban` or `account_id`",
            ));
        };
        if number.is_empty() {
            return Err(wrong("account_details.value", "is empty"));
        }
        if self.identifications.is_empty() {
            return Err(wrong(
                "identifications",
                "is empty: say who should own the account",
            ));
        }
        let fits = |(_, value): &(Id, String)| (1..=256).contains(&value.chars().count());
        if !self.identifications.iter().all(fits) {
            let what = "holds a value that is not 1 to 256 characters long";
            return Err(wrong("identifications", what));
        }
        if self
            .bank
            .as_ref()
            .is_some_and(|(_, value)| value.is_empty())
        {
            return Err(wrong("bank_identifier.value", "is empty"));
        }
        find(&self.country).map_or(Ok(()), |country| self.check_for(country, *account))
    }

    fn check_for(
        &self,
        country: &Country,
        account: AccountDetailsType,
    ) -> Result<(), AccountVerificationError> {
        let code = country.code;
        let wrong = |member, what: String| Err(AccountVerificationError::new(member, what));
        match (country.account, account) {
            (Account::Iban, AccountDetailsType::AccountId) => {
                return wrong("account_details.type", format!("must be IBAN for {code}"));
            }
            (Account::Number, AccountDetailsType::Iban) => {
                return wrong(
                    "account_details.type",
                    format!("must be ACCOUNT_ID for {code}"),
                );
            }
            _ => {}
        }
        if country.wants_account_type && self.account_type.is_none() {
            return wrong(
                "account_details.account_type",
                format!("is missing for {code}"),
            );
        }
        let wanted = if self.is_company {
            country.company
        } else {
            country.person
        };
        for kind in wanted {
            if !self.identifications.iter().any(|(known, _)| known == kind) {
                let what = format!("lack {} for {code}", kind.as_str());
                return wrong("identifications", what);
            }
        }
        let named = self.bank.as_ref().map(|(kind, _)| *kind);
        let wanted = match (country.bank, named) {
            (Bank::Bic, Some(BankIdentifierType::Bic))
            | (Bank::Clearing, Some(BankIdentifierType::ClearingId))
            | (Bank::BicOrUnnamed, None | Some(BankIdentifierType::Bic))
            | (Bank::Unnamed, None) => return Ok(()),
            (Bank::Bic, _) => "must be a BIC",
            (Bank::Clearing, _) => "must be a CLEARING_ID",
            (Bank::BicOrUnnamed, _) => "must be a BIC, or be left out,",
            (Bank::Unnamed, _) => "must be left out",
        };
        wrong("bank_identifier", format!("{wanted} for {code}"))
    }
}

impl TryFrom<AccountVerification> for AccountRequest {
    type Error = AccountVerificationError;

    fn try_from(request: AccountVerification) -> Result<Self, Self::Error> {
        request.check()?;
        let odd = |field| move |_| AccountVerificationError::new(field, "has the wrong length");
        let missing = || AccountVerificationError::new("account_details", "is missing");
        let (kind, number) = request.account.ok_or_else(missing)?;
        let identifications = request.identifications.into_iter().map(|(kind, value)| {
            let value: AccountIdentificationValue =
                value.try_into().map_err(odd("identifications"))?;
            Ok(AccountIdentification::new(kind, value))
        });
        let identifications: Vec<_> = identifications.collect::<Result<_, _>>()?;
        let value: AccountDetailsValue = number.try_into().map_err(odd("account_details.value"))?;
        let mut details = AccountDetails::new(kind, value);
        details.account_type = request.account_type;
        let holder = if request.is_company {
            AccountHolderType::Business
        } else {
            AccountHolderType::Personal
        };
        let country: AccountRequestCountryCode =
            request.country.try_into().map_err(odd("country_code"))?;
        let mut made = Self::new(details, country, identifications, holder);
        if let Some((kind, value)) = request.bank {
            let value: BankIdentifierValue =
                value.try_into().map_err(odd("bank_identifier.value"))?;
            made = made.bank_identifier(BankIdentifier::new(kind, value));
        }
        Ok(made)
    }
}

/// Shows the country and which facts are set, not their values.
impl fmt::Debug for AccountVerification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds: Vec<_> = self.identifications.iter().map(|(kind, _)| kind).collect();
        f.debug_struct("AccountVerification")
            .field("country", &self.country)
            .field("is_company", &self.is_company)
            .field("account", &self.account.as_ref().map(|(kind, _)| kind))
            .field("identifications", &kinds)
            .field("bank", &self.bank.as_ref().map(|(kind, _)| kind))
            .field("account_type", &self.account_type)
            .finish()
    }
}
