//! Pages of lists: which part of the whole a page holds, and what Lean says about it.

use super::query::{Query, Unusable};

/// What a list operation calls its parameters, and what holds without them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageRules {
    pub(crate) number: &'static str,
    pub(crate) size: &'static str,
    pub(crate) default_size: u32,
    pub(crate) largest: u32,
}

/// The page that a client asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageRequest {
    pub(crate) number: u32,
    pub(crate) size: u32,
}

/// A page's place in the whole list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PagePlace {
    pub(crate) number: i64,
    pub(crate) size: i64,
    pub(crate) total_elements: i64,
    pub(crate) total_pages: i64,
}

/// A parameter of a page that cannot be used, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BadPage(pub(crate) &'static str);

impl PageRules {
    /// Reads the page that a query asks for.
    pub(crate) fn read(self, query: &Query<'_>) -> Result<PageRequest, BadPage> {
        let read = |name, default: u32| match query.optional::<i64>(name) {
            Ok(value) => Ok(value.unwrap_or(i64::from(default))),
            Err(Unusable::Missing | Unusable::Malformed) => Err(BadPage(name)),
        };
        let number = read(self.number, 0)?;
        let number = i32::try_from(number).map_err(|_| BadPage(self.number))?;
        let number = u32::try_from(number).map_err(|_| BadPage(self.number))?;
        // Where the documents have no bounds, a size below one is none, and a large one is cut.
        let size = match u32::try_from(read(self.size, self.default_size)?) {
            Ok(0) => self.default_size,
            Ok(size) => size.min(self.largest.max(1)),
            Err(_) if query.value(self.size).is_some_and(|it| it.starts_with('-')) => {
                self.default_size
            }
            Err(_) => self.largest.max(1),
        };
        Ok(PageRequest { number, size })
    }
}

impl PageRequest {
    /// How many items come before the page; the page itself is `size` long at most.
    pub(crate) fn skipped(self) -> usize {
        let skipped = u64::from(self.number) * u64::from(self.size);
        usize::try_from(skipped).unwrap_or(usize::MAX)
    }

    pub(crate) fn length(self) -> usize {
        usize::try_from(self.size).unwrap_or(usize::MAX)
    }

    /// The page's place in a list of that many items.
    pub(crate) fn place(self, total: usize) -> PagePlace {
        let pages = total.div_ceil(self.length().max(1));
        PagePlace {
            number: i64::from(self.number),
            size: i64::from(self.size),
            total_elements: i64::try_from(total).unwrap_or(i64::MAX),
            total_pages: i64::try_from(pages).unwrap_or(i64::MAX),
        }
    }

    /// The page's part of a list.
    pub(crate) fn part<T>(self, items: &[T]) -> &[T] {
        let start = self.skipped().min(items.len());
        let end = start.saturating_add(self.length()).min(items.len());
        items.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: PageRules = PageRules {
        number: "page",
        size: "size",
        default_size: 50,
        largest: 100,
    };

    #[test]
    fn pages_cover_a_list_without_gap_or_overlap() {
        let items: Vec<u32> = (0..7).collect();
        let seen: Vec<u32> = (0..4)
            .flat_map(|number| PageRequest { number, size: 3 }.part(&items).to_vec())
            .collect();
        assert_eq!(seen, items);
        let place = PageRequest { number: 9, size: 3 }.place(items.len());
        assert_eq!(
            (place.number, place.total_elements, place.total_pages),
            (9, 7, 3)
        );
    }

    #[test]
    fn a_page_outside_the_rules_is_refused_by_name() {
        for (query, name) in [
            ("page=-1", "page"),
            ("page=x", "page"),
            ("page=4294967295", "page"),
            ("size=", "size"),
        ] {
            assert_eq!(
                RULES.read(&Query::new(query)),
                Err(BadPage(name)),
                "{query}"
            );
        }
        for (query, size) in [
            ("", 50),
            ("size=0", 50),
            ("size=-7", 50),
            ("size=99", 99),
            ("size=101", 100),
            ("size=99999999999", 100),
        ] {
            assert_eq!(
                RULES.read(&Query::new(query)),
                Ok(PageRequest { number: 0, size }),
                "{query}"
            );
        }
    }
}
