//! Items → results on several threads, in the order of the items, with a bounded number of both in memory.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Items that wait for each thread, and results that wait to be taken from it.
const DEPTH: usize = 4;

/// Calls `work` on each item and hands the results to `take` in the items' order. Item `i` goes to thread `i` modulo their number, and
/// results are taken in turn, so that nothing has to be sorted.
///
/// # Errors
/// The first error of `take`; nothing is taken after it.
pub fn in_order<T: Send, R: Send, E>(
    threads: usize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if threads <= 1 {
        for item in items {
            take(work(&item))?;
        }
        return Ok(());
    }
    thread::scope(|scope| {
        let (mut inputs, mut outputs): (Vec<SyncSender<T>>, Vec<Receiver<R>>) = (Vec::new(), Vec::new());
        for _ in 0..threads {
            let (input, items) = sync_channel(DEPTH);
            let (results, output) = sync_channel(DEPTH);
            let work = &work;
            scope.spawn(move || {
                for item in items {
                    if results.send(work(&item)).is_err() {
                        break;
                    }
                }
            });
            inputs.push(input);
            outputs.push(output);
        }
        scope.spawn(move || {
            for (item, input) in items.zip((0..).map(|i: usize| &inputs[i % threads])) {
                if input.send(item).is_err() {
                    break;
                }
            }
        });
        // The first thread without a further result had no further item.
        let mut turn = outputs.iter().cycle();
        while let Some(Ok(result)) = turn.next().map(Receiver::recv) {
            take(result)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7] {
            let mut got = Vec::new();
            let slow = |i: &u64| {
                thread::sleep(std::time::Duration::from_micros(i * 37 % 500));
                i * 2
            };
            in_order(threads, 0..100, slow, |r| {
                got.push(r);
                Ok::<_, ()>(())
            })
            .unwrap();
            assert_eq!(got, (0..100).map(|i| i * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_while_taking_ends_the_work() {
        let mut taken = 0;
        let result = in_order(
            3,
            0..1_000_000,
            |i| *i,
            |_| {
                taken += 1;
                if taken == 10 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((result, taken), (Err("full"), 10));
    }
}
