//! Mistakes in ceilings and unit costs.

use crate::mutation::{List, Mutation, Reach, SLIPS, SOME};
use crate::table::{When, plus};

pub fn budget() -> Vec<Mutation> {
    use Reach::{Place, Whole};
    const ONE: When = &[("year", "2026"), ("county", "331002")];
    let mut list = List::of("budget");
    list.scaled(Place, "limit", "a county and year", ONE, &SLIPS, false);
    list.scaled(Place, "limit", "the whole in one year", &[("year", "2026"), ("county", "*")], &SLIPS, false);
    list.scaled(Whole, "limit", "the whole", &[("county", "*")], &SOME, false);
    list.scaled(Whole, "limit", "a county", &[("county", "331002")], &SOME, false);
    list.scaled(Whole, "limit", "a year", &[("year", "2024")], &SOME, false);
    list.scaled(Whole, "limit", "all", &[], &SLIPS, false);
    list.written(Place, "limit", "138.600 for 138600", ONE, "138.600");
    list.written(Place, "limit", "138.600,0", ONE, "138.600,0");
    list.written(Place, "limit", "0", ONE, "0");
    list.written(Place, "limit", "below 0", ONE, "-138600");
    list.written(Whole, "limit", "0 in all", &[], "0");
    list.whole("limit", "thousands with a point", |draft| {
        draft.table("budget").change(&[], "limit", |cell| match cell.len() {
            4.. => format!("{}.{}", &cell[..cell.len() - 3], &cell[cell.len() - 3..]),
            _ => cell.to_owned(),
        });
    });
    list.whole("county", "two counties exchanged", |draft| {
        draft.table("budget").swap(&[], "county", "331002", "331022");
    });
    list.whole("county", "the whole and a county exchanged", |draft| {
        draft.table("budget").swap(&[], "county", "331022", "*");
    });
    list.written(Place, "county", "no such county", ONE, "331005");
    list.written(Place, "county", "a county twice", ONE, "331022");
    list.written(Whole, "county", "the whole for all", &[], "*");
    list.whole("year", "every year one too high", |draft| {
        draft.table("budget").change(&[], "year", plus(1.0))
    });
    list.whole("year", "every year one too low", |draft| {
        draft.table("budget").change(&[], "year", plus(-1.0))
    });
    list.written(Whole, "year", "2032 for 2023", &[("year", "2023")], "2032");
    list.whole("year", "two years exchanged", |draft| {
        draft.table("budget").swap(&[], "year", "2023", "2026")
    });
    list.written(Whole, "source", "合计", &[], "合计");
    list.written(Whole, "source", "a source that no project has", &[], "town");
    list.written(Whole, "source", "县级", &[], "县级");
    list.written(Place, "source", "a misspelt source", ONE, "cuonty");
    list.written(Whole, "source", "county for all sources", &[], "county");
    list.written(Place, "carry", "no carry-over in one row", ONE, "no");
    list.written(Whole, "carry", "no carry-over", &[], "no");
    list.written(Place, "carry", "no such word", ONE, "maybe");
    list.without(Place, "county", "a row missing", ONE);
    list.without(Whole, "county", "a county missing", &[("county", "331002")]);
    list.without(Whole, "county", "the whole missing", &[("county", "*")]);
    list.without(Whole, "county", "the counties missing", &[("county", "331…")]);
    list.without(Whole, "year", "a year missing", &[("year", "2024")]);
    list.without(Whole, "year", "the last year missing", &[("year", "2027")]);
    list.whole("limit", "the table missing", |draft| {
        draft.tables.remove("budget");
    });
    list.place("limit", "a row twice", |draft| draft.table("budget").copy(ONE, |_| {}));
    list.whole("limit", "all rows twice", |draft| draft.table("budget").copy(&[], |_| {}));
    list.whole("limit", "year and limit exchanged", |draft| {
        draft.table("budget").exchange(&[], "year", "limit")
    });
    list.usual(&["year", "county", "limit"]);
    list.constant(&["source", "carry"]);
    list.all
}

pub fn costs() -> Vec<Mutation> {
    use Reach::{Place, Whole};
    const PUPIL: When = &[("stage", "primary"), ("sector", "public"), ("item", "running_per_pupil")];
    const PLACE: When = &[("stage", "preschool"), ("sector", "public"), ("item", "running_per_place")];
    const SUBSIDY: When = &[("stage", "preschool"), ("sector", "inclusive")];
    const BOUGHT: When = &[("stage", "primary"), ("item", "bought_place")];
    let mut list = List::of("costs");
    for (what, when) in [
        ("running cost a pupil", PUPIL),
        ("running cost a place", PLACE),
        ("a subsidy", SUBSIDY),
        ("a bought place", BOUGHT),
        ("all special schools", &[("stage", "special")]),
    ] {
        list.scaled(Whole, "value", what, when, &SLIPS, false);
    }
    list.scaled(Whole, "value", "all", &[], &SLIPS, false);
    list.scaled(Whole, "value", "all", &[], &[1.0 / 12.0], false);
    list.written(Place, "value", "14.250 for 14250", PUPIL, "14.250");
    list.written(Place, "value", "14.250,0", PUPIL, "14.250,0");
    list.written(Place, "value", "1.425万", PUPIL, "1.425万");
    list.written(Place, "value", "0", PUPIL, "0");
    list.written(Place, "value", "below 0", PUPIL, "-14250");
    list.written(Place, "value", "digits turned", PUPIL, "41250");
    list.written(Whole, "value", "0 in all", &[], "0");
    list.written(Whole, "value", "below 0 in all", &[], "-1000");
    list.written(Whole, "value", "one cost for all", &[], "10000");
    list.whole("item", "pupil and place exchanged", |draft| {
        draft.table("costs").swap(&[], "item", "running_per_pupil", "running_per_place");
    });
    list.written(Whole, "item", "a pupil's cost as a place's", PUPIL, "running_per_place");
    list.written(Whole, "item", "no such item", PUPIL, "running_per_pupils");
    list.written(Whole, "item", "a subsidy for the running cost", PUPIL, "subsidy_per_pupil");
    list.whole("stage", "primary and junior exchanged", |draft| {
        draft.table("costs").swap(&[], "stage", "primary", "junior");
    });
    list.whole("stage", "preschool and special exchanged", |draft| {
        draft.table("costs").swap(&[], "stage", "preschool", "special");
    });
    list.written(Place, "stage", "no such stage", PUPIL, "primery");
    list.whole("sector", "public and private exchanged", |draft| {
        draft.table("costs").swap(&[], "sector", "public", "private");
    });
    list.whole("sector", "inclusive and private exchanged", |draft| {
        draft.table("costs").swap(&[], "sector", "inclusive", "private");
    });
    list.written(Place, "sector", "no such sector", PUPIL, "pulbic");
    for (how, when) in [
        ("running cost a pupil missing", PUPIL),
        ("running cost a place missing", PLACE),
        ("a subsidy missing", SUBSIDY),
        ("a bought place missing", BOUGHT),
    ] {
        list.without(Whole, "item", how, when);
    }
    list.without(Whole, "item", "all running cost a place missing", &[("item", "running_per_place")]);
    list.without(Whole, "item", "all running cost a pupil missing", &[("item", "running_per_pupil")]);
    list.without(Whole, "stage", "a stage missing", &[("stage", "junior")]);
    list.without(Whole, "stage", "special schools missing", &[("stage", "special")]);
    list.without(Whole, "sector", "public schools missing", &[("sector", "public")]);
    list.without(Whole, "sector", "private schools missing", &[("sector", "private")]);
    list.whole("value", "the table missing", |draft| {
        draft.tables.remove("costs");
    });
    list.place("value", "a row twice", |draft| draft.table("costs").copy(PUPIL, |_| {}));
    list.place("value", "a row twice with another cost", |draft| {
        draft.table("costs").copy(PUPIL, |row| row.put("value", "99999"));
    });
    list.usual(&["stage", "sector", "item", "value"]);
    list.all
}
