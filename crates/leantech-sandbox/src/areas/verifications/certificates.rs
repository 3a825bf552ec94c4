//! Freelancer certificates: everybody has six, one in each state.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use leantech_core::{DateOrTime, EitherForm, Timestamp};
use leantech_verifications::types::{
    CertificateOwnership, CertificateStatus, FreelancerCertificate, FreelancerIdentificationType,
    FreelancerRequest, FreelancerResult, FreelancerVerification,
    FreelancerVerificationType as Kind, Gender, LocalizedText, Speciality, SpecialityCategory,
};

use super::endings;
use super::envelope::{self, Head};
use super::holders::{Holder, certificate_number, has_digits, mock_customer};
use super::published;
use super::register_texts::both;
use crate::exchange::Exchange;
use crate::wire::answer::Answer;

/// The states, in the order of the last digit of a certificate's number.
const STATES: [CertificateStatus; 6] = [
    CertificateStatus::Active,
    CertificateStatus::Expired,
    CertificateStatus::Canceled,
    CertificateStatus::Revoked,
    CertificateStatus::Rejected,
    CertificateStatus::Pending,
];

/// What a request asks about.
struct Asked<'r> {
    kind: Kind,
    national_id: Option<&'r str>,
    number: Option<&'r str>,
}

/// `POST /verifications/v1/freelancers`
pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: FreelancerRequest = exchange.read_body()?;
    let asked = asked(exchange, &request)?;
    let failure = endings::failure_of(asked.national_id.unwrap_or_default());
    let found = failure.map(|()| verify(exchange, &asked));
    // A text here, an object in every other call.
    let code = found.as_ref().err().and_then(|failure| failure.code());
    let (head, found) = Head::of(exchange, found);
    let mut result = FreelancerResult::new()
        .status(head.status)
        .results_id(head.results_id)
        .message(head.message)
        .timestamp(head.timestamp);
    result.status_detail = code.map(|code| EitherForm::Second(code.as_str().into()));
    result.verifications = found;

    Ok(Answer::ok(&result))
}

/// Reads what is asked; each kind wants its ids.
fn asked<'r>(exchange: &Exchange<'_>, request: &'r FreelancerRequest) -> Result<Asked<'r>, Answer> {
    let find = |wanted: FreelancerIdentificationType| {
        let mut ids = request.identifications.iter().enumerate();
        ids.find(|(_, one)| one.type_ == wanted)
            .map(|(at, one)| (at, one.value.as_str()))
    };
    let national_id = find(FreelancerIdentificationType::NationalId);
    let number = find(FreelancerIdentificationType::FreelancerNumber);
    if let Some((at, id)) = national_id
        && !has_digits(id, 10)
    {
        let pointer = format!("/body/identifications/{at}/value");
        return Err(envelope::invalid(
            exchange,
            &pointer,
            "is not a national id",
        ));
    }
    let (national_id, number) = (national_id.map(|it| it.1), number.map(|it| it.1));
    // Left out, the application's configuration decides at Lean; here what was sent does.
    let kind = request.type_.unwrap_or(match (national_id, number) {
        (Some(_), None) => Kind::FullList,
        (Some(_), Some(_)) => Kind::Full,
        _ => Kind::Basic,
    });
    let is_whole = match kind {
        Kind::FullList => national_id.is_some() && number.is_none(),
        Kind::Full => national_id.is_some() && number.is_some(),
        Kind::Basic => number.is_some() && (national_id.is_some() || request.type_.is_none()),
        _ => false,
    };
    if !is_whole {
        let pointer = "/body/identifications/0/type";
        let what = "does not go with the type of the request";
        return Err(envelope::invalid(exchange, pointer, what));
    }
    Ok(Asked {
        kind,
        national_id,
        number,
    })
}

fn verify(exchange: &Exchange<'_>, asked: &Asked<'_>) -> FreelancerVerification {
    let today = exchange.now.date_naive();
    let all = |id: &str| -> Vec<(String, CertificateStatus)> {
        let numbered = (1..).zip(STATES);
        numbered
            .map(|(which, state)| (certificate_number(id, which), state))
            .collect()
    };
    let theirs: Vec<_> = match (asked.national_id, asked.number) {
        (Some(id), None) => all(id),
        (Some(id), Some(number)) => {
            let is_asked = |one: &(String, CertificateStatus)| one.0 == number;
            match published::certificate(number) {
                Some(state) => vec![(number.to_owned(), state)],
                None => all(id).into_iter().filter(is_asked).collect(),
            }
        }
        // Nobody to compare with: the last digit tells the state.
        (None, number) => {
            let number = number.unwrap_or_default();
            let is_asked = |which: usize| number.ends_with(&which.to_string());
            let mut numbered = (1..).zip(STATES);
            let state = numbered.find(|(which, _)| is_asked(*which));
            let state = published::certificate(number).or(state.map(|it| it.1));
            state
                .map(|state| (number.to_owned(), state))
                .into_iter()
                .collect()
        }
    };
    let ownership = match (asked.national_id, theirs.is_empty()) {
        (None, _) => CertificateOwnership::NotChecked,
        (Some(_), false) => CertificateOwnership::Verified,
        (Some(_), true) => CertificateOwnership::NotVerified,
    };
    let is_verified = ownership == CertificateOwnership::Verified;
    let is_basic = asked.kind == Kind::Basic;
    let certificates = theirs
        .into_iter()
        .map(|(number, state)| certificate(number, &state, today, is_basic));
    let mut shown = FreelancerVerification::new()
        .certificate_ownership_verified(ownership)
        .certificate(certificates.collect::<Vec<_>>());
    shown.national_id = asked.national_id.map(Into::into);

    if !is_verified {
        return shown;
    }
    if is_basic {
        // Recorded: an object of two nulls.
        return shown.name(LocalizedText::new());
    }
    let seed = exchange.shared.state().seed;
    let persona = mock_customer(seed, asked.national_id.unwrap_or_default());
    let name = persona.map_or_else(|| Holder::sample().name, |persona| persona.full_name());
    let gender = match persona {
        Some(persona) if persona.gender == "FEMALE" => Gender::Female,
        _ => Gender::Male,
    };
    shown
        .national_id_expiry_date("1455-01-01")
        .name(LocalizedText::new().ar("مالك العينة").en(name))
        .gender(gender)
}

fn certificate(
    number: String,
    state: &CertificateStatus,
    today: NaiveDate,
    is_basic: bool,
) -> FreelancerCertificate {
    let ago = |days| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let ahead = |days| today.checked_add_days(Days::new(days)).unwrap_or(today);
    let dates = match state {
        // Recorded: what was refused was never issued.
        CertificateStatus::Rejected => None,
        CertificateStatus::Expired => Some((ago(500), ago(135))),
        _ => Some((ago(100), ahead(265))),
    };
    let ended = |wanted| (*state == wanted).then(|| DateOrTime::from(at_noon(ago(30))));
    let mut shown = FreelancerCertificate::new().status(state);
    shown.expiry_date = dates.map(|(_, expires)| DateOrTime::from(expires));
    if is_basic {
        return shown;
    }
    shown.revoked_at = ended(CertificateStatus::Revoked);
    shown.canceled_at = ended(CertificateStatus::Canceled);
    shown.issue_date = dates.map(|(issued, _)| DateOrTime::from(issued));
    shown.number(number).speciality(
        Speciality::new()
            .code("1001")
            .name(both(("Making up examples", "اختلاق الأمثلة")))
            .category(
                SpecialityCategory::new()
                    .code("10")
                    .name(both(("Made-up services", "خدمات مختلقة"))),
            ),
    )
}

fn at_noon(day: NaiveDate) -> Timestamp {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let at: DateTime<Utc> = day.and_time(noon).and_utc();
    at.into()
}
