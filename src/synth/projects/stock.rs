//! Standing schools that a project can work on, each by one site at most (存量学校).

use crate::synth::random::{Draw, Weights};
use crate::synth::schools::School;
use std::collections::BTreeMap;

/// Programme and kind of work.
type Work = (&'static str, &'static str);

/// The standing schools, and which of them a site has already taken.
#[derive(Debug)]
pub struct Stock<'a> {
    schools: &'a [School],
    taken: Vec<bool>,
    /// Places that stand, by town and stage.
    places: BTreeMap<(usize, &'a str), u32>,
    /// Schools not taken by how well they suit, for every kind of work asked for so far.
    suited: BTreeMap<Work, Weights>,
}

impl<'a> Stock<'a> {
    /// All schools, none taken but those that close.
    #[must_use]
    pub fn new(schools: &'a [School]) -> Self {
        let mut places = BTreeMap::new();
        for school in schools {
            *places.entry((school.town, school.stage)).or_default() += school.places;
        }
        let taken = schools.iter().map(|school| school.closes.is_some()).collect();
        Self { schools, taken, places, suited: BTreeMap::new() }
    }

    /// Takes one school that suits a kind of work, drawn by weight; a weight of 0 does not suit.
    pub fn take(
        &mut self,
        draw: &mut Draw,
        work: Work,
        weight: impl Fn(&School) -> f64,
    ) -> Option<&'a School> {
        let left = self.schools.iter().zip(&self.taken);
        let suited = self.suited.entry(work).or_insert_with(|| {
            Weights::new(left.map(|(school, taken)| if *taken { 0.0 } else { weight(school) }).collect())
        });
        if suited.is_empty() {
            return None;
        }
        let place = suited.pick(draw);
        Some(self.take_out(place))
    }

    /// Takes the public school of a town and stage whose places are nearest to a number.
    pub fn take_nearest(&mut self, town: usize, stage: &str, places: u32) -> Option<&'a School> {
        let fits =
            |school: &School| school.town == town && school.stage == stage && school.sector == "public";
        let place = (0..self.schools.len())
            .filter(|place| !self.taken[*place] && fits(&self.schools[*place]))
            .min_by_key(|place| self.schools[*place].places.abs_diff(places))?;
        Some(self.take_out(place))
    }

    fn take_out(&mut self, place: usize) -> &'a School {
        self.taken[place] = true;
        self.suited.values_mut().for_each(|suited| suited.take_out(place));
        &self.schools[place]
    }

    /// Places of a stage that stand in a town.
    #[must_use]
    pub fn places(&self, town: usize, stage: &str) -> u32 {
        self.places.get(&(town, stage)).copied().unwrap_or(0)
    }
}
