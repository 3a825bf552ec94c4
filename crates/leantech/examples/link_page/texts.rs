//! The texts of the pages, in both languages.

use leantech::link_sdk::Language;

/// The texts of one language.
pub(crate) struct Words {
    pub(crate) direction: &'static str,
    pub(crate) title: &'static str,
    pub(crate) invitation: &'static str,
    pub(crate) connect: &'static str,
    pub(crate) connected: &'static str,
    pub(crate) nothing: &'static str,
    pub(crate) not_confirmed: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) closed: &'static str,
    pub(crate) again: &'static str,
    pub(crate) other_language: &'static str,
}

const ENGLISH: Words = Words {
    direction: "ltr",
    title: "Connect your bank",
    invitation: "Example shop would like to see your accounts, balances and transactions.",
    connect: "Connect a bank",
    connected: "Confirmed by Lean: you are connected to",
    nothing: "Lean knows of no connection yet.",
    not_confirmed: "This could not be confirmed. Nothing was connected.",
    failed: "The bank did not connect your accounts. It said:",
    closed: "Nothing was connected. You can try again.",
    again: "Back to the beginning",
    other_language: "العربية",
};

const ARABIC: Words = Words {
    direction: "rtl",
    title: "اربط حسابك البنكي",
    invitation: "يود المتجر التجريبي الاطلاع على حساباتك وأرصدتك ومعاملاتك.",
    connect: "اربط بنكًا",
    connected: "أكدت لين أنك مرتبط بـ",
    nothing: "لا تعرف لين أي ربط حتى الآن.",
    not_confirmed: "تعذر تأكيد ذلك. لم يتم ربط أي حساب.",
    failed: "لم يربط البنك حساباتك، وكان السبب:",
    closed: "لم يتم ربط أي حساب. يمكنك المحاولة مرة أخرى.",
    again: "العودة إلى البداية",
    other_language: "English",
};

pub(crate) fn of(language: Language) -> &'static Words {
    match language {
        Language::Arabic => &ARABIC,
        _ => &ENGLISH,
    }
}
