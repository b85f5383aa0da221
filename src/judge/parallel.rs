//! The same for many things at once, on all processors.

use std::thread;

/// Below this many, threads cost more than they bring: a certificate takes some 50 µs, a thread as much.
const FEW: usize = 32;

/// `items` mapped, in their order.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    if items.len() < FEW || processors == 1 {
        return items.iter().map(one).collect();
    }
    let part = items.len().div_ceil(processors);
    let one = &one;
    thread::scope(|scope| {
        let mut parts = items.chunks(part);
        // One part is for this thread, so that a processor does not wait for it.
        let own = parts.next().unwrap_or_default();
        let others: Vec<_> =
            parts.map(|items| scope.spawn(move || items.iter().map(one).collect::<Vec<R>>())).collect();
        let mut mapped = Vec::with_capacity(items.len());
        mapped.extend(own.iter().map(one));
        for part in others {
            match part.join() {
                Ok(more) => mapped.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        mapped
    })
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
