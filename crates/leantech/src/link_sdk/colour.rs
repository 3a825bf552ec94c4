//! Colours and gradients in the forms that the `LinkSDK` takes.

use super::colour_names::COLOUR_NAMES;

/// Whether a text is a colour: `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb(0, 0, 0)` or a name
/// of CSS.
pub(super) fn is_colour(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix('#') {
        return matches!(digits.len(), 3 | 4 | 6 | 8)
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if let Some(parts) = arguments(text, "rgb(") {
        let mut parts = parts.split(',').map(str::trim);
        let is_level = |part: &str| is_digits(part) && part.parse::<u8>().is_ok();
        return parts.clone().count() == 3 && parts.all(is_level);
    }
    COLOUR_NAMES
        .iter()
        .any(|name| name.eq_ignore_ascii_case(text))
}

/// Whether a text is a colour or a `linear-gradient(…)` of two colours or more.
pub(super) fn is_background(text: &str) -> bool {
    is_colour(text) || is_gradient(text)
}

fn is_gradient(text: &str) -> bool {
    let Some(parts) = arguments(text, "linear-gradient(") else {
        return false;
    };
    let mut parts = split_outside_brackets(parts).into_iter().peekable();
    parts.next_if(|first| is_direction(first));
    parts.len() >= 2 && parts.all(is_stop)
}

/// The direction of a gradient: `45deg`, `0.25turn`, `to right`, `to bottom left`.
fn is_direction(text: &str) -> bool {
    if let Some(sides) = text.strip_prefix("to ") {
        let sides: Vec<&str> = sides.split_ascii_whitespace().collect();
        return match sides.as_slice() {
            [side] => is_side(side),
            [one, other] => {
                (is_vertical(one) && is_side(other) && !is_vertical(other))
                    || (is_vertical(other) && is_side(one) && !is_vertical(one))
            }
            _ => false,
        };
    }
    ["deg", "grad", "rad", "turn"]
        .iter()
        .any(|unit| text.strip_suffix(unit).is_some_and(is_number))
}

fn is_side(text: &str) -> bool {
    is_vertical(text) || matches!(text, "left" | "right")
}

fn is_vertical(text: &str) -> bool {
    matches!(text, "top" | "bottom")
}

/// A colour of a gradient and at most two positions of it: `red`, `red 10%`, `rgb(0, 0, 0) 0% 50%`.
fn is_stop(text: &str) -> bool {
    // The brackets of a colour hold blanks, so the positions come after them.
    let end = text.rfind(')').map_or(0, |bracket| bracket + 1);
    let (head, tail) = text.split_at(end);
    let mut words = tail.split_ascii_whitespace();
    let colour = if head.is_empty() {
        words.next().unwrap_or_default()
    } else {
        head
    };
    let places: Vec<&str> = words.collect();
    let is_place = |place: &&str| {
        ["%", "px"]
            .iter()
            .any(|unit| place.strip_suffix(unit).is_some_and(is_number))
            || *place == "0"
    };
    is_colour(colour) && places.len() <= 2 && places.iter().all(is_place)
}

/// The text between the brackets of a CSS function.
fn arguments<'t>(text: &'t str, function: &str) -> Option<&'t str> {
    let head = text.get(..function.len())?;
    if !head.eq_ignore_ascii_case(function) {
        return None;
    }
    text.get(function.len()..)?.strip_suffix(')')
}

/// Splits at the commas outside brackets; spaces around a part do not matter.
fn split_outside_brackets(text: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    text.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    })
    .map(str::trim)
    .collect()
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    match digits.split_once('.') {
        Some((whole, fraction)) => (whole.is_empty() || is_digits(whole)) && is_digits(fraction),
        None => is_digits(digits),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_hex_rgb_or_a_name() {
        for good in [
            "#fff",
            "#FFF8",
            "#00d1a0",
            "#00d1a0ff",
            "rgb(0, 128,255)",
            "RGB(1,2,3)",
            "rebeccapurple",
            "Transparent",
        ] {
            assert!(is_colour(good), "{good}");
            assert!(is_background(good), "{good}");
        }
        for bad in [
            "",
            "fff",
            "#ff",
            "#fffff",
            "#ggg",
            "rgb(256,0,0)",
            "rgb(1,2)",
            "rgb(1,2,3,4)",
            "rgb(+1,2,3)",
            "rgb(1,2,3",
            "blurple",
            " red",
            "red;",
            "url(x)",
            "#12345é",
        ] {
            assert!(!is_colour(bad), "{bad}");
        }
    }

    #[test]
    fn gradients_have_two_colours_or_more() {
        for good in [
            "linear-gradient(red, blue)",
            "linear-gradient(45deg, #fff, #000 50%)",
            "linear-gradient(to bottom left, rgb(1, 2, 3) 0% 10.5%, blue)",
            "linear-gradient(-.25turn,red,green,blue)",
        ] {
            assert!(is_background(good), "{good}");
            assert!(!is_colour(good), "{good}");
        }
        for bad in [
            "linear-gradient()",
            "linear-gradient(red)",
            "linear-gradient(45deg, red)",
            "linear-gradient(to top bottom, red, blue)",
            "linear-gradient(red, blurple)",
            "linear-gradient(red, blue",
            "linear-gradient(red, blue 1em)",
            "radial-gradient(red, blue)",
            "linear-gradient(red, blue 1% 2% 3%)",
        ] {
            assert!(!is_background(bad), "{bad}");
        }
    }
}
