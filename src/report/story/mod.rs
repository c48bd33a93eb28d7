//! The annual layout proposal as a story (年度布局方案): sections of paragraphs, tables and figures, and attachments, in one language. Every
//! format writes the same story.

mod appendix;
mod attachments;
mod chances;
mod indicators;
mod money;
mod need;
mod opening;
mod projects;
mod reasons;
mod risks;
mod since;
mod supply;
mod tasks;
mod words;

pub use attachments::{Attachment, Column, ColumnKind};

use super::chart::Chart;
use super::table::{Cell, Table};
use crate::domain::Language;
use crate::proposal::Proposal;

/// A proposal ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Language.
    pub language: Language,
    /// Title.
    pub title: String,
    /// Lines below the title: study, run.
    pub subtitle: Vec<String>,
    /// Stamp of the run, on every page and sheet.
    pub stamp: String,
    /// Sections in order, numbered.
    pub sections: Vec<Section>,
    /// Long lists that follow the text, each with its head.
    pub annexes: Vec<Section>,
    /// Attachments in order.
    pub attachments: Vec<Attachment>,
    /// Sources and definitions, the last sheet of a workbook.
    pub definitions: Table,
}

impl Story {
    /// What no reader should miss, in the order of the sections.
    pub fn warnings(&self) -> impl Iterator<Item = &str> {
        self.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Warning(text) => Some(text.as_str()),
            _ => None,
        })
    }
}

/// A head with what follows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// 1 for a chapter, 2 for a part of it.
    pub level: u8,
    /// Head with its number.
    pub heading: String,
    /// What follows.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A paragraph that no reader should miss.
    Warning(String),
    /// A table.
    Table(Exhibit),
    /// A figure.
    Figure(Figure),
    /// A remark in small letters.
    Note(String),
}

/// A table with its caption.
#[derive(Debug, Clone, PartialEq)]
pub struct Exhibit {
    /// The table; its title is the caption with its number.
    pub table: Table,
    /// Widths of the columns, relative.
    pub widths: Vec<f64>,
    /// Whether the last row holds totals.
    pub total: bool,
    /// Whether the table is long: pages then fold it up.
    pub long: bool,
}

/// A figure with its caption.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Caption with its number.
    pub caption: String,
    /// The chart.
    pub chart: Chart,
}

impl Story {
    /// What follows the text, as GB/T 9704 has it: a line an attachment, office and seal, date.
    #[must_use]
    pub fn ending(&self) -> (Vec<String>, &'static str, &'static str) {
        let chinese = self.language == Language::Chinese;
        let line = |(at, attachment): (usize, &Attachment)| {
            let name = attachment.name.split_once(' ').map_or(attachment.name.as_str(), |(_, name)| name);
            let lead = match (at, chinese) {
                (0, true) => "附件：",
                (0, false) => "Attachments: ",
                (_, true) => "　　　",
                (_, false) => "",
            };
            format!("{lead}{}. {name}", at + 1)
        };
        let lines = self.attachments.iter().enumerate().map(line).collect();
        if chinese {
            (lines, "（编制单位盖章）", "　　年　　月　　日")
        } else {
            (lines, "(office and seal)", "(date)")
        }
    }
}

impl Section {
    fn new(level: u8, heading: impl Into<String>) -> Self {
        Self { level, heading: heading.into(), blocks: Vec::new() }
    }

    fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    fn warning(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Warning(text.into()));
    }

    fn note(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Note(text.into()));
    }

    fn figure(&mut self, caption: impl Into<String>, chart: Chart) {
        self.blocks.push(Block::Figure(Figure { caption: caption.into(), chart }));
    }

    fn table(&mut self, exhibit: Exhibit) {
        if !exhibit.table.rows.is_empty() {
            self.blocks.push(Block::Table(exhibit));
        }
    }
}

impl Exhibit {
    fn new(title: impl Into<String>, heads: &[(String, f64)], rows: Vec<Vec<Cell>>, total: bool) -> Self {
        let table =
            Table { title: title.into(), heads: heads.iter().map(|(head, _)| head.clone()).collect(), rows };
        Self { table, widths: heads.iter().map(|(_, width)| *width).collect(), total, long: false }
    }

    fn long(mut self) -> Self {
        self.long = true;
        self
    }
}

/// Tells the story of a proposal.
#[must_use]
pub fn annual_story(proposal: &Proposal, language: Language) -> Story {
    let words = words::Words { proposal, language };
    let mut sections = vec![opening::section(&words)];
    sections.extend(need::sections(&words));
    sections.extend(supply::sections(&words));
    sections.extend(projects::sections(&words));
    sections.push(indicators::section(&words));
    sections.push(money::section(&words));
    sections.push(tasks::section(&words));
    sections.extend(risks::sections(&words));
    sections.extend(since::section(&words));
    sections.extend(appendix::sections(&words));
    number(&mut sections, language);
    let mut annexes = projects::annexes(&words);
    for (at, annex) in annexes.iter_mut().enumerate() {
        let number = words.say(format!("附表{}  ", at + 1), format!("Annex {}. ", at + 1));
        annex.heading = format!("{number}{}", annex.heading);
    }
    Story {
        language,
        title: words.title(),
        subtitle: words.subtitle(),
        stamp: words.stamp(),
        sections,
        annexes,
        attachments: attachments::attachments(&words),
        definitions: appendix::definitions(&words),
    }
}

/// The map of a stage in the year of a proposal, with the plan.
#[must_use]
pub fn town_map(proposal: &Proposal, language: Language, stage: &str) -> super::chart::MapChart {
    supply::map(&words::Words { proposal, language }, stage, proposal.year, true)
}

/// Numbers heads, tables and figures.
fn number(sections: &mut [Section], language: Language) {
    let chinese = language == Language::Chinese;
    let (mut chapter, mut part, mut tables, mut figures) = (0, 0, 0, 0);
    for section in sections {
        let number = if section.level == 1 {
            (chapter, part) = (chapter + 1, 0);
            if chinese { format!("{}、", numeral(chapter)) } else { format!("{chapter}  ") }
        } else {
            part += 1;
            if chinese { format!("（{}）", numeral(part)) } else { format!("{chapter}.{part}  ") }
        };
        section.heading = format!("{number}{}", section.heading);
        for block in &mut section.blocks {
            let (caption, count, zh, en) = match block {
                Block::Table(exhibit) => (&mut exhibit.table.title, &mut tables, "表", "Table"),
                Block::Figure(figure) => (&mut figure.caption, &mut figures, "图", "Figure"),
                _ => continue,
            };
            *count += 1;
            *caption =
                if chinese { format!("{zh}{count}  {caption}") } else { format!("{en} {count}. {caption}") };
        }
    }
}

/// A Chinese numeral from 1 to 99.
fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10, number % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        _ => format!("{}十", DIGITS[tens % 10]),
    };
    format!("{tens}{}", DIGITS[ones])
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn numerals() {
        assert_eq!([1, 9, 10, 11, 20, 35].map(numeral), ["一", "九", "十", "十一", "二十", "三十五"]);
    }
}
