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
use super::words::{Tongue, Words};
use crate::random::Random;

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
            AccountStatus::Active => ("Active", "نشط"),
            AccountStatus::Blocked => ("Suspended", "معلق"),
            AccountStatus::Closed => ("Struck off", "مشطوب"),
            AccountStatus::InLiquidation => ("Under liquidation", "تحت التصفية"),
        })
    }

    pub(super) fn registry(&self) -> CommercialRegistry {
        CommercialRegistry {
            national_number: Some(self.number.clone()),
            registration_number: Some(self.registration_number()),
            version_number: Some(1),
        }
    }

    pub(super) fn headquarters(&self, tongue: Tongue) -> Headquarters {
        Headquarters {
            city_id: Some(self.city.0),
            city_name: Some(tongue.text(self.city.1)),
        }
    }

    /// A day after the issue, in both calendars; a year is as long as the Gregorian one.
    pub(super) fn day_after(&self, days: u64) -> CalendarDate {
        let day = self.issued.checked_add_days(Days::new(days));
        let day = day.unwrap_or(self.issued);
        CalendarDate {
            gregorian: Some(DateOrTime::from(day)),
            hijri: Some(hijri::day_first(day)),
        }
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
    NameLanguage {
        id: Some(1),
        description: Some(tongue.text(("Arabic", "العربية"))),
    }
}

pub(super) fn partners(tongue: Tongue) -> PartnersNationality {
    PartnersNationality {
        nationality_id: None,
        nationality: Some(tongue.text(("Saudi", "سعودي"))),
    }
}

pub(super) fn kind(tongue: Tongue) -> CompanyType {
    let form = ("Limited liability company", "شركة ذات مسؤولية محدودة");
    CompanyType {
        id: None,
        name: Some(tongue.text(("Company", "شركة"))),
        form_id: None,
        form_name: Some(tongue.text(form)),
        characters: Some(vec![Some(tongue.label(form))]),
    }
}

pub(super) fn contact() -> ContactInfo {
    ContactInfo {
        phone_number: Some("+966110000000".into()),
        mobile_number: Some("+966500000000".into()),
        email: Some("info@example.com".into()),
        website_url: Some("https://company.example.com".into()),
    }
}

pub(super) fn shops(company: &Company, tongue: Tongue) -> ECommerce {
    let shops = || {
        Some(vec![EStore {
            authentication_platform_url: None,
            store_url: Some("https://shop.example.com".into()),
            store_activities: Some(company.activities(tongue)),
        }])
    };
    // Recorded under both names.
    ECommerce {
        e_store: shops(),
        estore: shops(),
    }
}

pub(super) fn capital(company: &Company, tongue: Tongue) -> CapitalInformation {
    let (en, ar) = match tongue {
        Tongue::English => (Some("In-Cash".into()), None),
        Tongue::Arabic => (None, Some("نقدي".into())),
    };
    CapitalInformation {
        currency_id: None,
        currency: Some(tongue.text(("Saudi Riyal", "ريال سعودي"))),
        contribution_capital: Some(ContributionCapital {
            en,
            ar,
            type_id: None,
            type_: None,
            cash_capital: Some(with_fraction(company.capital)),
            in_kind_capital: Some(whole(0)),
            contribution_value: Some(whole(10)),
            total_cash_contribution: Some(whole(company.capital / 10)),
            total_in_kind_contribution: Some(whole(0)),
        }),
        stock_capital: None,
    }
}

pub(super) fn fiscal_year(tongue: Tongue) -> FiscalYear {
    FiscalYear {
        is_first: Some(false),
        calendar_type_id: None,
        calendar_type: Some(tongue.text(("Gregorian", "ميلادي"))),
        end_month: Some(12),
        end_day: Some(31),
        end_year: None,
    }
}

/// Numbers are texts here, as recorded.
pub(super) fn address(company: &Company, tongue: Tongue) -> CompanyAddress {
    let (id, city) = company.city;
    let said = |(en, ar): Words| match tongue {
        Tongue::English => Some(en.to_owned()),
        Tongue::Arabic => Some(ar.to_owned()),
    };
    CompanyAddress {
        title: said(("Head office", "المركز الرئيسي")),
        address: said(("1 Example Road", "١ طريق المثال")),
        address2: said(("Example District", "حي المثال")),
        latitude: Some("24.0000".into()),
        longitude: Some("46.0000".into()),
        building_number: Some("0001".into()),
        street: said(("Example Road", "طريق المثال")),
        district: said(("Example District", "حي المثال")),
        district_id: Some(String::new()),
        city: said(city),
        city_id: Some(id.to_string()),
        post_code: Some("00000".into()),
        additional_number: Some("0000".into()),
        region_name: said(("Riyadh Region", "منطقة الرياض")),
        region_id: Some("1".into()),
        is_primary_address: Some("true".into()),
        unit_number: Some("1".into()),
        restriction: Some(String::new()),
        pk_address_id: Some("1".into()),
        status: said(("Active", "نشط")),
    }
}
