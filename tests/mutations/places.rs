//! Mistakes in counties, towns, and the files of a study.

use crate::draft::Draft;
use crate::mutation::{List, Mutation, Reach};
use crate::table::plus;

const TOWN: &str = "331002005";
const OTHER: &str = "331022001";

pub fn counties() -> Vec<Mutation> {
    use Reach::{Place, Whole};
    let mut list = List::of("counties");
    list.whole("code", "two codes exchanged", |draft| {
        draft.table("counties").swap(&[], "code", "331002", "331022")
    });
    list.written(Place, "code", "a digit turned", &[("code", "331002")], "330102");
    list.written(Place, "code", "twice the same", &[("code", "331004")], "331002");
    list.without(Place, "code", "a county missing", &[("code", "331002")]);
    list.place("code", "a row twice", |draft| draft.table("counties").copy(&[("code", "331002")], |_| {}));
    list.place("code", "a county without towns", |draft| {
        draft.table("counties").copy(&[("code", "331002")], |row| {
            row.put("code", "331099");
            row.put("name", "新区");
        });
    });
    list.place("code", "the whole as one more county", |draft| {
        draft.table("counties").copy(&[("code", "331002")], |row| {
            row.put("code", "331000");
            row.put("name", "合计");
        });
    });
    list.whole("code", "the table missing", |draft| {
        draft.tables.remove("counties");
    });
    list.written(Place, "name", "another county's name", &[("code", "331002")], "路桥区");
    list.written(Whole, "name", "one name for all", &[], "椒江区");
    list.whole("name", "code and name exchanged", |draft| {
        draft.table("counties").exchange(&[], "code", "name")
    });
    list.written(Place, "name_en", "another county's name", &[("code", "331002")], "Luqiao");
    list.usual(&["code", "name", "name_en"]);
    list.all
}

pub fn towns() -> Vec<Mutation> {
    let mut list = List::of("towns");
    points(&mut list);
    areas(&mut list);
    list.usual(&["code", "name", "name_en", "county", "kind", "lon", "lat", "setting"]);
    list.all
}

fn points(list: &mut List) {
    use Reach::{Place, Whole};
    const ONE: crate::table::When = &[("code", TOWN)];
    list.scaled(Place, "lon", "a town", ONE, &[10.0, 1000.0, 0.1, 0.001], false);
    list.scaled(Place, "lat", "a town", ONE, &[10.0, 1000.0, 0.1, 0.001], false);
    list.scaled(Whole, "lon", "all", &[], &[10.0, 0.1, 0.01, 1000.0], false);
    list.scaled(Whole, "lat", "all", &[], &[10.0, 0.1, 0.01, 1000.0], false);
    for (by, how) in [
        (1.0, "a degree too far east"),
        (10.0, "ten degrees too far east"),
        (-0.3, "0.3 degrees too far west"),
    ] {
        list.place("lon", how, move |draft| draft.table("towns").change(ONE, "lon", plus(by)));
    }
    for (by, how) in [
        (1.0, "a degree too far north"),
        (-2.0, "two degrees too far south"),
        (0.3, "0.3 degrees too far north"),
    ] {
        list.place("lat", how, move |draft| draft.table("towns").change(ONE, "lat", plus(by)));
    }
    list.place("lon", "digits turned", |draft| draft.table("towns").put(ONE, "lon", "112.47339"));
    list.place("lat", "digits turned", |draft| draft.table("towns").put(ONE, "lat", "82.61378"));
    list.place("lon", "0,0", |draft| {
        draft.table("towns").put(ONE, "lon", "0");
        draft.table("towns").put(ONE, "lat", "0");
    });
    list.place("lon", "no point", |draft| {
        draft.table("towns").put(ONE, "lon", "");
        draft.table("towns").put(ONE, "lat", "");
    });
    list.whole("lon", "no points of a county", |draft| {
        draft.table("towns").put(&[("county", "331002")], "lon", "");
        draft.table("towns").put(&[("county", "331002")], "lat", "");
    });
    list.whole("lon", "no points at all", |draft| {
        draft.table("towns").drop_column("lon");
        draft.table("towns").drop_column("lat");
    });
    list.whole("lon", "one point for all", |draft| {
        draft.table("towns").put(&[], "lon", "121.42");
        draft.table("towns").put(&[], "lat", "28.66");
    });
    list.whole("lon", "one point for a county", |draft| {
        draft.table("towns").put(&[("county", "331002")], "lon", "121.42");
        draft.table("towns").put(&[("county", "331002")], "lat", "28.66");
    });
    list.place("lon", "lon and lat exchanged in a town", |draft| {
        draft.table("towns").exchange(ONE, "lon", "lat")
    });
    list.whole("lon", "lon and lat exchanged", |draft| draft.table("towns").exchange(&[], "lon", "lat"));
    list.place("lon", "the points of two towns exchanged", |draft| {
        draft.table("towns").swap_rows(ONE, &[("code", OTHER)], &["lon", "lat"]);
    });
    list.place("lon", "west for east", |draft| {
        draft.table("towns").change(ONE, "lon", |cell| format!("-{cell}"))
    });
    list.whole("lon", "decimal commas", |draft| {
        draft.table("towns").change(&[], "lon", |cell| cell.replace('.', ","));
        draft.table("towns").change(&[], "lat", |cell| cell.replace('.', ","));
    });
    list.whole("lon", "whole degrees", |draft| {
        draft.table("towns").change(&[], "lon", |cell| cell[..3].to_owned());
        draft.table("towns").change(&[], "lat", |cell| cell[..2].to_owned());
    });
    list.whole("lon", "minutes for decimals", |draft| {
        let minutes = |cell: &str| {
            let number = cell.parse::<f64>().unwrap();
            (number.trunc() + number.fract() * 0.6).to_string()
        };
        draft.table("towns").change(&[], "lon", minutes);
        draft.table("towns").change(&[], "lat", minutes);
    });
    list.whole("lat", "a county's points turned upside down", |draft| {
        draft.table("towns").change(&[("county", "331022")], "lat", |cell| {
            (2.0 * 29.1 - cell.parse::<f64>().unwrap()).to_string()
        });
    });
    list.whole("lon", "the points of a county a degree too far east", |draft| {
        draft.table("towns").change(&[("county", "331022")], "lon", plus(1.0));
    });
}

fn areas(list: &mut List) {
    use Reach::{Place, Whole};
    const ONE: crate::table::When = &[("code", TOWN)];
    list.place("code", "two codes exchanged", |draft| draft.table("towns").swap(&[], "code", TOWN, OTHER));
    list.written(Place, "code", "a digit lacks", ONE, "33100205");
    list.written(Place, "code", "twice the same", ONE, "331002006");
    list.written(Place, "code", "with a space behind", ONE, "331002005 ");
    list.written(Place, "code", "full-width digits", ONE, "３３１００２００５");
    list.without(Place, "code", "a town missing", ONE);
    list.without(Whole, "code", "a county's towns missing", &[("county", "331002")]);
    list.place("code", "a row twice", |draft| draft.table("towns").copy(ONE, |_| {}));
    list.place("code", "a town without people", |draft| {
        draft.table("towns").copy(ONE, |row| {
            row.put("code", "331002999");
            row.put("name", "新镇");
        });
    });
    list.whole("code", "codes as decimal numbers", |draft| {
        draft.table("towns").change(&[], "code", |cell| format!("{cell}.0"));
    });
    list.whole("code", "the table missing", |draft| {
        draft.tables.remove("towns");
    });
    list.written(Place, "county", "another county", ONE, "331022");
    list.written(Place, "county", "a neighbouring county", ONE, "331004");
    list.written(Place, "county", "no such county", ONE, "331005");
    list.whole("county", "two counties exchanged", |draft| {
        draft.table("towns").swap(&[], "county", "331002", "331022");
    });
    list.whole("county", "two neighbouring counties exchanged", |draft| {
        draft.table("towns").swap(&[], "county", "331002", "331004");
    });
    list.written(Whole, "county", "one county for all", &[], "331002");
    list.written(Place, "name", "another town's name", ONE, "海游街道");
    list.place("name", "two names exchanged", |draft| {
        draft.table("towns").swap_rows(ONE, &[("code", OTHER)], &["name"]);
    });
    list.written(Place, "name_en", "another town's name", ONE, "Haiyou Subdistrict");
    list.written(Place, "kind", "no such kind", ONE, "district");
    list.written(Place, "kind", "a township for a subdistrict", ONE, "township");
    list.written(Whole, "kind", "one kind for all", &[], "township");
    list.written(Place, "setting", "rural for urban", ONE, "rural");
    list.whole("setting", "urban and rural exchanged", |draft| {
        draft.table("towns").swap(&[], "setting", "urban", "rural");
    });
}

/// Files in each other's place, under names that are nearly right, and beside each other.
pub fn files() -> Vec<Mutation> {
    let mut list = List::of("files");
    for (name, other) in [
        ("births", "budget"),
        ("schools", "projects"),
        ("projects", "schools"),
        ("costs", "budget"),
        ("budget", "costs"),
        ("towns", "counties"),
        ("mortality", "births"),
    ] {
        list.whole("name", &format!("{other} under the name of {name}"), move |draft| {
            let table = draft.tables[other].clone();
            draft.tables.insert(name.to_owned(), table);
        });
    }
    for (name, near) in [
        ("budget", "Budget-2023"),
        ("budget", "budget.csv"),
        ("budget", "资金计划"),
        ("costs", "成本测算"),
        ("projects", "PROJECTS"),
        ("mortality", "mortality_old"),
        ("schools", "school"),
        ("towns", "town"),
        ("births", "birth"),
    ] {
        list.whole("name", &format!("{name} under the name of {near}"), move |draft| {
            let table = draft.tables.remove(name).unwrap();
            draft.tables.insert(near.to_owned(), table);
        });
    }
    for name in ["budget", "costs", "projects", "schools"] {
        list.whole("name", &format!("{name} twice, the copy with other figures"), move |draft| {
            let mut table = (*draft.tables[name]).clone();
            let rows = table.rows.len() / 2;
            table.rows.truncate(rows);
            draft.tables.insert(format!("{name} (2)"), table.into());
        });
    }
    for name in ["budget", "schools", "births", "population"] {
        list.whole("bytes", &format!("{name} cut in the middle of a row"), move |draft| {
            let bytes = draft.tables[name].text().into_bytes();
            cut(draft, name, bytes[..bytes.len() * 2 / 3].to_vec());
        });
        list.whole("bytes", &format!("{name} is empty"), move |draft| cut(draft, name, Vec::new()));
        list.whole("bytes", &format!("{name} has its heads alone"), move |draft| {
            draft.table(name).rows.clear()
        });
        list.whole("bytes", &format!("{name} has no heads"), move |draft| {
            let table = draft.table(name);
            table.heads = table.rows.remove(0);
        });
        list.whole("bytes", &format!("{name} with semicolons"), move |draft| {
            let bytes = draft.tables[name].text().replace(',', ";").into_bytes();
            cut(draft, name, bytes);
        });
    }
    list.all
}

fn cut(draft: &mut Draft, name: &str, bytes: Vec<u8>) {
    draft.tables.remove(name);
    draft.raw.insert(format!("{name}.csv"), bytes);
}
