//! Lines of text as a PDF file, in a font that every reader has.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

/// The lines on one page.
const LINES: usize = 64;

/// The width and the height of A4, in points.
const PAGE: (f32, f32) = (595.0, 842.0);

const FONT: Name<'static> = Name(b"F1");
const FONT_SIZE: f32 = 9.0;
const LEADING: f32 = 12.0;
/// Where the first line begins.
const LEFT: f32 = 40.0;
const TOP: f32 = 800.0;

/// A file with these lines, on as many pages as they take; the same lines give the same bytes.
pub(super) fn of(lines: &[String]) -> Vec<u8> {
    let (catalog, tree, font) = (Ref::new(1), Ref::new(2), Ref::new(3));
    let pages: Vec<&[String]> = if lines.is_empty() {
        vec![&[]]
    } else {
        lines.chunks(LINES).collect()
    };
    // Each page has an object for itself and one for what is on it.
    let refs: Vec<(Ref, Ref)> = (2..)
        .zip(&pages)
        .map(|(number, _)| (Ref::new(number * 2), Ref::new(number * 2 + 1)))
        .collect();
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree)
        .kids(refs.iter().map(|(page, _)| *page))
        .count(i32::try_from(pages.len()).unwrap_or(i32::MAX));
    pdf.type1_font(font).base_font(Name(b"Courier"));
    for ((page, content), lines) in refs.iter().zip(&pages) {
        let mut page = pdf.page(*page);
        page.media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1))
            .parent(tree)
            .contents(*content);
        page.resources().fonts().pair(FONT, font);
        page.finish();
        pdf.stream(*content, &text(lines));
    }
    pdf.finish()
}

fn text(lines: &[String]) -> Vec<u8> {
    let mut content = Content::new();
    content.begin_text();
    content.set_font(FONT, FONT_SIZE);
    content.set_leading(LEADING);
    content.next_line(LEFT, TOP);
    for line in lines {
        // The font has a shape for each of these characters and no other.
        let printable = |byte: u8| {
            if byte == b' ' || byte.is_ascii_graphic() {
                byte
            } else {
                b'?'
            }
        };
        let bytes: Vec<u8> = line.bytes().map(printable).collect();
        content.show(Str(&bytes));
        content.next_line_using_leading();
    }
    content.end_text();
    content.finish().into_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where each object begins, read as a reader does: from the end of the file.
    fn offsets(file: &[u8]) -> Option<Vec<usize>> {
        let text = String::from_utf8_lossy(file);
        let (_, end) = text.rsplit_once("startxref\n")?;
        let table: usize = end.lines().next()?.parse().ok()?;
        let table = String::from_utf8_lossy(file.get(table..)?).into_owned();
        let mut rows = table.lines().skip_while(|row| *row != "xref").skip(1);
        let count: usize = rows.next()?.strip_prefix("0 ")?.parse().ok()?;
        let rows = rows.take(count).skip(1);
        rows.map(|row| row.get(..10)?.parse().ok()).collect()
    }

    #[test]
    fn a_file_is_well_formed_and_holds_each_line_on_one_of_its_pages() {
        let lines: Vec<String> = (0..150)
            .map(|line| format!("line ({line}) \u{e9}\\"))
            .collect();
        let file = of(&lines);
        let text = String::from_utf8_lossy(&file);
        assert!(text.starts_with("%PDF-1.") && text.trim_end().ends_with("%%EOF"));
        assert!(text.contains("/Count 3"));
        for line in 0..150 {
            let shown = format!("(line ({line}) ??\\\\) Tj");
            assert_eq!(text.matches(&shown).count(), 1, "{shown}");
        }
        let offsets = offsets(&file).unwrap_or_default();
        // The catalog, the tree, the font, and two objects a page.
        assert_eq!(offsets.len(), 9);
        for (number, offset) in (1..).zip(offsets) {
            let start = format!("{number} 0 obj");
            let found = file.get(offset..).unwrap_or_default();
            assert!(found.starts_with(start.as_bytes()), "{number}");
        }
    }
}
