"""Gives schemathesis real ids: what it makes up exists nowhere, and 404 would be all it met.

A value is only put in the place of one that is well formed, so that what is wrong on purpose
stays wrong.
"""

import datetime
import itertools
import os
import re
import uuid

import requests
import schemathesis

BASE = os.environ["SANDBOX_URL"]
BANKS = ["LEA1_SAMAOB_SAU", "LEA2_SAMAOB_SAU"]
PERMISSIONS = [
    "identity", "accounts", "balance", "transactions", "identities", "scheduled_payments",
    "standing_orders", "direct_debits", "beneficiaries",
]  # fmt: skip
CLIENT = {
    "client_id": "00000000-0000-4000-8000-000000000001",
    "client_secret": "sandbox-secret",
    "grant_type": "client_credentials",
    "scope": "api",
}
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
COUNT = itertools.count()

# A proxy of the machine must not come between.
HTTP = requests.Session()
HTTP.trust_env = False


def ask(method, path, **rest):
    answer = HTTP.request(method, BASE + path, timeout=10, **rest)
    answer.raise_for_status()
    return answer.json()


TOKEN = ask("POST", "/oauth2/token", data=CLIENT)["access_token"]
HTTP.headers["authorization"] = f"Bearer {TOKEN}"


class Connection:
    """A customer with a bank connection, and every id that belongs to it."""

    def __init__(self):
        self.app_user_id = f"conformance-{uuid.uuid4()}"
        customer = ask("POST", "/customers/v1/", json={"app_user_id": self.app_user_id})
        self.customer = customer["customer_id"]
        link = ask("POST", "/v2/accounts-access-consents", json=self.link())
        ask("POST", f"/_sandbox/consents/{link['bank_consent_id']}/approve")
        entity = ask("GET", f"/customers/v1/{self.customer}/entities")[0]
        self.entity = entity["id"]
        self.consent = entity["consents"][0]["id"]
        accounts = ask("GET", "/data/v2/accounts", params={"entity_id": self.entity})
        self.account = accounts["data"]["accounts"][0]["account_id"]
        refreshes = ask("GET", "/data/v2/refreshes", params={"entity_id": self.entity})
        self.refresh = refreshes["content"][0]["refresh_id"]
        later = ask("GET", "/data/v2/accounts", params={"entity_id": self.entity, "async": "true"})
        self.results = later["results_id"]

    def link(self):
        return {
            "customer_id": self.customer,
            "bank_identifier": BANKS[0],
            "success_redirect_url": "https://app.example.com/?success=true",
            "failure_redirect_url": "https://app.example.com/?success=false",
            "permissions": PERMISSIONS,
        }

    def ids(self):
        return {
            "customer_id": self.customer,
            "entity_id": self.entity,
            "consent_id": self.consent,
            "account_id": self.account,
            "refresh_id": self.refresh,
            "results_id": self.results,
            # As the open-banking family spells them.
            "CustomerId": self.customer,
            "EntityId": self.entity,
            "AccountId": self.account,
        }


LASTING = Connection()
# The account that payouts of the sandbox are paid from, and who is paid.
PAYER = "00000000-0000-4000-8000-000000000002"
PAYABLE = {
    "name": "Sample Holder",
    "iban": "SA0091000000000000000123",
    "address": "1 Example Road",
    "country": "SAU",
    "city": "Riyadh",
    "currency_iso_code": "SAR",
}
DESTINATION = ask("POST", "/payouts/v1/payment/destinations", json=[PAYABLE])[0]["destination_id"]
TO_PAY = {"amount": 10.5, "currency": "SAR", "description": "x", "destination_id": DESTINATION}
ask(
    "POST",
    "/payouts/v1/bulk-payments",
    json={"account_id": PAYER, "authorize_payment": True, "payments": [TO_PAY]},
)
PAYMENT = ask("GET", "/payouts/v1/payments")["content"][0]["payment_id"]
DAYS = {"start_date": "2025-01-01", "end_date": "2099-01-01"}


def report(kind, body):
    path = f"/insights/v2/customers/{LASTING.customer}/reports/{kind}"
    made = ask("POST", path, json=body)["report_id"]
    # It is there after a few looks.
    for _ in range(3):
        ask("GET", f"{path}/{made}")
    return made


REPORTS = {
    "bank-statements": report("bank-statements", DAYS),
    "verification-of-income": report("verification-of-income", {}),
}


def is_uuid(value):
    return isinstance(value, str) and UUID.fullmatch(value) is not None


def with_real_ids(context, values):
    if not values:
        return values
    # One in four stays as it is and meets 404.
    if next(COUNT) % 4 == 3:
        return values
    # What is deleted must not be missing later.
    is_deleted = context.operation.method.lower() == "delete"
    ids = (Connection() if is_deleted else LASTING).ids()
    return {
        name: ids[name] if name in ids and is_uuid(value) else value
        for name, value in values.items()
    }


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    values = with_real_ids(context, path_parameters)
    if values and isinstance(values.get("app_user_id"), str) and next(COUNT) % 2:
        values = {**values, "app_user_id": LASTING.app_user_id}
    if values and next(COUNT) % 4 < 3:
        values = with_ids_of_texts(context.operation.path, values)
    return values


def with_ids_of_texts(path, values):
    """Real ids for those that the documents call mere texts."""
    known = {"destination_id": DESTINATION, "document_id": LASTING.entity}
    kind = next((kind for kind in REPORTS if f"/{kind}/" in path), "bank-statements")
    known["report_id"] = REPORTS[kind]
    if path.startswith(("/payouts", "/files")) or "/reports" in path:
        known["customer_id"] = LASTING.customer
    known["payment_id"] = PAYMENT
    return {
        name: known[name] if name in known and isinstance(value, str) else value
        for name, value in values.items()
    }


def is_date(value):
    if not isinstance(value, str) or not DATE.fullmatch(value):
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def with_recent_days(values):
    """Days that have been and that the consent reaches, which the documents cannot say."""
    recent = datetime.date.today() - datetime.timedelta(days=next(COUNT) % 150)
    days = {name: values.get(name) for name in ("start_date", "end_date")}
    known = {name: recent.isoformat() for name, day in days.items() if is_date(day)}
    return {**values, **known}


@schemathesis.hook
def map_query(context, query):
    values = with_real_ids(context, query)
    if values and context.operation.path.startswith("/insights/"):
        values = with_recent_days(values)
    # The documents cannot say that the end does not come before the start.
    start, end = (values or {}).get("start_date"), (values or {}).get("end_date")
    if is_date(start) and is_date(end) and start > end:
        values = {**values, "start_date": end, "end_date": start}
    return values


def of_the_standard(query):
    """A query of the open-banking family: somebody's data, and an end that is not before the start."""
    query = dict(query or {})
    if not {"EntityId", "CustomerId"} & set(query):
        query["EntityId"] = LASTING.entity
    names = ("fromBookingDateTime", "toBookingDateTime")
    start, end = (moment(query.get(name)) for name in names)
    # The offset does not count.
    if start and end and start.replace(tzinfo=None) > end.replace(tzinfo=None):
        query.update(zip(names, (query[names[1]], query[names[0]])))
    return query


@schemathesis.hook
def map_body(context, body):
    if not isinstance(body, dict):
        return body
    path = context.operation.path
    if path == "/v2/accounts-access-consents":
        return linked(body)
    if path == "/data/v2/refreshes":
        return with_real_ids(context, body)
    if path == "/insights/v2/income":
        return with_recent_days(with_real_ids(context, body))
    if path == "/oauth2/token":
        return authenticated(body)
    if body.get("app_user_id") in (".", ".."):
        # Steps in a path, so that nobody could ask for the customer again.
        return {**body, "app_user_id": f"dots-{next(COUNT)}"}
    return body


@schemathesis.hook
def filter_body(context, body):
    """The document of payouts cannot say yet that nobody pays nobody: Lean refuses an empty list."""
    return not (context.operation.path.startswith("/payouts/") and pays_nobody(body))


def pays_nobody(value):
    lists = ("payment_details", "payments", "destination_details")
    if isinstance(value, dict):
        return any(
            (name in lists and inner == []) or pays_nobody(inner) for name, inner in value.items()
        )
    return isinstance(value, list) and any(pays_nobody(inner) for inner in value)


@schemathesis.hook
def before_call(context, case, **kwargs):
    # What is made from the documents' own examples does not go through the hook above.
    path = case.operation.path
    if path in VERIFIABLE and isinstance(case.body, dict) and case.meta.generation.mode.is_positive:
        case.body = verifiable(path, case.body)
    is_link = case.operation.path == "/v2/accounts-access-consents"
    if is_link and isinstance(case.body, dict) and case.meta.generation.mode.is_positive:
        case.body = linked(case.body)
    if case.meta.generation.mode.is_positive:
        of_payouts_and_reports(case)
    is_standards = case.operation.path.startswith("/open-banking/")
    if is_standards and case.meta.generation.mode.is_positive:
        case.query = of_the_standard(case.query)


def of_payouts_and_reports(case):
    """What the documents cannot say: whom to pay, in whole halalas, and days that make sense."""
    path, body = case.operation.path, case.body
    if path == "/payouts/v1/payments":
        amounts = {"amount_min", "amount_max"} & set(case.query or {})
        case.query = {**(case.query or {}), **{name: "10.50" for name in amounts}}
    if path == "/payouts/v1/payment/destinations" and isinstance(body, list):
        case.body = [
            {**row, "customer_id": LASTING.customer} if "customer_id" in row else row
            for row in body
        ]
    if not isinstance(body, dict):
        return
    if path == "/payouts/v1/payment":
        case.body = {**body, "payment_details": [paid(one) for one in body["payment_details"]]}
    if path == "/payouts/v1/bulk-payments":
        rows = [in_bulk(row) for row in body["payments"]]
        case.body = {**body, "account_id": PAYER, "payments": rows}
    if path.endswith("/reports/bank-statements"):
        case.body = {**body, **DAYS}
    if path == "/reports/v2/customers":
        kinds = ("NATIONAL_ID", "COMMERCIAL_REGISTRATION", "UNIFIED_NUMBER")
        numbers = [{"type": kind, "value": "0000000001"} for kind in kinds]
        case.body = {**body, "identifiers": numbers}


def paid(details):
    rows = [
        {**row, "amount": 10.5, "payment_destination_id": DESTINATION}
        for row in details["destination_details"]
    ]
    return {**details, "account_id": PAYER, "destination_details": rows}


def in_bulk(row):
    row = {**row, "amount": 10.5, "currency": "SAR"}
    if "destination_details" in row:
        row.pop("destination_id", None)
        return row
    return {**row, "destination_id": DESTINATION, "description": "x"}


def moment(value):
    try:
        at = datetime.datetime.fromisoformat(value.replace("Z", "+00:00").replace("z", "+00:00"))
    except (AttributeError, ValueError):
        return None
    return at if at.tzinfo else None


def linked(body):
    """A link for somebody who exists, at a bank that exists, with times that make sense."""
    body = dict(body)
    if isinstance(body.get("bank_identifier"), str):
        body["bank_identifier"] = BANKS[next(COUNT) % 2]
    if isinstance(body.get("app_user_id"), str):
        body["app_user_id"] = LASTING.app_user_id
    if is_uuid(body.get("customer_id")) or not {"customer_id", "app_user_id"} & set(body):
        body["customer_id"] = LASTING.customer
    if "expiration_date_time" in body and moment(body["expiration_date_time"]) is not None:
        body["expiration_date_time"] = "2099-01-01T00:00:00+03:00"
    if "transaction_from_date_time" in body and moment(body["transaction_from_date_time"]):
        body["transaction_from_date_time"] = "2025-01-01T00:00:00Z"
    return body


# What each verification asks about, beside which the documents cannot say what goes together.
IBAN = "SA0001000000000000004242"
IDS = {
    "UNIFIED_NUMBER": "7000004242",
    "NATIONAL_ID": "0000009942",
    "FREELANCER_NUMBER": "FL-000099421",
    "PROPERTY_NUMBER": "0000009942000001",
    "FIRST_REGISTRATION_DATE": "1445-01-01",
    "DATE_OF_BIRTH_HIJRI": "1410-01-01",
    "DATE_OF_BIRTH_GREGORIAN": "1990-01-01",
    "FULL_NAME": "Sample Holder",
}


def identified(*kinds):
    return [{"type": kind, "value": IDS[kind]} for kind in kinds]


VERIFIABLE = {
    "/verifications/v2/beneficiary-name": {"iban": IBAN},
    "/verifications/v1/corporates": {"identifications": identified("UNIFIED_NUMBER")},
    "/verifications/v1/corporates/managers": {"identifications": identified("UNIFIED_NUMBER")},
    "/verifications/v1/freelancers": {
        "type": "FULL",
        "identifications": identified("NATIONAL_ID", "FREELANCER_NUMBER"),
    },
    "/verifications/v2/iban": {
        "type": "PERSONAL",
        "iban": IBAN,
        "identifications": identified("NATIONAL_ID", "FULL_NAME"),
    },
    "/verifications/v2/iban/banks": {
        "availabilities": [{"country_code": "SAU", "bank_code": "94", "enablement": "ENABLED"}]
    },
    "/verifications/v2/entity": {
        "entity_id": LASTING.entity,
        "identifications": identified("NATIONAL_ID"),
    },
    "/verifications/v1/accounts": {
        "country_code": "SA",
        "account_details": {"type": "IBAN", "value": IBAN},
        "identifications": identified("NATIONAL_ID"),
        "bank_identifier": None,
    },
    "/verifications/v1/properties": {
        "identification_method": "IDENTITY",
        "identifications": identified("PROPERTY_NUMBER", "NATIONAL_ID"),
    },
    "/verifications/v1/properties/search": {
        "identifications": identified("NATIONAL_ID", "DATE_OF_BIRTH_HIJRI"),
    },
}


def verifiable(path, body):
    """Members that go together in the place of made-up ones."""
    body = {**body, **VERIFIABLE[path]}
    return {name: value for name, value in body.items() if value is not None}


def authenticated(body):
    """The sandbox's credentials in the place of made-up ones, most of the time."""
    if next(COUNT) % 4 == 3:
        return body
    known = {name: value for name, value in CLIENT.items() if isinstance(body.get(name), str)}
    known.pop("grant_type", None)
    return {**body, **known}


@schemathesis.auth()
class Bearer:
    def get(self, case, context):
        return TOKEN

    def set(self, case, data, context):
        case.headers["authorization"] = f"Bearer {data}"
