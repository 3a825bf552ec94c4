//! A mock property: its number says who owns it.

use chrono::NaiveDate;
use leantech_core::{DateOrTime, Decimal, ExactDecimal};
use leantech_verifications::types::{
    BorderDirection, BorderType, CalendarDate, LocalizedText, PropertyAddress, PropertyBorder,
    PropertyBuildingStatus, PropertyInformation, PropertyOwner, PropertyOwnerIdentityType,
    PropertyOwnerType, PropertyRight, PropertyRightStatus, PropertyRightType, PropertySpatial,
    PropertyStatus, PropertyUse, SellingPrice,
};

use super::hijri;
use super::holders::{Holder, has_digits, mock_customer};
use super::register_texts::both;
use crate::mock::random::Random;

/// A property by its number: ten digits of the owner, six that count the owner's properties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Property {
    pub(super) owner: String,
    count: u64,
}

/// The ten digits that stand for the owner with an id: its last ten, with zeros before them.
pub(super) fn owner_of(id: &str) -> String {
    let digits: String = id.chars().filter(char::is_ascii_digit).collect();
    let last = digits.get(digits.len().saturating_sub(10)..);
    format!("{:0>10}", last.unwrap_or_default())
}

/// How many properties an owner has: the number in the last two digits.
pub(super) fn count_of(owner: &str) -> u64 {
    let last = owner.get(owner.len().saturating_sub(2)..);
    last.and_then(|last| last.parse().ok()).unwrap_or(0)
}

impl Property {
    /// The property of that number; nothing where it has none of the form.
    pub(super) fn of_number(number: &str) -> Option<Self> {
        if !has_digits(number, 16) {
            return None;
        }
        Some(Self {
            owner: number.get(..10)?.into(),
            count: number.get(10..)?.parse().ok()?,
        })
    }

    /// The properties of an owner, the first first.
    pub(super) fn all_of(owner: &str) -> Vec<Self> {
        (1..=count_of(owner))
            .map(|count| Self {
                owner: owner.into(),
                count,
            })
            .collect()
    }

    /// Whether its owner has so many.
    pub(super) fn is_there(&self) -> bool {
        (1..=count_of(&self.owner)).contains(&self.count)
    }

    fn number(&self) -> String {
        format!("{}{:06}", self.owner, self.count)
    }

    fn random(&self, seed: u64) -> Random {
        /// Keeps the properties apart from everything else of the same seed.
        const PROPERTIES: u64 = 1 << 34;
        let owner = self.owner.parse().unwrap_or(0);
        Random::stream(seed, &[PROPERTIES, owner, self.count])
    }

    /// Every fourth is suspended.
    pub(super) fn status(&self) -> PropertyStatus {
        if self.count.is_multiple_of(4) {
            PropertyStatus::Suspended
        } else {
            PropertyStatus::Active
        }
    }

    /// The area in square metres, and the same with its half metre.
    fn area(&self, seed: u64) -> i64 {
        i64::try_from(self.random(seed).between(120, 900)).unwrap_or(120)
    }

    pub(super) fn price(&self, seed: u64) -> SellingPrice {
        let thousands = i64::try_from(self.random(seed).between(300, 4000)).unwrap_or(300);
        SellingPrice::new()
            .currency("SAR")
            .amount(Decimal::new(thousands * 1000, 0))
    }

    /// Numbers and dates; the day of ownership is told in a search alone.
    pub(super) fn information(&self, is_found: bool) -> PropertyInformation {
        let mut information = PropertyInformation::new()
            .property_number(self.number())
            .first_registration_date(registered());
        information.version_number = (!is_found).then(|| "1".into());
        information.version_date = (!is_found).then(registered);
        information.ownership_date = is_found.then(|| {
            let mut date = registered();
            date.gregorian = None;
            date
        });
        information
    }

    pub(super) fn spatial(&self, seed: u64, is_found: bool) -> PropertySpatial {
        let is_mixed = self.random(seed).chance(50);
        let mut spatial = PropertySpatial::new()
            .area_size(self.size(seed))
            .property_use(if is_mixed {
                PropertyUse::MixedUse
            } else {
                PropertyUse::Residential
            })
            .property_status(PropertyBuildingStatus::Building);
        spatial.property_use_code = is_found.then_some(if is_mixed { 11 } else { 2 });
        spatial.property_type_name = if is_found {
            Some(both(("Villa", "فيلا")))
        } else {
            None
        };
        spatial
    }

    fn size(&self, seed: u64) -> ExactDecimal {
        let metres = self.area(seed);
        // Whole numbers and fractions come.
        if self.count.is_multiple_of(2) {
            Decimal::new(metres * 10 + 5, 1).into()
        } else {
            Decimal::new(metres, 0).into()
        }
    }

    pub(super) fn address(&self) -> PropertyAddress {
        PropertyAddress::new()
            .city_name(both(("Riyadh", "الرياض")))
            .parcel_number(self.count.to_string())
            .block_number("1")
            .plan_number("1000")
            .district_name(both(("Example District", "حي المثال")))
            .district_code("10100000001")
    }

    pub(super) fn borders(&self, seed: u64) -> Vec<PropertyBorder> {
        let mut random = self.random(seed);
        let sides = [
            (BorderDirection::North, BorderType::Road),
            (BorderDirection::East, BorderType::Land),
            (BorderDirection::South, BorderType::Land),
            (BorderDirection::West, BorderType::Land),
        ];
        sides
            .into_iter()
            .map(|(direction, kind)| {
                PropertyBorder::new()
                    .direction(direction)
                    .type_(kind)
                    .length(format!("{}.5", random.between(10, 40)))
            })
            .collect()
    }

    pub(super) fn owners(&self, seed: u64) -> Vec<PropertyOwner> {
        let persona = mock_customer(seed, &self.owner);
        let name = persona.map_or_else(|| Holder::sample().name, |persona| persona.full_name());
        vec![
            PropertyOwner::new()
                .name(LocalizedText::new().en(name).ar("مالك العينة"))
                .type_(PropertyOwnerType::Individual)
                .identity_type(PropertyOwnerIdentityType::NationalId)
                .id(self.owner.clone())
                .owner_share("100%")
                .owner_share_fraction("1/1")
                .owning_area(self.size(seed).to_string()),
        ]
    }

    /// What is suspended may not be sold.
    pub(super) fn rights(&self) -> Vec<PropertyRight> {
        if self.status() != PropertyStatus::Suspended {
            return Vec::new();
        }
        vec![
            PropertyRight::new()
                .id(format!("{}-1", self.number()))
                .number("1")
                .type_(PropertyRightType::PropertySuspension)
                .is_restriction(true)
                .status(PropertyRightStatus::Active),
        ]
    }
}

/// The day on which every property was first registered.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 7, 19).unwrap_or_default()
}

/// The same day in the Hijri calendar, by which a property is found.
pub(super) fn registration_day() -> String {
    hijri::year_first(first_day())
}

fn registered() -> CalendarDate {
    CalendarDate::new()
        .gregorian(DateOrTime::from(first_day()))
        .hijri(registration_day())
}
