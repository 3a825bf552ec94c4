//! Every figure: what it is, what it is compared with, and what it is held to.

use serde::Serialize;

use crate::catalogue::FIGURES;
use crate::trouble::Trouble;
use crate::verdict::Limit;
use crate::workbench::Workbench;

/// How ours and the peer's become one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    /// Ours divided by the peer's.
    Ratio,
    /// Ours less the peer's.
    Difference,
    /// Ours alone.
    Alone,
}

impl Compared {
    /// The value that is held to the limits.
    pub fn value(self, ours: f64, peer: Option<f64>) -> Option<f64> {
        match (self, peer) {
            (Self::Alone, _) => Some(ours),
            (Self::Ratio, Some(peer)) if peer != 0.0 => Some(ours / peer),
            (Self::Difference, Some(peer)) => Some(ours - peer),
            _ => None,
        }
    }
}

/// Whether a figure is the same whenever and wherever it is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// It repeats, and a check holds it to its bar.
    Exact,
    /// It depends on the machine and what else runs on it; it is never held to anything.
    Noisy,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Ours.
    pub ours: f64,
    /// The peer's.
    pub peer: Option<f64>,
    /// For a figure of growth: the amounts of work, and what one unit of each cost.
    pub points: Vec<(f64, f64)>,
    /// The same of a peer that grows as well.
    pub peer_points: Vec<(f64, f64)>,
}

impl Reading {
    /// Ours alone.
    pub fn alone(ours: f64) -> Self {
        Self {
            ours,
            peer: None,
            points: Vec::new(),
            peer_points: Vec::new(),
        }
    }

    /// Ours next to a peer's.
    pub fn beside(ours: f64, peer: f64) -> Self {
        Self {
            peer: Some(peer),
            ..Self::alone(ours)
        }
    }

    /// What one unit of work costs where there is most of it, next to where there is least.
    ///
    /// # Errors
    ///
    /// Fails when there are no points.
    pub fn growth(points: Vec<(f64, f64)>) -> Result<Self, Trouble> {
        let (least, most) = ends(&points)?;
        Ok(Self {
            points,
            ..Self::beside(most, least)
        })
    }

    /// How many times as much one unit of work costs where there is most of it as where there is
    /// least, next to the same of a peer.
    ///
    /// # Errors
    ///
    /// Fails when there are no points.
    pub fn growth_beside(
        points: Vec<(f64, f64)>,
        peer_points: Vec<(f64, f64)>,
    ) -> Result<Self, Trouble> {
        let times = |points: &[(f64, f64)]| ends(points).map(|(least, most)| most / least);
        let (ours, peer) = (times(&points)?, times(&peer_points)?);
        Ok(Self {
            points,
            peer_points,
            ..Self::beside(ours, peer)
        })
    }
}

/// What one unit costs where there is least work, and where there is most.
fn ends(points: &[(f64, f64)]) -> Result<(f64, f64), Trouble> {
    match (points.first(), points.last()) {
        (Some((_, least)), Some((_, most))) => Ok((*least, *most)),
        _ => Err(Trouble::new("there is no amount of work")),
    }
}

/// One figure.
#[derive(Debug)]
pub struct Figure {
    /// The name by which it is called; the part before `/` is its group.
    pub name: &'static str,
    /// What it says, for people.
    pub what: &'static str,
    /// The unit of ours and the peer's.
    pub unit: &'static str,
    /// The peer, in words.
    pub peer: &'static str,
    /// How both become one value.
    pub compared: Compared,
    /// What it has to keep to.
    pub bar: Option<Limit>,
    /// Where it should be.
    pub target: Option<Limit>,
    /// Whether it repeats.
    pub certainty: Certainty,
    /// Takes it.
    pub measure: Measure,
}

/// Takes a figure.
pub type Measure = fn(&Workbench) -> Result<Reading, Trouble>;

impl Figure {
    /// The part of the name before `/`.
    pub fn group(&self) -> &'static str {
        self.name.split('/').next().unwrap_or(self.name)
    }

    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.group() == name
    }
}

/// The figures of these names and groups, or all when none is named.
///
/// # Errors
///
/// Fails with the first name that is neither a figure nor a group.
pub fn chosen(names: &[String]) -> Result<Vec<&'static Figure>, String> {
    let unknown = names
        .iter()
        .find(|name| !FIGURES.iter().any(|figure| figure.is_called(name)));
    if let Some(name) = unknown {
        return Err(name.clone());
    }
    let is_chosen =
        |figure: &&Figure| names.is_empty() || names.iter().any(|name| figure.is_called(name));
    Ok(FIGURES.iter().filter(is_chosen).collect())
}
