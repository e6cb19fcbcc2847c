// SPDX-License-Identifier: MIT
//! Rayon as a peer: `join` for tasks, parallel iterators with no grain given for loops.  The
//! serial forms are here too, made by the same compiler.  Called from bench/peers/rayon.c.
use rayon::prelude::*;
use rayon::{join, ThreadPool, ThreadPoolBuilder};
use std::cmp::Ordering;
use std::ffi::c_void;
use std::sync::Mutex;

const STACK_BYTES: usize = 64 << 20;

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Node {
    state: [u32; 5],
    depth: i32,
}

extern "C" {
    fn uts_root(tree: i32, root: *mut Node);
    fn uts_children(tree: i32, node: *const Node) -> i32;
    fn uts_child(tree: i32, node: *const Node, i: i32, child: *mut Node);
    fn peer_is_pinned() -> i32;
    fn peer_cpus() -> i32;
    fn peer_pin(index: i32);
    fn peer_spin(ns: u64);
    fn peer_steal_begin(gap_us: u32);
    fn peer_steal_hit();
    fn peer_steal_wait() -> u64;
    fn peer_out(size: u64) -> *mut u32;
    fn peer_numbers(size: u64) -> *const u32;
    fn peer_sums(size: u64) -> *mut u64;
    fn keys_array() -> *mut c_void;
}

// ---- pools ----

static POOLS: Mutex<Vec<(i32, &'static ThreadPool)>> = Mutex::new(Vec::new());

fn make_pool(workers: i32) -> ThreadPool {
    let pinned = unsafe { peer_is_pinned() != 0 && workers <= peer_cpus() };
    ThreadPoolBuilder::new()
        .num_threads(workers as usize)
        .stack_size(STACK_BYTES)
        .start_handler(move |i| {
            if pinned {
                unsafe { peer_pin(i as i32) }
            }
        })
        .build()
        .expect("a pool")
}

fn pool(workers: i32) -> &'static ThreadPool {
    let mut pools = POOLS.lock().unwrap();
    if let Some(p) = pools.iter().find(|p| p.0 == workers) {
        return p.1;
    }
    let made: &'static ThreadPool = Box::leak(Box::new(make_pool(workers)));
    pools.push((workers, made));
    made
}

// ---- fib ----

fn serial_fib(n: i64) -> i64 {
    if n < 2 {
        n
    } else {
        serial_fib(n - 1) + serial_fib(n - 2)
    }
}

fn fib(n: i64) -> i64 {
    if n < 2 {
        return n;
    }
    let (a, b) = join(|| fib(n - 1), || fib(n - 2));
    a + b
}

// ---- queens: siblings are joined pairwise ----

fn serial_queens(all: u32, columns: u32, left: u32, right: u32) -> u64 {
    if columns == all {
        return 1;
    }
    let mut free = all & !(columns | left | right);
    let mut sum = 0;
    while free != 0 {
        let bit = free & free.wrapping_neg();
        free ^= bit;
        sum += serial_queens(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    sum
}

fn queens(all: u32, columns: u32, left: u32, right: u32) -> u64 {
    if columns == all {
        return 1;
    }
    siblings(all, columns, left, right, all & !(columns | left | right))
}

fn siblings(all: u32, columns: u32, left: u32, right: u32, free: u32) -> u64 {
    if free == 0 {
        return 0;
    }
    let bit = free & free.wrapping_neg();
    let rest = free ^ bit;
    let place = || queens(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    if rest == 0 {
        return place();
    }
    let (a, b) = join(place, || siblings(all, columns, left, right, rest));
    a + b
}

// ---- trees: a node's children are halved ----

fn root(kind: i32) -> Node {
    let mut node = Node::default();
    unsafe { uts_root(kind, &mut node) };
    node
}

fn child(kind: i32, node: &Node, i: i32) -> Node {
    let mut made = Node::default();
    unsafe { uts_child(kind, node, i, &mut made) };
    made
}

fn serial_tree(kind: i32, node: &Node) -> u64 {
    let n = unsafe { uts_children(kind, node) };
    1 + (0..n).map(|i| serial_tree(kind, &child(kind, node, i))).sum::<u64>()
}

fn tree(kind: i32, node: &Node) -> u64 {
    let n = unsafe { uts_children(kind, node) };
    1 + children(kind, node, 0, n)
}

fn children(kind: i32, node: &Node, lo: i32, hi: i32) -> u64 {
    if hi - lo < 2 {
        return if lo < hi { tree(kind, &child(kind, node, lo)) } else { 0 };
    }
    let middle = lo + (hi - lo) / 2;
    let (a, b) = join(|| children(kind, node, lo, middle), || children(kind, node, middle, hi));
    a + b
}

// ---- loops ----

/// As work_irregular() in work.h.
fn irregular(i: u64, size: u64) -> u32 {
    let mut h = i.wrapping_mul(0x9e3779b97f4a7c15);
    h = (h ^ h >> 30).wrapping_mul(0xbf58476d1ce4e5b9);
    h ^= h >> 27;
    let steps = 2 + (i * 12 / size) as u32 + if h % 1024 == 0 { 4000 } else { 0 };
    let mut s = h;
    for _ in 0..steps {
        s = s.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407 + (s >> 33));
    }
    (s >> 32) as u32
}

fn out(size: u64) -> &'static mut [u32] {
    unsafe { std::slice::from_raw_parts_mut(peer_out(size), size as usize) }
}

fn numbers(size: u64) -> &'static [u32] {
    unsafe { std::slice::from_raw_parts(peer_numbers(size), size as usize) }
}

// ---- channels: as channel.h; crossbeam's, which a rayon program has anyway, and std's ----

const CHANNEL_CAPACITY: u64 = 64;

/// In turns: fills the channel, empties it.
fn channel_alone(size: u64, mut send: impl FnMut(u64), mut recv: impl FnMut() -> u64) -> u64 {
    let (mut i, mut sum) = (0, 0u64);
    while i < size {
        let end = size.min(i + CHANNEL_CAPACITY);
        for x in i..end {
            send(x);
        }
        for _ in i..end {
            sum = sum.wrapping_add(recv());
        }
        i = end;
    }
    sum
}

fn pin_end(index: u64) {
    unsafe {
        if peer_is_pinned() != 0 {
            peer_pin((index % peer_cpus() as u64) as i32)
        }
    }
}

fn part(size: u64, pairs: u64, i: u64) -> std::ops::Range<u64> {
    let end = if i + 1 == pairs { size } else { size / pairs * (i + 1) };
    size / pairs * i..end
}

#[no_mangle]
pub extern "C" fn rayon_channel(workers: i32, size: u64) -> u64 {
    let (tx, rx) = crossbeam_channel::bounded::<u64>(CHANNEL_CAPACITY as usize);
    if workers < 2 {
        return channel_alone(size, |x| tx.send(x).unwrap(), || rx.recv().unwrap());
    }
    let pairs = workers as u64 / 2;
    std::thread::scope(|s| {
        let mut ends = Vec::new();
        for i in 0..pairs {
            let (tx, rx) = (tx.clone(), rx.clone());
            s.spawn(move || {
                pin_end(2 * i);
                part(size, pairs, i).for_each(|x| tx.send(x).unwrap());
            });
            ends.push(s.spawn(move || {
                pin_end(2 * i + 1);
                rx.iter().fold(0u64, |sum, x| sum.wrapping_add(x))
            }));
        }
        drop(tx);
        drop(rx);
        ends.into_iter().map(|e| e.join().unwrap()).fold(0u64, u64::wrapping_add)
    })
}

/// One receiver: there cannot be more.
#[no_mangle]
pub extern "C" fn rayon_channel_std(workers: i32, size: u64) -> u64 {
    let (tx, rx) = std::sync::mpsc::sync_channel::<u64>(CHANNEL_CAPACITY as usize);
    if workers < 2 {
        return channel_alone(size, |x| tx.send(x).unwrap(), || rx.recv().unwrap());
    }
    std::thread::scope(|s| {
        s.spawn(move || {
            pin_end(0);
            (0..size).for_each(|x| tx.send(x).unwrap());
        });
        pin_end(1);
        rx.iter().fold(0u64, |sum, x| sum.wrapping_add(x))
    })
}

// ---- coarse leaves ----

fn coarse_leaf(i: u64, ms: u64, uneven: bool) {
    let quarters = if uneven { 1 + i % 4 } else { 4 };
    std::thread::sleep(std::time::Duration::from_micros(ms * 250 * quarters));
}

fn coarse(lo: u64, hi: u64, ms: u64, uneven: bool) {
    if hi - lo == 1 {
        return coarse_leaf(lo, ms, uneven);
    }
    let middle = lo + (hi - lo) / 2;
    join(|| coarse(lo, middle, ms, uneven), || coarse(middle, hi, ms, uneven));
}

// ---- what rayon.c calls; 0 workers: serial ----

#[no_mangle]
pub extern "C" fn rayon_coarse_tree(workers: i32, ms: u64) -> u64 {
    pool(workers).install(|| coarse(0, workers as u64, ms, false));
    ms
}

#[no_mangle]
pub extern "C" fn rayon_coarse_uneven(workers: i32, ms: u64) -> u64 {
    pool(workers).install(|| coarse(0, workers as u64, ms, true));
    ms
}

#[no_mangle]
pub extern "C" fn rayon_coarse_for(workers: i32, ms: u64) -> u64 {
    pool(workers).install(|| {
        (0..workers as u64).into_par_iter().for_each(|i| coarse_leaf(i, ms, false))
    });
    ms
}

#[no_mangle]
pub extern "C" fn rayon_open(workers: i32) {
    pool(workers);
}

#[no_mangle]
pub extern "C" fn rayon_fib(workers: i32, size: u64) -> u64 {
    let n = size as i64;
    (if workers == 0 { serial_fib(n) } else { pool(workers).install(|| fib(n)) }) as u64
}

#[no_mangle]
pub extern "C" fn rayon_queens(workers: i32, size: u64) -> u64 {
    let all = (1u32 << size) - 1;
    if workers == 0 {
        serial_queens(all, 0, 0, 0)
    } else {
        pool(workers).install(|| queens(all, 0, 0, 0))
    }
}

#[no_mangle]
pub extern "C" fn rayon_tree(workers: i32, size: u64) -> u64 {
    let kind = size as i32;
    let top = root(kind);
    if workers == 0 {
        serial_tree(kind, &top)
    } else {
        pool(workers).install(|| tree(kind, &top))
    }
}

#[no_mangle]
pub extern "C" fn rayon_loop(workers: i32, size: u64) -> u64 {
    let out = out(size);
    if workers == 0 {
        for (i, x) in out.iter_mut().enumerate() {
            *x = irregular(i as u64, size);
        }
    } else {
        pool(workers).install(|| {
            out.par_iter_mut().enumerate().for_each(|(i, x)| *x = irregular(i as u64, size))
        });
    }
    0
}

#[no_mangle]
pub extern "C" fn rayon_reduce(workers: i32, size: u64) -> u64 {
    let numbers = numbers(size);
    if workers == 0 {
        numbers.iter().map(|&x| x as u64).sum()
    } else {
        pool(workers).install(|| numbers.par_iter().map(|&x| x as u64).sum())
    }
}

// ---- algorithms, as in bench/peers/algorithms.h ----

fn is_kept(x: u32) -> bool {
    x < 1 << 30
}

/// Rayon collects into a vector of its own: the copy, for the check, is in the time of both forms.
#[no_mangle]
pub extern "C" fn rayon_filter(workers: i32, size: u64) -> u64 {
    let numbers = numbers(size);
    let kept: Vec<u32> = if workers == 0 {
        numbers.iter().copied().filter(|&x| is_kept(x)).collect()
    } else {
        pool(workers).install(|| numbers.par_iter().copied().filter(|&x| is_kept(x)).collect())
    };
    out(size)[..kept.len()].copy_from_slice(&kept);
    kept.len() as u64
}

#[no_mangle]
pub extern "C" fn rayon_find(workers: i32, size: u64) -> u64 {
    let numbers = numbers(size);
    let wanted = numbers[size as usize / 4 * 3];
    let found = if workers == 0 {
        numbers.iter().position(|&x| x == wanted)
    } else {
        pool(workers).install(|| numbers.par_iter().position_first(|&x| x == wanted))
    };
    found.map_or(u64::MAX, |i| i as u64)
}

#[no_mangle]
pub extern "C" fn rayon_max(workers: i32, size: u64) -> u64 {
    let numbers = numbers(size);
    let best = if workers == 0 {
        numbers.iter().enumerate().max_by_key(|p| p.1)
    } else {
        pool(workers).install(|| numbers.par_iter().enumerate().max_by_key(|p| p.1))
    };
    best.map_or(u64::MAX, |p| p.0 as u64)
}

#[no_mangle]
pub extern "C" fn rayon_count(workers: i32, size: u64) -> u64 {
    let numbers = numbers(size);
    (if workers == 0 {
        numbers.iter().filter(|&x| x % 3 == 0).count()
    } else {
        pool(workers).install(|| numbers.par_iter().filter(|&x| x % 3 == 0).count())
    }) as u64
}

#[no_mangle]
pub extern "C" fn rayon_bins(workers: i32, size: u64) -> u64 {
    let add = |mut bins: Vec<u64>, &x: &u32| {
        bins[(x >> 24) as usize] += 1;
        bins
    };
    let numbers = numbers(size);
    let bins = if workers == 0 {
        numbers.iter().fold(vec![0; 256], add)
    } else {
        pool(workers).install(|| {
            numbers.par_iter().fold(|| vec![0; 256], add).reduce(
                || vec![0; 256],
                |mut a, b| {
                    a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
                    a
                },
            )
        })
    };
    bins.iter().zip(1..).map(|(n, i)| n * i).sum()
}

// ---- sorts ----

type Compare = fn(&u64, &u64) -> Ordering;

fn compare(a: &u64, b: &u64) -> Ordering {
    a.cmp(b)
}

/// A pointer of which the compiler does not know where it points to.
fn pointed() -> Compare {
    std::hint::black_box(compare as Compare)
}

fn keys(size: u64) -> &'static mut [u64] {
    unsafe { std::slice::from_raw_parts_mut(peer_sums(size), size as usize) }
}

macro_rules! sort {
    ($name:ident, $x:ident, $call:expr) => {
        #[no_mangle]
        pub extern "C" fn $name(workers: i32, size: u64) -> u64 {
            let $x = keys(size);
            if workers == 0 {
                $call
            } else {
                pool(workers).install(|| $call)
            }
            0
        }
    };
}
sort!(rayon_sort, x, x.par_sort_unstable_by(pointed()));
sort!(rayon_sort_inline, x, x.par_sort_unstable());
sort!(rayon_sort_seq, x, x.sort_unstable_by(pointed()));
sort!(rayon_sort_seq_inline, x, x.sort_unstable());
sort!(rayon_stable, x, x.par_sort_by(pointed()));
sort!(rayon_stable_inline, x, x.par_sort());
sort!(rayon_stable_seq, x, x.sort_by(pointed()));
sort!(rayon_stable_seq_inline, x, x.sort());

// ---- sorts of numbers by their own order, as in bench/peers/keys.h ----

fn array<T>(size: u64) -> &'static mut [T] {
    unsafe { std::slice::from_raw_parts_mut(keys_array() as *mut T, size as usize) }
}

macro_rules! keys {
    ($name:ident, $type:ty, $x:ident, $call:expr) => {
        #[no_mangle]
        pub extern "C" fn $name(workers: i32, size: u64) -> u64 {
            let $x = array::<$type>(size);
            pool(workers).install(|| $call);
            0
        }
    };
}
keys!(rayon_keys_u64, u64, x, x.par_sort_unstable());
keys!(rayon_keys_i32, i32, x, x.par_sort_unstable());
keys!(rayon_keys_f64, f64, x, x.par_sort_unstable_by(f64::total_cmp));
keys!(rayon_keys_seq_u64, u64, x, x.sort_unstable());
keys!(rayon_keys_seq_i32, i32, x, x.sort_unstable());
keys!(rayon_keys_seq_f64, f64, x, x.sort_unstable_by(f64::total_cmp));

#[no_mangle]
pub extern "C" fn rayon_region(workers: i32) {
    pool(workers).install(|| ());
}

#[no_mangle]
pub extern "C" fn rayon_busy(workers: i32, ns: u64) {
    pool(workers).install(|| unsafe { peer_spin(ns) });
}

#[no_mangle]
pub extern "C" fn rayon_cycle(workers: i32) {
    make_pool(workers).install(|| fib(10));
}

/// The samples go to `ns[0..n]`.
#[no_mangle]
pub extern "C" fn rayon_steal(workers: i32, gap_us: u32, ns: *mut u64, n: usize) {
    let samples = unsafe { std::slice::from_raw_parts_mut(ns, n) };
    pool(workers).install(|| {
        for sample in samples {
            unsafe { peer_steal_begin(gap_us) };
            *sample = join(|| unsafe { peer_steal_wait() }, || unsafe { peer_steal_hit() }).0;
        }
    });
}
