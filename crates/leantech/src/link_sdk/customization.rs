//! How the `LinkSDK` looks: its colours, corners and dialog.

use serde::Serialize;

use super::choices::{Appearance, DialogMode};
use super::colour::{is_background, is_colour};
use super::connect_error::ConnectFault;

/// The look of the `LinkSDK`. What is not set is Lean's own.
///
/// A colour is `#` and 3, 4, 6 or 8 hexadecimal digits, `rgb(0, 128, 255)`, or one of the names of
/// CSS; a background may also be a `linear-gradient(…)`. They are checked when the configuration
/// is built. Source: page on customisation, web kit.
///
/// ```
/// use leantech::link_sdk::{ButtonRadius, Customization, DialogMode};
///
/// let look = Customization::new()
///     .theme_color("#0b6bcb")
///     .theme_color_dark("skyblue")
///     .button_border_radius(ButtonRadius::Pill)
///     .dialog_mode(DialogMode::Contained)
///     .dialog_background_color_light("linear-gradient(45deg, white, #eef)");
/// # let _ = look;
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub struct Customization {
    /// The main colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    theme_color: Option<String>,
    /// The main colour in the dark.
    #[serde(skip_serializing_if = "Option::is_none")]
    theme_color_dark: Option<String>,
    /// The text on buttons.
    #[serde(skip_serializing_if = "Option::is_none")]
    button_text_color: Option<String>,
    /// The text on buttons in the dark.
    #[serde(skip_serializing_if = "Option::is_none")]
    button_text_color_dark: Option<String>,
    /// The links.
    #[serde(skip_serializing_if = "Option::is_none")]
    link_color: Option<String>,
    /// What lies over the page behind the dialog.
    #[serde(skip_serializing_if = "Option::is_none")]
    overlay_color: Option<String>,
    /// The corners of buttons.
    #[serde(skip_serializing_if = "Option::is_none")]
    button_border_radius: Option<ButtonRadius>,
    /// How the dialog stands in the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    dialog_mode: Option<DialogMode>,
    /// The dialog's background in the light.
    #[serde(skip_serializing_if = "Option::is_none")]
    dialog_background_color_light: Option<String>,
    /// The dialog's background in the dark.
    #[serde(skip_serializing_if = "Option::is_none")]
    dialog_background_color_dark: Option<String>,
    /// The appearance, whatever the device prefers.
    #[serde(skip_serializing_if = "Option::is_none")]
    force_appearance: Option<Appearance>,
    /// Free space below the dialog, in pixels. React Native only.
    #[serde(skip_serializing_if = "Option::is_none")]
    bottom_inset: Option<u16>,
}

/// How round the corners of buttons are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ButtonRadius {
    /// A radius in pixels.
    Pixels(u16),
    /// `pill`: half the button's height.
    Pill,
}

impl Serialize for ButtonRadius {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Pixels(pixels) => serializer.serialize_u16(*pixels),
            Self::Pill => serializer.serialize_str("pill"),
        }
    }
}

impl Customization {
    /// Lean's own look.
    pub fn new() -> Self {
        Self::default()
    }

    /// The main colour.
    #[must_use]
    pub fn theme_color(mut self, colour: impl Into<String>) -> Self {
        self.theme_color = Some(colour.into());
        self
    }

    /// The main colour in the dark.
    #[must_use]
    pub fn theme_color_dark(mut self, colour: impl Into<String>) -> Self {
        self.theme_color_dark = Some(colour.into());
        self
    }

    /// The text on buttons.
    #[must_use]
    pub fn button_text_color(mut self, colour: impl Into<String>) -> Self {
        self.button_text_color = Some(colour.into());
        self
    }

    /// The text on buttons in the dark.
    #[must_use]
    pub fn button_text_color_dark(mut self, colour: impl Into<String>) -> Self {
        self.button_text_color_dark = Some(colour.into());
        self
    }

    /// The links.
    #[must_use]
    pub fn link_color(mut self, colour: impl Into<String>) -> Self {
        self.link_color = Some(colour.into());
        self
    }

    /// What lies over the page behind the dialog.
    #[must_use]
    pub fn overlay_color(mut self, colour: impl Into<String>) -> Self {
        self.overlay_color = Some(colour.into());
        self
    }

    /// How round the corners of buttons are.
    #[must_use]
    pub fn button_border_radius(mut self, radius: ButtonRadius) -> Self {
        self.button_border_radius = Some(radius);
        self
    }

    /// How the dialog stands in the page.
    #[must_use]
    pub fn dialog_mode(mut self, mode: DialogMode) -> Self {
        self.dialog_mode = Some(mode);
        self
    }

    /// The dialog's background in the light: a colour or a gradient.
    #[must_use]
    pub fn dialog_background_color_light(mut self, background: impl Into<String>) -> Self {
        self.dialog_background_color_light = Some(background.into());
        self
    }

    /// The dialog's background in the dark: a colour or a gradient.
    #[must_use]
    pub fn dialog_background_color_dark(mut self, background: impl Into<String>) -> Self {
        self.dialog_background_color_dark = Some(background.into());
        self
    }

    /// The appearance, whatever the customer's device prefers.
    #[must_use]
    pub fn force_appearance(mut self, appearance: Appearance) -> Self {
        self.force_appearance = Some(appearance);
        self
    }

    /// Free space below the dialog, in pixels, for
    /// [`Platform::ReactNative`](super::Platform::ReactNative) alone.
    #[must_use]
    pub fn bottom_inset(mut self, pixels: u16) -> Self {
        self.bottom_inset = Some(pixels);
        self
    }

    pub(super) fn has_bottom_inset(&self) -> bool {
        self.bottom_inset.is_some()
    }

    /// Checks that every colour is one; otherwise names the field that is not, and why.
    pub(super) fn check(&self) -> Result<(), (&'static str, ConnectFault)> {
        let colours = [
            ("customization.theme_color", &self.theme_color),
            ("customization.theme_color_dark", &self.theme_color_dark),
            ("customization.button_text_color", &self.button_text_color),
            (
                "customization.button_text_color_dark",
                &self.button_text_color_dark,
            ),
            ("customization.link_color", &self.link_color),
            ("customization.overlay_color", &self.overlay_color),
        ];
        let backgrounds = [
            (
                "customization.dialog_background_color_light",
                &self.dialog_background_color_light,
            ),
            (
                "customization.dialog_background_color_dark",
                &self.dialog_background_color_dark,
            ),
        ];
        for (field, colour) in colours {
            if colour.as_deref().is_some_and(|text| !is_colour(text)) {
                return Err((field, ConnectFault::NotAColour));
            }
        }
        for (field, background) in backgrounds {
            if background
                .as_deref()
                .is_some_and(|text| !is_background(text))
            {
                return Err((field, ConnectFault::NotABackground));
            }
        }
        Ok(())
    }
}
