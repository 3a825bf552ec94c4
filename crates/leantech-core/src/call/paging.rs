//! Lists that come in pages, as streams that end by themselves.

use std::future::Future;
use std::pin::Pin;

use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::{Error, Operation};

/// What an answer says about itself as a page. Numbers begin at 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageInfo {
    /// The number of this page.
    pub number: Option<i64>,
    /// How many elements a full page has.
    pub size: Option<i64>,
    /// How many elements there are on all pages.
    pub total_elements: Option<i64>,
    /// How many pages there are.
    pub total_pages: Option<i64>,
}

/// An answer that holds one page of a list.
pub trait PagedAnswer {
    /// What the list holds.
    type Item;

    /// The page: the payload if the answer is an envelope, else the answer.
    type Page;

    /// What the answer says about itself as a page.
    fn page_info(&self) -> PageInfo;

    /// How many elements are on the page.
    fn item_count(&self) -> usize;

    /// Checks that the answer is a result.
    ///
    /// # Errors
    ///
    /// Fails for an envelope whose status is not `OK`.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    /// The page of an answer that is a result.
    ///
    /// # Errors
    ///
    /// Fails for an envelope that has no payload.
    fn into_page(self) -> Result<Self::Page, Error>;

    /// The elements of a page; none if the list is null or absent.
    fn into_items(page: Self::Page) -> Vec<Self::Item>;
}

/// The pages of a list, fetched on demand.
pub type Pages<P> = Pin<Box<dyn Stream<Item = Result<P, Error>> + Send>>;

/// The elements of a list, page after page.
pub type Items<T> = Pin<Box<dyn Stream<Item = Result<T, Error>> + Send>>;

/// More pages than any list has: at 20 elements a page, two million elements.
const MOST_PAGES: u32 = 100_000;

/// Fetches the pages of a call, from the number that its parameter is set to, or else from 0.
/// No page is fetched twice, and none before it is needed.
///
/// It ends at the last page by the answer's own count, at an empty page, and at a page that is
/// not full if the answer gives no count. An answer that is not a result, one that carries
/// a number other than the requested one, and pages that do not end are errors.
#[doc(hidden)]
pub fn pages<A>(call: Call, number_name: &'static str) -> Pages<A::Page>
where
    A: PagedAnswer + DeserializeOwned + 'static,
    A::Page: Send + 'static,
{
    let first = call.query_number(number_name).unwrap_or(0);
    walk(first, call.operation(), move |number| {
        let call = call.clone().with_query_number(number_name, number);
        call.send_page::<A>(number)
    })
}

/// The elements of the pages of a call.
#[doc(hidden)]
pub fn items<A>(call: Call, number_name: &'static str) -> Items<A::Item>
where
    A: PagedAnswer + DeserializeOwned + 'static,
    A::Page: Send + 'static,
    A::Item: Send + 'static,
{
    pages::<A>(call, number_name)
        .map_ok(|page| stream::iter(A::into_items(page).into_iter().map(Ok)))
        .try_flatten()
        .boxed()
}

/// Fetches pages from the first number on; each says which one follows it.
fn walk<P, F, Fut>(first: u32, operation: &'static Operation, fetch: F) -> Pages<P>
where
    F: FnMut(u32) -> Fut + Send + 'static,
    Fut: Future<Output = Result<(P, Option<u32>), Error>> + Send + 'static,
    P: Send + 'static,
{
    let state = (Some(first), fetch);
    Box::pin(stream::try_unfold(
        state,
        move |(number, mut fetch)| async move {
            let Some(number) = number else {
                return Ok(None);
            };
            if number.saturating_sub(first) >= MOST_PAGES {
                let error = Error::paging(format_args!("there are more than {MOST_PAGES}"));
                return Err(error.during(operation));
            }
            let (page, next) = fetch(number).await?;
            Ok(Some((page, (next, fetch))))
        },
    ))
}

/// The page of an answer, and the number of the one that follows it. Rows that were left out are on
/// the page as well.
pub(crate) fn look<A: PagedAnswer>(
    answer: A,
    refused: usize,
    number: u32,
) -> Result<(A::Page, Option<u32>), Error> {
    answer.check()?;
    let count = answer.item_count().saturating_add(refused);
    let next = next_page(number, answer.page_info(), count)?;
    Ok((answer.into_page()?, next))
}

/// The number of the next page, if there is one.
fn next_page(asked: u32, info: PageInfo, count: usize) -> Result<Option<u32>, Error> {
    if let Some(number) = info.number
        && number != i64::from(asked)
    {
        return Err(Error::paging(format_args!(
            "page {asked} was requested and another one came"
        )));
    }
    if count == 0 {
        return Ok(None);
    }
    let next = asked.checked_add(1);
    let is_last = match (info.total_pages, info.total_elements, info.size) {
        (Some(pages), _, _) => next.is_none_or(|next| i64::from(next) >= pages),
        (None, Some(elements), Some(size)) if size > 0 => {
            next.is_none_or(|next| i64::from(next).saturating_mul(size) >= elements)
        }
        (None, _, Some(size)) => i64::try_from(count).is_ok_and(|count| count < size),
        (None, _, None) => true,
    };
    Ok(next.filter(|_| !is_last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    fn info(number: i64, size: Option<i64>, elements: Option<i64>, pages: Option<i64>) -> PageInfo {
        PageInfo {
            number: Some(number),
            size,
            total_elements: elements,
            total_pages: pages,
        }
    }

    #[tokio::test]
    async fn h13_pages_without_an_end_are_an_error() {
        const ENDLESS: Operation = Operation::new("endless", "things", "GET", "/things");
        let pages = walk(
            7,
            &ENDLESS,
            |number| async move { Ok(((), Some(number + 1))) },
        );
        let ended: Vec<_> = pages.collect().await;
        assert_eq!(ended.len(), MOST_PAGES as usize + 1);
        let last = ended.into_iter().next_back().and_then(Result::err);
        let last = last.map(|error| (error.kind(), error.operation()));
        assert_eq!(last, Some((ErrorKind::Paging, Some(&ENDLESS))));
    }

    #[test]
    fn the_last_page_ends_the_list() {
        assert_eq!(
            next_page(0, info(0, Some(20), Some(41), Some(3)), 20).ok(),
            Some(Some(1))
        );
        assert_eq!(
            next_page(2, info(2, Some(20), Some(41), Some(3)), 1).ok(),
            Some(None)
        );
        assert_eq!(
            next_page(1, info(1, Some(20), Some(40), None), 20).ok(),
            Some(None)
        );
        assert_eq!(
            next_page(0, info(0, Some(20), None, None), 19).ok(),
            Some(None)
        );
        assert_eq!(next_page(0, info(0, None, None, None), 7).ok(), Some(None));
    }

    #[test]
    fn an_empty_page_ends_the_list_whatever_is_promised() {
        assert_eq!(
            next_page(3, info(3, Some(20), Some(1_000), Some(50)), 0).ok(),
            Some(None)
        );
    }

    #[test]
    fn another_page_than_was_asked_for_is_an_error() {
        assert!(next_page(3, info(2, Some(20), Some(1_000), Some(50)), 20).is_err());
    }

    #[test]
    fn a_number_at_the_end_of_its_range_is_the_last() {
        let huge = info(i64::from(u32::MAX), Some(1), Some(i64::MAX), Some(i64::MAX));
        assert_eq!(next_page(u32::MAX, huge, 1).ok(), Some(None));
    }
}
