//! A customer's journey as a picture, and the same as a list.

use maud::{Markup, html};

use super::journey::{Journey, Lane, Moment};
use super::shell::{self, badge, instant};

/// The width of the lanes' names, of a moment, and the height of a lane, in units of the picture.
const NAMES: usize = 110;
const STEP: usize = 44;
const LANE: usize = 56;

/// The page of a customer.
pub(super) fn page(journey: &Journey) -> Markup {
    let content = html! {
        nav aria-label="Way back" { a href="/_sandbox/" { "Dashboard" } }
        h1 { "Journey of " bdi { (journey.app_user_id) } }
        p class="hint" { "Lean's id " code { (journey.customer_id) } }
        section id="journey" aria-labelledby="journey-title" data-live {
            h2 id="journey-title" { "What happened" }
            @if journey.left_out > 0 {
                p class="hint" { (journey.left_out) " earlier moments are left out." }
            }
            div class="scroll" tabindex="0" role="region" aria-label="Picture of the journey" {
                (picture(journey))
            }
            ol id="moments" class="moments" {
                @for (number, moment) in numbered(journey) {
                    li value=(number) {
                        span class="when" { (instant(moment.at)) }
                        span class="lane" { (moment.lane.name()) }
                        (badge(moment.tone, &moment.what))
                    }
                }
            }
        }
    };
    let title = format!("Journey of {}", journey.app_user_id);
    shell::around(&title, &content)
}

/// The page for an id that no customer has.
pub(super) fn unknown() -> Markup {
    let content = html! {
        h1 { "No such customer" }
        p { "Maybe the sandbox was reset. " a href="/_sandbox/" { "Dashboard" } }
    };
    shell::around("No such customer", &content)
}

fn numbered(journey: &Journey) -> impl Iterator<Item = (usize, &Moment)> {
    (journey.left_out + 1..).zip(&journey.moments)
}

fn row(lane: Lane) -> usize {
    Lane::ALL
        .iter()
        .position(|known| *known == lane)
        .unwrap_or(0)
}

/// The place of a moment.
fn place(column: usize, lane: Lane) -> (usize, usize) {
    (
        NAMES + STEP / 2 + column * STEP,
        LANE / 2 + row(lane) * LANE,
    )
}

/// The picture: time goes to the right, one step a moment; each lane is somebody's doing. The
/// list under it says the same in words.
fn picture(journey: &Journey) -> Markup {
    let width = NAMES + STEP * journey.moments.len() + STEP / 2;
    let height = LANE * Lane::ALL.len();
    let places: Vec<(usize, usize)> = journey
        .moments
        .iter()
        .enumerate()
        .map(|(column, moment)| place(column, moment.lane))
        .collect();
    let line: Vec<String> = places.iter().map(|(x, y)| format!("{x},{y}")).collect();
    html! {
        svg class="journey" xmlns="http://www.w3.org/2000/svg" role="img"
            aria-labelledby="picture-title" aria-describedby="moments"
            width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } {
            title id="picture-title" {
                "Timeline with " (journey.moments.len()) " moments in four lanes; the list below says each in words"
            }
            @for lane in Lane::ALL {
                @let y = LANE / 2 + row(lane) * LANE;
                line class="lane" x1=(NAMES) x2=(width) y1=(y) y2=(y) {}
                text class="name" x="0" y=(y + 5) { (lane.name()) }
            }
            polyline class="way" points=(line.join(" ")) {}
            @for ((number, moment), (x, y)) in numbered(journey).zip(&places) {
                g class={ "moment " (moment.tone.class()) } {
                    title { (number) ". " (moment.what) }
                    circle cx=(x) cy=(y) r="15" {}
                    text x=(x) y=(y + 5) { (number) }
                }
            }
        }
    }
}
