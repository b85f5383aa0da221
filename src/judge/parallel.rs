//! The same for many things at once, on all processors.

use rayon::prelude::*;

/// Below this many, sharing costs more than it brings: a certificate takes some 50 µs, waking a thread as much.
const FEW: usize = 32;

/// Portions for each processor, so that one that was busy elsewhere keeps nobody waiting for long.
const PORTIONS: usize = 8;

/// `items` mapped, in their order.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], one: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    match shared_out(items.len()) {
        None => items.iter().map(one).collect(),
        Some(portion) => items.par_iter().with_min_len(portion).map(one).collect(),
    }
}

/// `items` in portions, each mapped as a whole, in their order.
pub(crate) fn portions<T: Sync, R: Send>(items: &[T], one: impl Fn(&[T]) -> R + Sync + Send) -> Vec<R> {
    match shared_out(items.len()) {
        None => vec![one(items)],
        Some(portion) => items.par_chunks(portion).map(one).collect(),
    }
}

/// How many there are in a portion; `None` where one does all.
fn shared_out(count: usize) -> Option<usize> {
    let processors = rayon::current_num_threads();
    (count >= FEW && processors > 1).then(|| count.div_ceil(PORTIONS * processors))
}

/// Two pieces of work at once.
pub(crate) fn both<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(one, other)
}

/// Takes something large apart beside the work that goes on.
pub(crate) fn discard(large: impl Send + 'static) {
    rayon::spawn(move || drop(large));
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_order_stays() {
        for count in [0, 1, 31, 32, 1000] {
            let items: Vec<usize> = (0..count).collect();
            assert_eq!(
                super::map(&items, |item| item * 2),
                items.iter().map(|item| item * 2).collect::<Vec<_>>()
            );
        }
    }
}
