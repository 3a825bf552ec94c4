//! A made-up company of the register: the same for the same seed and number.

use chrono::{Days, NaiveDate};
use leantech_core::{DateOrTime, Decimal, ExactDecimal};
use leantech_verifications::types::{
    AccountStatus, CalendarDate, CapitalInformation, CommercialRegistry, CompanyAddress,
    CompanyType, ContactInfo, ContributionCapital, ECommerce, EStore, FiscalYear, Headquarters,
    LocalizedLabel, NameLanguage, PartnersNationality,
};

use super::company_people::Person;
use super::endings::{self, Ending, Failure};
use super::hijri;
use super::holders::has_digits;
use super::published;
use super::register_texts::{Tongue, Words};
use crate::mock::random::Random;

/// A company as far as it differs from others.
#[derive(Debug)]
pub(super) struct Company {
    /// The unified number: ten digits that begin with 7.
    pub(super) number: String,
    pub(super) name: Words,
    pub(super) activity: Words,
    pub(super) city: (i64, Words),
    pub(super) issued: NaiveDate,
    pub(super) state: AccountStatus,
    pub(super) people: [Person; 2],
    /// In riyals.
    pub(super) capital: i64,
    pub(super) today: NaiveDate,
}

#[rustfmt::skip]
const NAMES: [(Words, Words); 4] = [
    (("Example Trading Company", "شركة المثال التجارية"), ("Retail sale of household goods", "بيع السلع المنزلية بالتجزئة")),
    (("Trial Contracting Company", "شركة التجربة للمقاولات"), ("General construction of buildings", "الإنشاءات العامة للمباني")),
    (("Draft Logistics Company", "شركة المسودة للخدمات اللوجستية"), ("Road transport of goods", "نقل البضائع برا")),
    (("Sample Software Company", "شركة العينة للبرمجيات"), ("Development of software", "تطوير البرمجيات")),
];

const CITIES: [(i64, Words); 3] = [
    (3, ("Riyadh", "الرياض")),
    (5, ("Jeddah", "جدة")),
    (13, ("Dammam", "الدمام")),
];

impl Company {
    /// Whether a text is a unified number.
    pub(super) fn is_number(text: &str) -> bool {
        has_digits(text, 10) && text.starts_with('7')
    }

    /// The company of that number, or why the register does not answer.
    pub(super) fn of(seed: u64, number: &str, today: NaiveDate) -> Result<Self, Failure> {
        /// Keeps the companies apart from everything else of the same seed.
        const COMPANIES: u64 = 1 << 33;
        let state = match endings::of(number) {
            _ if published::is_company(number) => AccountStatus::Blocked,
            Some(Ending::Failure(failure)) => return Err(failure),
            Some(Ending::State(state)) => state,
            None => AccountStatus::Active,
        };
        let digits = number.parse().unwrap_or(0);
        let mut random = Random::stream(seed, &[COMPANIES, digits]);
        let mut pick = |count: usize| {
            let count = u64::try_from(count).unwrap_or(1);
            usize::try_from(random.below(count)).unwrap_or(0)
        };
        let (name, activity) = NAMES.get(pick(NAMES.len())).copied().unwrap_or_default();
        let city = CITIES.get(pick(CITIES.len())).copied().unwrap_or_default();
        let people = Person::two(number, &mut random);
        let first = NaiveDate::from_ymd_opt(2005, 1, 1).unwrap_or(today);
        let issued = first.checked_add_days(Days::new(random.below(18 * 365)));
        let thousands = i64::try_from(random.between(50, 5000)).unwrap_or(50);
        Ok(Self {
            number: number.into(),
            name,
            activity,
            city,
            issued: issued.unwrap_or(first),
            state,
            people,
            capital: thousands * 1000,
            today,
        })
    }

    fn registration_number(&self) -> String {
        format!("1010{}", self.number.get(4..).unwrap_or_default())
    }

    pub(super) fn age_in_days(&self) -> i64 {
        (self.today - self.issued).num_days()
    }

    pub(super) fn state_label(&self, tongue: Tongue) -> LocalizedLabel {
        tongue.label(match self.state {
            AccountStatus::Blocked => ("Suspended", "معلق"),
            AccountStatus::Closed => ("Struck off", "مشطوب"),
            AccountStatus::InLiquidation => ("Under liquidation", "تحت التصفية"),
            _ => ("Active", "نشط"),
        })
    }

    pub(super) fn registry(&self) -> CommercialRegistry {
        CommercialRegistry::new()
            .national_number(self.number.clone())
            .registration_number(self.registration_number())
            .version_number(1)
    }

    pub(super) fn headquarters(&self, tongue: Tongue) -> Headquarters {
        Headquarters::new()
            .city_id(self.city.0)
            .city_name(tongue.text(self.city.1))
    }

    /// A day after the issue, in both calendars; a year is as long as the Gregorian one.
    pub(super) fn day_after(&self, days: u64) -> CalendarDate {
        let day = self.issued.checked_add_days(Days::new(days));
        let day = day.unwrap_or(self.issued);
        CalendarDate::new()
            .gregorian(DateOrTime::from(day))
            .hijri(hijri::day_first(day))
    }

    pub(super) fn activities(&self, tongue: Tongue) -> Vec<Option<LocalizedLabel>> {
        vec![Some(tongue.label(self.activity))]
    }
}

/// A number of riyals without a fraction, and with one.
pub(super) fn whole(riyals: i64) -> ExactDecimal {
    Decimal::new(riyals, 0).into()
}

pub(super) fn with_fraction(riyals: i64) -> ExactDecimal {
    Decimal::new(riyals * 10, 1).into()
}

pub(super) fn name_language(tongue: Tongue) -> NameLanguage {
    NameLanguage::new()
        .id(1)
        .description(tongue.text(("Arabic", "العربية")))
}

pub(super) fn partners(tongue: Tongue) -> PartnersNationality {
    PartnersNationality::new().nationality(tongue.text(("Saudi", "سعودي")))
}

pub(super) fn kind(tongue: Tongue) -> CompanyType {
    let form = ("Limited liability company", "شركة ذات مسؤولية محدودة");
    CompanyType::new()
        .name(tongue.text(("Company", "شركة")))
        .form_name(tongue.text(form))
        .characters(vec![Some(tongue.label(form))])
}

pub(super) fn contact() -> ContactInfo {
    ContactInfo::new()
        .phone_number("966110000000")
        .mobile_number("966500000000")
        .email("info@example.com")
        .website_url("https://company.example.com")
}

pub(super) fn shops(company: &Company, tongue: Tongue) -> ECommerce {
    let shops = || {
        Some(vec![
            EStore::new()
                .store_url("https://shop.example.com")
                .store_activities(company.activities(tongue)),
        ])
    };
    // Recorded under both names.
    let mut commerce = ECommerce::new();
    commerce.e_store = shops();
    commerce.estore = shops();
    commerce
}

pub(super) fn capital(company: &Company, tongue: Tongue) -> CapitalInformation {
    let (en, ar) = match tongue {
        Tongue::English => (Some("In-Cash".into()), None),
        Tongue::Arabic => (None, Some("نقدي".into())),
    };
    let mut capital = ContributionCapital::new()
        .cash_capital(with_fraction(company.capital))
        .in_kind_capital(whole(0))
        .contribution_value(whole(10))
        .total_cash_contribution(whole(company.capital / 10))
        .total_in_kind_contribution(whole(0));
    capital.en = en;
    capital.ar = ar;
    CapitalInformation::new()
        .currency(tongue.text(("Saudi Riyal", "ريال سعودي")))
        .contribution_capital(capital)
}

pub(super) fn fiscal_year(tongue: Tongue) -> FiscalYear {
    FiscalYear::new()
        .is_first(false)
        .calendar_type(tongue.text(("Gregorian", "ميلادي")))
        .end_month(12)
        .end_day(31)
}

/// Numbers are texts here, as recorded.
pub(super) fn address(company: &Company, tongue: Tongue) -> CompanyAddress {
    let (id, city) = company.city;
    let said = |(en, ar): Words| match tongue {
        Tongue::English => Some(en.to_owned()),
        Tongue::Arabic => Some(ar.to_owned()),
    };
    let mut address = CompanyAddress::new()
        .latitude("24.0000")
        .longitude("46.0000")
        .building_number("0001")
        .district_id(String::new())
        .city_id(id.to_string())
        .post_code("00000")
        .additional_number("0000")
        .region_id("1")
        .is_primary_address("true")
        .unit_number("1")
        .restriction(String::new())
        .pk_address_id("1");
    address.title = said(("Head office", "المركز الرئيسي"));
    address.address = said(("1 Example Road", "١ طريق المثال"));
    address.address2 = said(("Example District", "حي المثال"));
    address.street = said(("Example Road", "طريق المثال"));
    address.district = said(("Example District", "حي المثال"));
    address.city = said(city);
    address.region_name = said(("Riyadh Region", "منطقة الرياض"));
    address.status = said(("Active", "نشط"));
    address
}
