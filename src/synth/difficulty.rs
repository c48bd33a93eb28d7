//! How hard the planning problem of a made-up place is (规划难度): more sites, more sizes, scarcer money, free numbers.

/// What makes a made-up planning problem harder than the shipped example, which is the default.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difficulty {
    /// Candidate sites of the preschool and compulsory programmes together; none: four for every town.
    pub sites: Option<usize>,
    /// Sizes that every new site can be built in; none: one to three, mostly one.
    pub sizes: Option<usize>,
    /// Ceilings of the whole place over the cost of a reasonable plan.
    pub budget_room: f64,
    /// Whether the whole place has the same money every year and loses what it does not spend, so that projects open before they would.
    pub even_budget: bool,
    /// Share of schools that close in the planned years, each with a site to build it anew.
    pub closing: f64,
    /// Whether each programme asks for a number of projects.
    pub counted: bool,
    /// Whether children may go to school in another county.
    pub anywhere: bool,
}

impl Default for Difficulty {
    fn default() -> Self {
        Self {
            sites: None,
            sizes: None,
            budget_room: 1.20,
            even_budget: false,
            closing: 0.0,
            counted: true,
            anywhere: false,
        }
    }
}

impl Difficulty {
    /// Candidate sites of the preschool and the compulsory programme: 280 and 240 for 130 towns, unless a sum is given.
    #[must_use]
    pub fn site_numbers(&self, towns: usize) -> (usize, usize) {
        match self.sites {
            Some(sites) => {
                let preschool = sites * 7 / 13;
                (preschool, sites - preschool)
            }
            None => ((towns * 280).div_ceil(130), (towns * 240).div_ceil(130)),
        }
    }

    /// That many neighbouring sizes out of so many, beginning at one if they fit; none where the number is left to chance.
    #[must_use]
    pub fn neighbouring(&self, base: usize, all: usize) -> Option<std::ops::Range<usize>> {
        let sizes = self.sizes?.clamp(1, all);
        let first = base.min(all - sizes);
        Some(first..first + sizes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_shared_out_and_sizes_are_neighbours() {
        assert_eq!(Difficulty::default().site_numbers(130), (280, 240));
        let hard = Difficulty { sites: Some(600), sizes: Some(3), ..Difficulty::default() };
        assert_eq!(hard.site_numbers(130), (323, 277));
        assert_eq!(hard.neighbouring(1, 5), Some(1..4));
        assert_eq!(hard.neighbouring(4, 5), Some(2..5));
        assert_eq!(Difficulty::default().neighbouring(1, 5), None);
    }
}
