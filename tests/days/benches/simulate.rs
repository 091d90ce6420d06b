//! How many lines a second `lunpai simulate --text none` plays, through the real use cases and the store in memory.

use std::hint::black_box;
use std::io::sink;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dayfile::{Language, Options};

/// As the program has it.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LINES: usize = 100_000;

fn simulate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("simulate");
    group.sample_size(10);
    for policy in ["marketing-centre", "two-tables", "full-regulations"] {
        let file = days::long_day(policy, LINES);
        group.throughput(Throughput::Elements(u64::try_from(file.lines().count()).unwrap_or(0)));
        group.bench_with_input(BenchmarkId::from_parameter(policy), &file, |bench, file| {
            bench.iter(|| {
                let mut output = std::io::BufWriter::with_capacity(1 << 16, sink());
                let done = dayfile::simulate(
                    black_box(file.as_bytes()),
                    &mut output,
                    Language::None,
                    &days::store,
                    &Options::default(),
                );
                assert!(done.is_ok(), "{done:?}");
            });
        });
    }
    group.finish();
}

criterion_group!(benches, simulate);
criterion_main!(benches);
