//! The same for many things at once, on all processors.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Below this many, threads cost more than they bring: a certificate takes some 50 µs, a thread as much.
const FEW: usize = 32;

/// Portions for each processor, so that one that was busy elsewhere keeps nobody waiting for long.
const PORTIONS: usize = 8;

/// `items` mapped, in their order.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if items.len() < FEW || processors() == 1 {
        return items.iter().map(one).collect();
    }
    let portions: Vec<&[T]> = items.chunks(items.len().div_ceil(PORTIONS * processors())).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(portion) = portions.get(at) else { return done };
            done.push((at, portion.iter().map(&one).collect()));
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..processors()).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().flat_map(|(_, mapped)| mapped).collect()
}

/// Takes something large apart beside the work that goes on.
pub(crate) fn discard(large: impl Send + 'static) {
    if processors() > 1 {
        // Where there can be no more threads, it is taken apart at once.
        let _ = thread::Builder::new().spawn(move || drop(large));
    }
}

/// How many there are for this process. The system is asked once: it reads several files to find out.
fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
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
