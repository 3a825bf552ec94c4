//! The words of the bank's pages in both languages.

use super::language::Language;
use crate::data::persona::AccountKind;
use crate::permission_set::Access;

/// Every sentence of the bank's pages. Where one ends before a name, the name follows it.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) skip: &'static str,
    pub(crate) mock_note: &'static str,
    pub(crate) title: &'static str,
    pub(crate) asks_for: &'static str,
    pub(crate) through: &'static str,
    pub(crate) sees: &'static str,
    pub(crate) scopes: &'static str,
    pub(crate) permission: &'static str,
    pub(crate) codes: &'static str,
    pub(crate) how_long: &'static str,
    pub(crate) until: &'static str,
    pub(crate) span: &'static str,
    pub(crate) from: &'static str,
    pub(crate) to_end: &'static str,
    pub(crate) accounts: &'static str,
    pub(crate) accounts_hint: &'static str,
    pub(crate) no_account: &'static str,
    pub(crate) problem: &'static str,
    pub(crate) decide: &'static str,
    pub(crate) approve: &'static str,
    pub(crate) reject: &'static str,
    pub(crate) withdraw: &'static str,
    pub(crate) fail: &'static str,
    pub(crate) fail_hint: &'static str,
    pub(crate) bank_issue: &'static str,
    pub(crate) unseen_error: &'static str,
    pub(crate) unknown_title: &'static str,
    pub(crate) unknown: &'static str,
    pub(crate) expired_title: &'static str,
    pub(crate) expired: &'static str,
    pub(crate) used_title: &'static str,
    pub(crate) used: &'static str,
    pub(crate) foreign_title: &'static str,
    pub(crate) foreign: &'static str,
    pub(crate) go_back: &'static str,
    pub(crate) done_title: &'static str,
    pub(crate) done: &'static str,
}

/// The words of a language.
pub(crate) fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Arabic => &ARABIC,
    }
}

const ENGLISH: Words = Words {
    skip: "Skip to the content",
    mock_note: "Mock bank of the sandbox. The people, accounts and amounts are made up.",
    title: "Share your account information?",
    asks_for: "asks to read information from your accounts at",
    through: "The request comes through Lean. Nobody can move money with it.",
    sees: "What they will see",
    scopes: "The scopes of the Saudi open banking standard behind this",
    permission: "Permission",
    codes: "Scopes",
    how_long: "For how long",
    until: "Access ends",
    span: "Transactions",
    from: "From",
    to_end: "until access ends",
    accounts: "Which accounts do you share?",
    accounts_hint: "Choose at least one.",
    no_account: "Choose at least one account to share, or reject the request.",
    problem: "There is a problem",
    decide: "Your decision",
    approve: "Approve",
    reject: "Reject",
    withdraw: "You can withdraw your consent at any time, in the application or at your bank.",
    fail: "Let the bank fail",
    fail_hint: "A control of the sandbox: the application sees what it would see if the bank could not go on.",
    bank_issue: "The bank has an issue",
    unseen_error: "The bank fails in an unknown way",
    unknown_title: "This link is unknown",
    unknown: "The bank knows no request with this number. Go back to the application and start again.",
    expired_title: "This link has expired",
    expired: "The time for this request is over. Go back to the application and start again.",
    used_title: "This link was used before",
    used: "You have decided on this request already, and a request can be decided on only once.",
    foreign_title: "This decision came from another site",
    foreign: "For your safety the bank takes decisions from its own page only. Nothing was decided.",
    go_back: "Back to the request",
    done_title: "Done",
    done: "You can go back to the application.",
};

const ARABIC: Words = Words {
    skip: "انتقل إلى المحتوى",
    mock_note: "بنك تجريبي تابع لبيئة الاختبار. الأشخاص والحسابات والمبالغ كلها غير حقيقية.",
    title: "هل تريد مشاركة معلومات حساباتك؟",
    asks_for: "يطلب الاطلاع على معلومات حساباتك لدى",
    through: "يصل هذا الطلب عبر لين. ولا يتيح لأي جهة تحويل الأموال.",
    sees: "المعلومات التي سيطّلع عليها",
    scopes: "نطاقات معيار المصرفية المفتوحة السعودي المقابلة",
    permission: "الصلاحية",
    codes: "النطاقات",
    how_long: "مدة المشاركة",
    until: "ينتهي الاطلاع في",
    span: "العمليات",
    from: "من",
    to_end: "حتى انتهاء مدة الاطلاع",
    accounts: "ما الحسابات التي تريد مشاركتها؟",
    accounts_hint: "اختر حسابًا واحدًا على الأقل.",
    no_account: "اختر حسابًا واحدًا على الأقل لمشاركته، أو ارفض الطلب.",
    problem: "توجد مشكلة",
    decide: "قرارك",
    approve: "موافقة",
    reject: "رفض",
    withdraw: "يمكنك سحب موافقتك في أي وقت من التطبيق أو من البنك.",
    fail: "محاكاة تعطّل البنك",
    fail_hint: "أداة من بيئة الاختبار: يرى التطبيق ما كان سيراه لو تعذّر على البنك إكمال الطلب.",
    bank_issue: "مشكلة لدى البنك",
    unseen_error: "خطأ غير معروف لدى البنك",
    unknown_title: "هذا الرابط غير معروف",
    unknown: "لا يوجد لدى البنك طلب بهذا الرقم. عُد إلى التطبيق وابدأ من جديد.",
    expired_title: "انتهت صلاحية هذا الرابط",
    expired: "انتهت المدة المحددة لهذا الطلب. عُد إلى التطبيق وابدأ من جديد.",
    used_title: "سبق استخدام هذا الرابط",
    used: "لقد اتخذت قرارك بشأن هذا الطلب من قبل، ولا يمكن اتخاذ القرار إلا مرة واحدة.",
    foreign_title: "وصل هذا القرار من موقع آخر",
    foreign: "حفاظًا على سلامتك لا يقبل البنك القرار إلا من صفحته. لم يُتخذ أي قرار.",
    go_back: "العودة إلى الطلب",
    done_title: "تم",
    done: "يمكنك العودة إلى التطبيق.",
};

/// What a permission lets somebody see: its name and one sentence.
pub(crate) fn permission(language: Language, access: Access) -> (&'static str, &'static str) {
    match language {
        Language::English => match access {
            Access::Identity => (
                "Who you are",
                "Your name, contact details, identity number and date of birth",
            ),
            Access::Accounts => (
                "Your accounts",
                "Their names, kinds, IBANs and account numbers",
            ),
            Access::Balance => (
                "Your balances",
                "How much is in each account, credit included",
            ),
            Access::Transactions => (
                "Your transactions",
                "Money in and out, with dates, amounts and descriptions",
            ),
            Access::Identities => (
                "Who holds each account",
                "The names and details of everybody on an account",
            ),
            Access::ScheduledPayments => (
                "Your scheduled payments",
                "Payments that are planned for one day",
            ),
            Access::StandingOrders => (
                "Your standing orders",
                "Payments that repeat, and how often",
            ),
            Access::DirectDebits => (
                "Your direct debits",
                "Companies that may collect from your accounts",
            ),
            Access::Beneficiaries => (
                "Your beneficiaries",
                "The people and companies that you pay",
            ),
        },
        Language::Arabic => match access {
            Access::Identity => ("هويتك", "اسمك وبيانات التواصل ورقم الهوية وتاريخ الميلاد"),
            Access::Accounts => ("حساباتك", "أسماء الحسابات وأنواعها وأرقامها وأرقام الآيبان"),
            Access::Balance => ("أرصدتك", "الرصيد في كل حساب، بما في ذلك الحد الائتماني"),
            Access::Transactions => ("عملياتك", "المبالغ الواردة والصادرة مع تواريخها ووصفها"),
            Access::Identities => (
                "أصحاب كل حساب",
                "أسماء وبيانات جميع الأشخاص المرتبطين بالحساب",
            ),
            Access::ScheduledPayments => ("مدفوعاتك المجدولة", "المدفوعات المحددة ليوم واحد"),
            Access::StandingOrders => ("أوامرك المستديمة", "المدفوعات المتكررة ومواعيد تكرارها"),
            Access::DirectDebits => ("الخصم المباشر", "الجهات المخوّلة بالتحصيل من حساباتك"),
            Access::Beneficiaries => ("المستفيدون", "الأشخاص والجهات الذين تدفع لهم"),
        },
    }
}

/// What an account of that kind is called.
pub(crate) fn account(language: Language, kind: AccountKind) -> &'static str {
    match language {
        Language::English => match kind {
            AccountKind::Current => "Current account",
            AccountKind::Savings => "Savings account",
            AccountKind::Credit => "Credit card",
            AccountKind::ChargeCard => "Charge card",
            AccountKind::Emoney => "Wallet",
            AccountKind::Prepaid => "Prepaid card",
            AccountKind::Unsupported => "Another account",
        },
        Language::Arabic => match kind {
            AccountKind::Current => "حساب جارٍ",
            AccountKind::Savings => "حساب ادخار",
            AccountKind::Credit => "بطاقة ائتمان",
            AccountKind::ChargeCard => "بطاقة حسم شهري",
            AccountKind::Emoney => "محفظة إلكترونية",
            AccountKind::Prepaid => "بطاقة مسبقة الدفع",
            AccountKind::Unsupported => "حساب آخر",
        },
    }
}

/// The months of the Gregorian calendar, January first.
pub(crate) fn months(language: Language) -> &'static [&'static str; 12] {
    match language {
        Language::English => &[
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        Language::Arabic => &[
            "يناير",
            "فبراير",
            "مارس",
            "أبريل",
            "مايو",
            "يونيو",
            "يوليو",
            "أغسطس",
            "سبتمبر",
            "أكتوبر",
            "نوفمبر",
            "ديسمبر",
        ],
    }
}
