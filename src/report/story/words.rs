//! Words of the proposal.

use crate::domain::{Language, ProjectKind, SOURCES, SourceWord, source_word};
use crate::outcome::Component;
use crate::proposal::{Likelihood, Phase, ProjectLine, Proposal};
use crate::report::overview::component_name;
use crate::report::table::Cell;
use crate::store::IndicatorRecord;

/// 10⁴ yuan in one 10⁸ yuan (亿元).
const HUNDRED_MILLION: f64 = 1e4;

/// A proposal in a language.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The proposal.
    pub proposal: &'a Proposal<'a>,
    /// Language.
    pub language: Language,
}

#[allow(clippy::unused_self)] // forms of numbers are asked of the words, whatever the language
impl<'a> Words<'a> {
    /// The text in the language.
    pub fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        if self.is_chinese() { zh.into() } else { en.into() }
    }

    /// Heads of a table in the language, each with the share of the width that its column gets.
    pub fn heads(&self, heads: &[(&str, &str, f64)]) -> Vec<(String, f64)> {
        heads.iter().map(|(zh, en, width)| (self.say(*zh, *en), *width)).collect()
    }

    /// Whether the language is Chinese.
    pub fn is_chinese(&self) -> bool {
        self.language == Language::Chinese
    }

    /// Year of the proposal.
    pub fn year(&self) -> i32 {
        self.proposal.year
    }

    /// Ids of the stages, in the study's order.
    pub fn stages(&self) -> Vec<&'a str> {
        self.proposal.run.codes("stage").collect()
    }

    /// Codes of the counties, in the study's order.
    pub fn counties(&self) -> Vec<&'a str> {
        self.proposal.run.codes("county").collect()
    }

    /// Name of anything that a run names.
    pub fn name(&self, kind: &str, id: &'a str) -> &'a str {
        self.proposal.run.name(kind, id, self.language)
    }

    /// Name of a county, `*` being the whole.
    pub fn area<'b>(&'b self, code: &'b str) -> String {
        if code == "*" {
            return self.say("全市", "All");
        }
        self.proposal.run.name("county", code, self.language).to_owned()
    }

    /// Title of the proposal.
    pub fn title(&self) -> String {
        let title = self.proposal.details.title.get(self.language);
        // The title of a study such as 台州市学位布局规划 2023—2027 names the place before 学位.
        let place = title.split("学位").next().filter(|place| *place != title).unwrap_or_default();
        self.say(
            format!("{place}{}年度学位布局方案", self.year()),
            format!("Annual layout proposal of school places, {}", self.year()),
        )
    }

    /// Lines below the title.
    pub fn subtitle(&self) -> Vec<String> {
        vec![self.say("（送审稿）", "(draft for review)")]
    }

    /// Stamp of the run.
    pub fn stamp(&self) -> String {
        let (run, details) = (self.proposal.run, self.proposal.details);
        let scenarios: Vec<&str> = run.scenarios.iter().map(|one| one.title.get(self.language)).collect();
        let scenarios = if scenarios.is_empty() { self.say("基准", "none") } else { scenarios.join(" + ") };
        let created = details.created.get(..16).unwrap_or(&details.created).replace('T', " ");
        self.say(
            format!("运行 {}，{created}，情景：{scenarios}，{}", run.run, details.program),
            format!("run {}, {created}, scenarios: {scenarios}, {}", run.run, details.program),
        )
    }

    /// A number of things or children.
    pub fn whole(&self, number: f64) -> String {
        Cell::Number(number, 0).display()
    }

    /// A share in per cent.
    pub fn share(&self, share: f64) -> String {
        Cell::Percent(share, 1).display().replace(' ', "")
    }

    /// 10⁴ yuan as 10⁸ yuan.
    pub fn money(&self, ten_thousand: f64) -> String {
        let amount = Cell::Number(ten_thousand / HUNDRED_MILLION, 2).display();
        self.say(format!("{amount}亿元"), format!("{amount} × 10⁸ yuan"))
    }

    /// A value of an indicator: in per cent where it is a share.
    pub fn indicator_value(&self, of: &IndicatorRecord, value: f64) -> String {
        if of.share {
            return Cell::Percent(value, 2).display().replace(' ', "");
        }
        Cell::Number(value, if value.fract() == 0.0 { 0 } else { 2 }).display()
    }

    /// A phase.
    pub fn phase(&self, phase: Phase) -> String {
        match phase {
            Phase::Start => self.say("新开工", "Start"),
            Phase::UnderWay => self.say("续建", "Under way"),
            Phase::Open => self.say("投用", "Open"),
        }
    }

    /// Kind of work.
    pub fn kind(&self, id: &str) -> String {
        let kind = ProjectKind::ALL.into_iter().find(|kind| kind.id() == id);
        self.say(kind.map_or_else(|| id.to_owned(), |kind| kind.zh().to_owned()), id)
    }

    /// A component of money.
    pub fn component(&self, component: Component) -> String {
        component_name(component, self.language)
    }

    /// Sources of money, as `county` or `city 0.4, county 0.6`.
    pub fn sources(&self, sources: &str) -> String {
        let one = |part: &str| {
            let (id, share) = part.split_once(' ').unwrap_or((part, ""));
            let share =
                share.parse::<f64>().map(|share| format!(" {:.0}%", share * 100.0)).unwrap_or_default();
            format!("{}{share}", self.source(id))
        };
        sources.split(", ").map(one).collect::<Vec<_>>().join(if self.is_chinese() { "、" } else { ", " })
    }

    /// A source of money.
    pub fn source(&self, id: &str) -> String {
        let known = SOURCES.iter().find(|known| source_word(id) == SourceWord::One(known.id));
        known.map_or_else(|| id.to_owned(), |known| self.say(known.formal, known.en.to_lowercase()))
    }

    /// Class of a town.
    pub fn town_class(&self, class: &str) -> String {
        match class {
            "subdistrict" => self.say("街道", "Subdistricts"),
            "town" => self.say("镇", "Towns"),
            "township" => self.say("乡", "Townships"),
            _ => self.say("未分类", "Unknown"),
        }
    }

    /// How likely.
    pub fn likelihood(&self, of: Likelihood) -> String {
        match of {
            Likelihood::Small => self.say("低于10%", "below 10%"),
            Likelihood::Middling => self.say("10%—50%", "10–50%"),
            Likelihood::Great => self.say("50%—90%", "50–90%"),
            Likelihood::NearlySure => self.say("高于90%", "above 90%"),
        }
    }

    /// Name of a project. In English that of the table, or else its code and stages: no name is translated.
    pub fn project(&self, line: &ProjectLine) -> String {
        let known = self.proposal.run.name("project", &line.project, self.language);
        if self.is_chinese() || line.name.is_ascii() {
            line.name.clone()
        } else if known != line.project {
            known.to_owned()
        } else {
            let stages: Vec<&str> = line.places.keys().map(|stage| self.name("stage", stage)).collect();
            let what =
                if stages.is_empty() { "places".to_owned() } else { stages.join(" and ").to_lowercase() };
            format!("{} ({what})", line.project)
        }
    }

    /// Name of a project with its kind of work.
    pub fn with_kind(&self, name: &str, line: &ProjectLine) -> String {
        let kind = self.kind(&line.kind);
        self.say(format!("{name}（{kind}）"), format!("{name}, {kind}"))
    }

    /// A text whose marks are those of the language: where Chinese characters stand beside half-width marks, full-width ones.
    pub fn marks(&self, text: &str) -> String {
        let mut written: Vec<char> = Vec::new();
        let is_chinese =
            |one: char| ('\u{2e80}'..='\u{9fff}').contains(&one) || "，。；：（）、".contains(one);
        let characters: Vec<char> = text.chars().collect();
        for (at, one) in characters.iter().enumerate() {
            let before = written.last().copied().is_some_and(is_chinese);
            let after = characters.get(at + 1).copied().is_some_and(is_chinese);
            written.push(match one {
                ',' if before || after => '，',
                ';' if before || after => '；',
                ':' if before || after => '：',
                '(' if before || after => '（',
                ')' if before || after => '）',
                other => *other,
            });
        }
        if self.is_chinese() { written.into_iter().collect() } else { text.to_owned() }
    }

    /// Places of a project in words.
    pub fn places(&self, line: &ProjectLine) -> String {
        let net = line.net_places();
        if net == 0 && line.changed > 0 {
            return self.say(format!("0（转{}）", line.changed), format!("0 ({} changed)", line.changed));
        }
        let parts: Vec<String> = line
            .places
            .iter()
            .map(|(stage, places)| {
                let places = self.whole(f64::from(*places));
                format!("{} {places}", self.proposal.run.name("stage", stage, self.language))
            })
            .collect();
        if line.places.len() > 1 {
            format!("{}（{}）", self.whole(f64::from(net)), parts.join(self.say("，", ", ").as_str()))
        } else {
            self.whole(f64::from(net))
        }
    }

    /// Whether the study's table calls a project real.
    pub fn data_status(&self, note: &str) -> String {
        if note.starts_with("真实") {
            self.say("真实", "real")
        } else if note.starts_with("合成") {
            self.say("合成", "synthetic")
        } else {
            self.say("未注明", "not said")
        }
    }
}
