//! The tables of `data/`: tab-separated, `#` before comments and before the row of column names, which is the last of the leading `#` lines.

use std::collections::HashMap;
use std::path::Path;

/// A row: its line number (from 1) and its fields by column name.
#[derive(Debug)]
pub struct Row {
    /// In the file, from 1.
    pub line: usize,
    fields: HashMap<String, String>,
}

impl Row {
    /// The field of that column; empty where it is absent.
    pub fn get(&self, column: &str) -> &str {
        self.fields.get(column).map_or("", String::as_str)
    }
}

/// Reads a table.
pub fn read(path: &Path) -> Result<Vec<Row>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut columns: Vec<&str> = Vec::new();
    let mut rows = Vec::new();
    for (i, line) in text.lines().enumerate() {
        if let Some(comment) = line.strip_prefix('#') {
            if rows.is_empty() {
                columns = comment.split('\t').collect();
            }
            continue;
        }
        if line.is_empty() {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() > columns.len() {
            return Err(format!("{}:{}: {} fields, {} columns", path.display(), i + 1, fields.len(), columns.len()));
        }
        let fields = columns.iter().zip(fields).map(|(c, f)| (c.to_string(), f.trim().to_string())).collect();
        rows.push(Row { line: i + 1, fields });
    }
    Ok(rows)
}
