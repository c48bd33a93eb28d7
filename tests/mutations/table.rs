//! A table as people see it: heads and cells as text, with the changes that mutations make.

/// Rows that have these texts in these columns; a text that ends in `…` stands for all that begin so.
pub type When<'a> = &'a [(&'a str, &'a str)];

/// Heads and rows.
#[derive(Clone, PartialEq)]
pub struct Table {
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn parse(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        let heads = rows.next().unwrap();
        Self { heads, rows: rows.collect() }
    }

    pub fn text(&self) -> String {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        writer.write_record(&self.heads).unwrap();
        self.rows.iter().for_each(|row| writer.write_record(row).unwrap());
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }

    /// Position of a column.
    pub fn at(&self, column: &str) -> usize {
        self.heads.iter().position(|head| head == column).unwrap_or_else(|| panic!("no column {column}"))
    }

    fn test(&self, when: When) -> impl Fn(&[String]) -> bool + use<> {
        let tests: Vec<(usize, String)> =
            when.iter().map(|(column, text)| (self.at(column), (*text).to_owned())).collect();
        move |row| {
            tests.iter().all(|(at, text)| match text.strip_suffix('…') {
                Some(start) => row[*at].starts_with(start),
                None => row[*at] == *text,
            })
        }
    }

    /// Rows that have these texts.
    pub fn find(&self, when: When) -> Vec<usize> {
        let test = self.test(when);
        (0..self.rows.len()).filter(|row| test(&self.rows[*row])).collect()
    }

    /// Changes the cells of a column that are not blank.
    pub fn change(&mut self, when: When, column: &str, change: impl Fn(&str) -> String) {
        let at = self.at(column);
        for row in self.find(when) {
            let cell = &mut self.rows[row][at];
            if !cell.is_empty() {
                *cell = change(cell);
            }
        }
    }

    /// Writes one text into the cells of a column, blank ones included.
    pub fn put(&mut self, when: When, column: &str, text: &str) {
        let at = self.at(column);
        self.find(when).into_iter().for_each(|row| text.clone_into(&mut self.rows[row][at]));
    }

    /// Leaves rows out.
    pub fn remove(&mut self, when: When) {
        let test = self.test(when);
        self.rows.retain(|row| !test(row));
    }

    /// Leaves a column out.
    pub fn drop_column(&mut self, column: &str) {
        let at = self.at(column);
        self.heads.remove(at);
        self.rows.iter_mut().for_each(|row| {
            row.remove(at);
        });
    }

    /// Exchanges the cells of two columns, heads staying.
    pub fn exchange(&mut self, when: When, one: &str, other: &str) {
        let (one, other) = (self.at(one), self.at(other));
        self.find(when).into_iter().for_each(|row| self.rows[row].swap(one, other));
    }

    /// Exchanges two texts of a column.
    pub fn swap(&mut self, when: When, column: &str, one: &str, other: &str) {
        self.change(when, column, |cell| match cell {
            cell if cell == one => other.to_owned(),
            cell if cell == other => one.to_owned(),
            cell => cell.to_owned(),
        });
    }

    /// Exchanges a column's cells of two rows, each the first that is met.
    pub fn swap_rows(&mut self, one: When, other: When, columns: &[&str]) {
        let (one, other) = (self.find(one)[0], self.find(other)[0]);
        for at in columns.iter().map(|column| self.at(column)).collect::<Vec<_>>() {
            let kept = self.rows[one][at].clone();
            self.rows[one][at] = std::mem::replace(&mut self.rows[other][at], kept);
        }
    }

    /// Appends copies of rows, each changed.
    pub fn copy(&mut self, when: When, change: impl Fn(&mut Row)) {
        for row in self.find(when) {
            let mut cells = self.rows[row].clone();
            change(&mut Row { heads: &self.heads, cells: &mut cells });
            self.rows.push(cells);
        }
    }

    /// Appends rows that sum a column over all rows alike in other columns.
    pub fn sums(&mut self, when: When, keys: &[&str], columns: &[&str], fill: impl Fn(&mut Row)) {
        let mut sums: Vec<(Vec<String>, Vec<String>, Vec<f64>)> = Vec::new();
        let keys: Vec<usize> = keys.iter().map(|key| self.at(key)).collect();
        let columns: Vec<usize> = columns.iter().map(|column| self.at(column)).collect();
        let mut known = std::collections::BTreeMap::new();
        for row in self.find(when) {
            let cells = &self.rows[row];
            let key: Vec<String> = keys.iter().map(|at| cells[*at].clone()).collect();
            let place = *known.entry(key.clone()).or_insert_with(|| {
                sums.push((key, cells.clone(), vec![0.0; columns.len()]));
                sums.len() - 1
            });
            for (sum, at) in sums[place].2.iter_mut().zip(&columns) {
                *sum += cells[*at].parse::<f64>().unwrap_or(0.0);
            }
        }
        for (_, mut cells, sums) in sums {
            columns.iter().zip(sums).for_each(|(at, sum)| cells[*at] = sum.to_string());
            fill(&mut Row { heads: &self.heads, cells: &mut cells });
            self.rows.push(cells);
        }
    }

    /// Moves the cells of a column down by one row, the last to the top.
    pub fn shift(&mut self, when: When, column: &str) {
        let (at, rows) = (self.at(column), self.find(when));
        let mut cells: Vec<String> = rows.iter().map(|row| self.rows[*row][at].clone()).collect();
        cells.rotate_right(1);
        rows.into_iter().zip(cells).for_each(|(row, cell)| self.rows[row][at] = cell);
    }

    /// Sorts the cells of a column alone, greatest first, the rest of the rows staying.
    pub fn sort(&mut self, when: When, column: &str) {
        let (at, rows) = (self.at(column), self.find(when));
        let mut cells: Vec<String> = rows.iter().map(|row| self.rows[*row][at].clone()).collect();
        let number = |cell: &String| cell.parse::<f64>().unwrap_or(f64::NEG_INFINITY);
        cells.sort_by(|one, other| number(other).total_cmp(&number(one)).then_with(|| other.cmp(one)));
        rows.into_iter().zip(cells).for_each(|(row, cell)| self.rows[row][at] = cell);
    }
}

/// A row that is being written.
pub struct Row<'a> {
    heads: &'a [String],
    cells: &'a mut Vec<String>,
}

impl Row<'_> {
    pub fn put(&mut self, column: &str, text: &str) {
        let at = self.heads.iter().position(|head| head == column).unwrap();
        text.clone_into(&mut self.cells[at]);
    }

    pub fn get(&self, column: &str) -> &str {
        &self.cells[self.heads.iter().position(|head| head == column).unwrap()]
    }
}

/// A number multiplied, with as many digits as people would write.
pub fn times(by: f64) -> impl Fn(&str) -> String {
    move |cell| match cell.parse::<f64>() {
        Ok(number) => digits(number * by),
        Err(_) => cell.to_owned(),
    }
}

/// The same for counts that are whole.
pub fn times_whole(by: f64) -> impl Fn(&str) -> String {
    move |cell| match cell.parse::<f64>() {
        Ok(number) => (number * by).round().to_string(),
        Err(_) => cell.to_owned(),
    }
}

/// A number raised.
pub fn plus(by: f64) -> impl Fn(&str) -> String {
    move |cell| match cell.parse::<f64>() {
        Ok(number) => digits(number + by),
        Err(_) => cell.to_owned(),
    }
}

fn digits(number: f64) -> String {
    let rounded = (number * 1e9).round() / 1e9;
    rounded.to_string()
}
