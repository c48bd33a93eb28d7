//! Long lines broken to the width of a terminal.

/// Columns by which what goes on is indented beyond the line's beginning.
const INDENT: usize = 4;

/// Least width to which lines are broken; a narrower terminal breaks them itself.
const LEAST: usize = 40;

/// Signs that do not stand at the beginning of a line, and those that do not stand at its end.
const CLOSING: &str = "，。；：！？、”’）》】,.;:!?)]}%";
const OPENING: &str = "“‘（《【([{";

/// A text whose lines fit a width: broken at spaces and between Chinese characters, continued under their beginning.
pub fn broken(text: &str, width: usize) -> String {
    if width < LEAST {
        return text.to_owned();
    }
    let ends_line = text.ends_with('\n');
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        break_line(line, width, &mut lines);
    }
    lines.join("\n") + if ends_line { "\n" } else { "" }
}

fn break_line(line: &str, width: usize, lines: &mut Vec<String>) {
    let indent = line.chars().take_while(|letter| *letter == ' ').count();
    let mut current = " ".repeat(indent);
    let mut used = indent;
    for (space, piece) in pieces(line.trim_start()) {
        let wide: usize = piece.chars().map(columns).sum();
        let gap = usize::from(space);
        if used + gap + wide > width && used > indent {
            lines.push(std::mem::take(&mut current));
            current = " ".repeat(indent + INDENT);
            used = indent + INDENT;
        } else if space {
            current.push(' ');
            used += 1;
        }
        current.push_str(&piece);
        used += wide;
    }
    lines.push(current);
}

/// Parts between which a line may be broken, each with whether a space stands before it.
fn pieces(line: &str) -> Vec<(bool, String)> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    let (mut space, mut before) = (false, None);
    for letter in line.chars() {
        if letter == ' ' && !space {
            space = true;
            continue;
        }
        let joins = before.is_some_and(|before| !space && !may_break(before, letter));
        match pieces.last_mut() {
            Some((_, piece)) if joins => piece.push(letter),
            _ => pieces.push((space, letter.to_string())),
        }
        (space, before) = (false, Some(letter));
    }
    pieces
}

/// Whether a line may be broken between two letters that no space parts.
fn may_break(before: char, after: char) -> bool {
    (columns(before) == 2 || columns(after) == 2) && !OPENING.contains(before) && !CLOSING.contains(after)
}

/// Columns that a letter takes: two for Chinese characters and full-width signs.
fn columns(letter: char) -> usize {
    match letter {
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '“'
        | '”'
        | '…'
        | '—' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_words_and_between_chinese_characters() {
        let text = "error[unknown] schools.csv:3 (town): unknown town `331002999`\n  hint: the nearest is 331002001 (东街道)\n";
        let found = broken(text, 40);
        assert!(found.lines().all(|line| line.chars().map(columns).sum::<usize>() <= 40), "{found}");
        assert_eq!(found.lines().nth(1), Some("    unknown town `331002999`"));
        assert_eq!(
            broken("警告 学校表 第17行：在校生五百一十二人，学位三百六十个。请核对两列", 40),
            "警告 学校表 第17行：在校生五百一十二人，\n    学位三百六十个。请核对两列"
        );
    }

    #[test]
    fn what_fits_stays_and_what_cannot_be_broken_is_left() {
        assert_eq!(broken("short  line\n", 80), "short  line\n");
        let long = "x".repeat(90);
        assert_eq!(broken(&long, 80), long);
        assert_eq!(broken("a b", 10), "a b");
    }
}
