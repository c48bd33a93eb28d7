//! A story as one self-contained page: opens offline, makes no request, reads without a script, in print and on a phone. With a script the map can be
//! asked for any stage and year, and tables are sorted.

use crate::harmless::clean;
use crate::report::atlas::Atlas;
use crate::report::chart::{Drawing, FACES, MAP_WIDTHS, escaped, map_drawing, svg};
use crate::report::story::{Block, Exhibit, Section, Story};
use crate::report::table::Cell;
use std::fmt::Write as _;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Writes a page.
#[must_use]
pub fn html(story: &Story, atlas: &Atlas) -> String {
    let chinese = story.language == crate::domain::Language::Chinese;
    let say = |zh: &'static str, en: &'static str| if chinese { zh } else { en };
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n\
         <title>{}</title>\n<style>\nbody {{ font-family: {FACES}; }}\n{STYLE}</style>\n</head>\n<body>\n",
        say("zh-CN", "en"),
        escaped(&story.title)
    );
    let _ = write!(
        page,
        "<a class=\"skip\" href=\"#s1\">{}</a>\n<header>\n<h1>{}</h1>\n",
        say("跳到正文", "Skip to the text"),
        escaped(&story.title)
    );
    for line in &story.subtitle {
        let _ = writeln!(page, "<p class=\"sub\">{}</p>", escaped(line));
    }
    page.push_str("</header>\n");
    contents(story, say("目录", "Contents"), &mut page);
    page.push_str("<main>\n");
    let mut figures = 0;
    for (at, section) in story.sections.iter().enumerate() {
        section_html(section, at + 1, &mut figures, say("行", "rows"), &mut page);
        if at == 0 {
            atlas_html(atlas, chinese, &mut page);
        }
    }
    for (at, annex) in story.annexes.iter().enumerate() {
        let number = story.sections.len() + at + 1;
        section_html(annex, number, &mut figures, say("行", "rows"), &mut page);
    }
    attachments(story, &mut page);
    let _ = write!(page, "</main>\n<footer>{}</footer>\n", escaped(&story.stamp));
    let _ = write!(
        page,
        "<script type=\"application/json\" id=\"atlas\">{}</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        embedded(atlas)
    );
    page
}

/// Figures for the script; `<` is written so that no text can end the element.
fn embedded(atlas: &Atlas) -> String {
    clean(&atlas.json().to_string()).replace('<', "\\u003c")
}

fn contents(story: &Story, title: &str, page: &mut String) {
    let _ = writeln!(page, "<nav aria-label=\"{title}\"><details open><summary>{title}</summary><ul>");
    for (at, section) in story.sections.iter().chain(&story.annexes).enumerate() {
        let class = if section.level == 1 { "one" } else { "two" };
        let _ = writeln!(
            page,
            "<li class=\"{class}\"><a href=\"#s{}\">{}</a></li>",
            at + 1,
            escaped(&section.heading)
        );
    }
    page.push_str("</ul></details></nav>\n");
}

fn section_html(section: &Section, number: usize, figures: &mut usize, word: &str, page: &mut String) {
    let level = section.level + 1;
    let _ = writeln!(page, "<section id=\"s{number}\">\n<h{level}>{}</h{level}>", escaped(&section.heading));
    for block in &section.blocks {
        match block {
            Block::Paragraph(text) => {
                let _ = writeln!(page, "<p>{}</p>", escaped(text));
            }
            Block::Warning(text) => {
                let _ = writeln!(page, "<p class=\"warning\" role=\"note\">{}</p>", escaped(text));
            }
            Block::Note(text) => {
                let _ = writeln!(page, "<p class=\"note\">{}</p>", escaped(text));
            }
            Block::Table(exhibit) => exhibit_html(exhibit, word, page),
            Block::Figure(figure) => {
                *figures += 1;
                let drawing: Drawing = figure.chart.draw();
                let picture = svg(&drawing, &format!("f{figures}"), &figure.caption);
                let _ = write!(
                    page,
                    "<figure>\n<div class=\"picture\">{picture}</div>\n<figcaption>{}</figcaption>\n</figure>\n",
                    escaped(&figure.caption)
                );
            }
        }
    }
    page.push_str("</section>\n");
}

fn exhibit_html(exhibit: &Exhibit, word: &str, page: &mut String) {
    let table = &exhibit.table;
    if exhibit.long {
        let _ = writeln!(
            page,
            "<details class=\"long\"><summary>{} ({} {word})</summary>",
            escaped(&table.title),
            table.rows.len()
        );
    }
    let _ = write!(
        page,
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table>\n<caption>{0}</caption>\n<thead><tr>",
        escaped(&table.title)
    );
    for head in &table.heads {
        let _ = write!(page, "<th scope=\"col\">{}</th>", escaped(head));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for (at, row) in table.rows.iter().enumerate() {
        let last = exhibit.total && at + 1 == table.rows.len();
        let _ = write!(page, "<tr{}>", if last { " class=\"total\"" } else { "" });
        row.iter().for_each(|cell| cell_html(cell, page));
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
    if exhibit.long {
        page.push_str("</details>\n");
    }
}

fn cell_html(cell: &Cell, page: &mut String) {
    let _ = if cell.is_number() {
        write!(page, "<td class=\"n\" data-v=\"{}\">{}</td>", cell.plain(), escaped(&cell.display()))
    } else {
        write!(page, "<td>{}</td>", escaped(&cell.display()))
    };
}

/// The map with its choices; without a script it shows the first stage in the year of the proposal.
fn atlas_html(atlas: &Atlas, chinese: bool, page: &mut String) {
    let Some(first) = atlas.maps.first() else { return };
    let say = |zh: &'static str, en: &'static str| if chinese { zh } else { en };
    let options = |choices: &mut dyn Iterator<Item = (String, String, bool)>| -> String {
        choices.fold(String::new(), |options, (value, name, chosen)| {
            let chosen = if chosen { " selected" } else { "" };
            options + &format!("<option value=\"{value}\"{chosen}>{}</option>", escaped(&name))
        })
    };
    let stages = options(
        &mut atlas
            .stages
            .iter()
            .enumerate()
            .map(|(at, name)| (at.to_string(), name.clone(), at == atlas.stage)),
    );
    let years = options(
        &mut atlas.years.iter().map(|year| (year.to_string(), year.to_string(), *year == atlas.year)),
    );
    let alt = say("各乡镇学位缺口示意图", "Gaps by town");
    // One for a page and one for a phone; the style shows either.
    let picture = |(of, width): (&str, f64)| {
        let picture = svg(&map_drawing(first, width), &format!("atlas-{of}"), alt);
        format!("<div class=\"{of}\" data-map=\"atlas-{of}\">{picture}</div>")
    };
    let pictures: String = ["broad", "narrow"].into_iter().zip(MAP_WIDTHS).map(picture).collect();
    let _ = write!(
        page,
        "<section id=\"map\" class=\"map\">\n<h2>{}</h2>\n<form class=\"choices\" hidden>\n\
         <label>{} <select id=\"map-stage\">{stages}</select></label>\n\
         <label>{} <select id=\"map-year\">{years}</select></label>\n\
         <label>{} <select id=\"map-when\"><option value=\"1\">{}</option><option value=\"0\">{}</option></select></label>\n\
         <output id=\"map-sum\" aria-live=\"polite\"></output>\n</form>\n\
         <div class=\"picture\" id=\"map-picture\">{pictures}</div>\n\
         <div class=\"wide\" tabindex=\"0\"><table id=\"map-table\" hidden><caption>{}</caption><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody></tbody></table></div>\n</section>\n",
        say("各乡镇学位缺口地图（示意）", "Map of gaps by town (schematic)"),
        say("学段", "Stage"),
        say("学年", "Year"),
        say("方案", "Plan"),
        say("实施后", "with the plan"),
        say("实施前", "before"),
        say("缺口最大的乡镇（街道）", "Towns with the greatest gaps"),
        say("乡镇（街道）", "Town"),
        say("县（市、区）", "County"),
        say("缺口（个）", "Gap"),
    );
}

/// Attachments as tables that fold.
fn attachments(story: &Story, page: &mut String) {
    for (at, attachment) in story.attachments.iter().enumerate() {
        let _ = write!(
            page,
            "<section id=\"a{at}\">\n<h2>{0}</h2>\n<details class=\"long\"><summary>{0}（{1}）</summary>\n<div class=\"wide\" tabindex=\"0\">\n<table>\n<thead><tr>",
            escaped(&attachment.table.title),
            attachment.table.rows.len()
        );
        for head in &attachment.table.heads {
            let _ = write!(page, "<th scope=\"col\">{}</th>", escaped(head));
        }
        page.push_str("</tr></thead>\n<tbody>\n");
        for row in &attachment.table.rows {
            page.push_str("<tr>");
            for (cell, column) in row.iter().zip(&attachment.columns) {
                match (cell, column.kind) {
                    (Cell::Number(year, _), crate::report::story::ColumnKind::Year) => {
                        let _ = write!(page, "<td class=\"n\" data-v=\"{year}\">{year:.0}</td>");
                    }
                    _ => cell_html(cell, page),
                }
            }
            page.push_str("</tr>\n");
        }
        page.push_str("</tbody>\n</table>\n</div>\n</details>\n</section>\n");
    }
}
