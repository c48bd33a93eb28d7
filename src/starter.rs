//! A first model file for the tables that an office has (建模起步): the stages, sectors and years that they show. What it has to assume
//! is marked in it, and nothing is made up: no target, no cost, no rate but that every child of the ages of a stage needs a place.

use crate::domain::{Language, Text};
use crate::input::Survey;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A usual stage: id, names, ages.
type Usual = (&'static str, &'static str, &'static str, (u8, u8));

/// Stages whose ages are the same nearly everywhere.
const STAGES: [Usual; 4] = [
    ("preschool", "学前教育", "Preschool", (3, 5)),
    ("primary", "小学", "Primary", (6, 11)),
    ("junior", "初中", "Junior secondary", (12, 14)),
    ("senior", "普通高中", "Senior secondary", (15, 17)),
];

const SECTORS: [(&str, &str, &str); 3] = [
    ("public", "公办", "Public"),
    ("inclusive", "普惠性民办", "Inclusive private"),
    ("private", "民办", "Private"),
];

const GROUPS: [(&str, &str, &str); 2] =
    [("local", "本地户籍", "Local hukou"), ("migrant", "随迁子女", "Migrant")];

/// Years of decisions where tables tell none.
const DECISION_YEARS: i32 = 5;

/// Years after the base year until which the children who are born by then fill every grade of primary school.
const UNTIL_GRADE_SIX: i32 = 11;

/// A model file and what it assumes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// Text of the model file.
    pub model: String,
    /// What it assumes, a sentence each.
    pub assumed: Vec<Text>,
    /// What only the office can say.
    pub asked: Vec<Text>,
}

/// The years of a plan: base, first and last decision year, last year of the outlook.
fn years(survey: &Survey) -> Option<[i32; 4]> {
    // A count from January to July lies in the school year that began the year before.
    let counted = survey.counted.last().map(|(year, month)| if *month < 8 { year - 1 } else { *year });
    let base = counted.into_iter().chain(survey.births.last().copied()).min()?;
    // Ceilings say when the plan begins and ends, openings of projects how long it is at least.
    let told: &BTreeSet<i32> = if survey.ceilings.is_empty() { &survey.openings } else { &survey.ceilings };
    let first = survey.ceilings.first().copied().unwrap_or(0).max(base + 1);
    let last = told.last().copied().filter(|last| *last >= first).unwrap_or(first + DECISION_YEARS - 1);
    Some([base, first, last, last.max(base + UNTIL_GRADE_SIX)])
}

fn both(zh: impl Into<String>, en: impl Into<String>) -> Text {
    Text { zh: zh.into(), en: en.into() }
}

/// Writes a model file for tables; none where they tell no year at all.
#[must_use]
pub fn start(survey: &Survey, name: &str, title: &str, data: &str, language: Language) -> Option<Start> {
    let [base, first, last, outlook] = years(survey)?;
    let mut start = Start { model: String::new(), assumed: Vec::new(), asked: Vec::new() };
    let say = |text: &Text| text.get(language).to_owned();
    let head = both(
        "由 xuewei init 根据现有表格生成。标有“假设”的各项请核对后改写；没有的数据一概未编造。",
        "Made by xuewei init from the tables at hand. Check what is marked as assumed; nothing was made up.",
    );
    let _ = writeln!(start.model, "# {}\n", say(&head));
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let _ = writeln!(start.model, "name = {}", quoted(name));
    let _ = writeln!(start.model, "title = {{ zh = {0}, en = {0} }}", quoted(title));
    let _ = writeln!(start.model, "data = {}", quoted(data));
    let from = if survey.ceilings.is_empty() && survey.openings.is_empty() {
        both("表中没有年份，取五年", "no table tells the years: five of them")
    } else if survey.ceilings.is_empty() {
        both("到项目的最晚投用年份", "until the last project is to open")
    } else {
        both("取自资金表的年份", "the years that have ceilings")
    };
    let assumed = both(
        format!(
            "基年 {base} 取最近一次人口或出生数据；规划期 {first}—{last} {}；展望到 {outlook} 年",
            from.zh
        ),
        format!(
            "base year {base}, the last with people or births; decisions {first} to {last}: {}; outlook to {outlook}",
            from.en
        ),
    );
    start.line(&format!("base_year = {base}"), None, language);
    start.line(
        &format!("horizon = {{ first = {first}, last = {last}, outlook = {outlook} }}"),
        Some(assumed),
        language,
    );
    start.sections("group", GROUPS.iter().filter(|(id, ..)| survey.groups.contains(*id)));
    start.sections("sector", SECTORS.iter().filter(|(id, ..)| survey.sectors.contains(*id)));
    if survey.sectors.is_empty() {
        start.sections("sector", SECTORS.iter().take(1));
        start.assume(both("表中没有办学性质，只设公办", "no table tells sectors: public alone"), language);
    }
    start.stages(survey, language);
    start
        .model
        .push_str("\n[[programme]]\nid = \"projects\"\nname = { zh = \"建设项目\", en = \"Projects\" }\n");
    start.assume(
        both(
            "所有项目归入一个工程，不规定个数；如有个数任务请分设工程",
            "all projects count towards one programme that asks for no number; part it where numbers are asked for",
        ),
        language,
    );
    start.ask(survey);
    Some(start)
}

impl Start {
    fn line(&mut self, line: &str, assumed: Option<Text>, language: Language) {
        let _ = writeln!(self.model, "{line}");
        self.assumed.extend(assumed.clone());
        if let Some(text) = assumed {
            self.comment(&text, language);
        }
    }

    fn assume(&mut self, text: Text, language: Language) {
        self.comment(&text, language);
        self.assumed.push(text);
    }

    fn comment(&mut self, text: &Text, language: Language) {
        let _ = match language {
            Language::Chinese => writeln!(self.model, "# 假设：{}", text.zh),
            Language::English => writeln!(self.model, "# assumed: {}", text.en),
        };
    }

    fn sections<'s>(&mut self, key: &str, of: impl Iterator<Item = &'s (&'s str, &'s str, &'s str)>) {
        for (id, zh, en) in of {
            let _ =
                writeln!(self.model, "\n[[{key}]]\nid = \"{id}\"\nname = {{ zh = \"{zh}\", en = \"{en}\" }}");
        }
    }

    fn stages(&mut self, survey: &Survey, language: Language) {
        for (id, zh, en, (first, last)) in STAGES.iter().filter(|(id, ..)| survey.stages.contains(*id)) {
            let _ = writeln!(
                self.model,
                "\n[[stage]]\nid = \"{id}\"\nname = {{ zh = \"{zh}\", en = \"{en}\" }}\nages = [{first}, {last}]\nenrolment_rate = 1.0\nprogramme = \"projects\""
            );
        }
        self.assume(
            both(
                "各学段按通行的年龄，入学率按100%（全部适龄儿童都需要学位）；请按当地实际改写 ages、enrolment_rate",
                "stages have the usual ages, and every child of these ages needs a place: write the true ages and rates",
            ),
            language,
        );
        if survey.stages.contains("special") {
            self.asked.push(both(
                "特殊教育：请在模型文件中增加学段 special，并写明年龄和 prevalence（适龄儿童中需要特殊教育学位的比例）",
                "special education: add a stage `special` to the model file, with its ages and `prevalence` (the share of these ages that needs such a place)",
            ));
        }
    }

    fn ask(&mut self, survey: &Survey) {
        let has = |name: &str| survey.tables.iter().any(|(_, table)| table.name == name);
        let lacking = [
            ("population", "人口", "people by age"),
            ("schools", "学校", "schools"),
            ("projects", "项目", "projects"),
            (
                "costs",
                "成本（生均运行经费等，没有则只计建设投资）",
                "unit costs (without them only capital is counted)",
            ),
            ("budget", "预算（没有则不限资金）", "ceilings of money (without them there is no limit)"),
        ];
        for (name, zh, en) in lacking.into_iter().filter(|(name, ..)| !has(name)) {
            self.asked.push(both(format!("没有表 {name}：{zh}"), format!("no table `{name}`: {en}")));
        }
        self.asked.push(both(
            "目标：公办园占比、普惠覆盖率、通过评估的县等，请写入 [[indicator]]（见 models/taizhou.toml）",
            "targets: shares, coverage and the like are written as [[indicator]] (see models/taizhou.toml)",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_follow_from_the_tables() {
        let mut survey = Survey {
            counted: [(2023, 12), (2024, 12)].into(),
            births: (2010..=2024).collect(),
            ..Survey::default()
        };
        assert_eq!(years(&survey), Some([2024, 2025, 2029, 2035]));
        survey.openings = [2026, 2028].into();
        assert_eq!(years(&survey), Some([2024, 2025, 2028, 2035]));
        survey.ceilings = (2024..=2040).collect();
        assert_eq!(years(&survey), Some([2024, 2025, 2040, 2040]));
        // Counted in spring: the school year began the year before.
        survey.counted = [(2024, 3)].into();
        assert_eq!(years(&survey).map(|years| years[0]), Some(2023));
        assert_eq!(years(&Survey::default()), None);
    }
}
