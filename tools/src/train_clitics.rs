//! `train-clitics SHARED OUT.bin [--dev] [--counts FILE]`: learns to mark off clitics from a treebank, the borders of annotated names
//! and word counts. With `--dev` it learns from the first four fifths of the treebank and measures on the rest.

use crate::gold;
use mizan::Span;
use mizan::model::container;
use mizan::normalize::normalize_ml;
use mizan::tokenize::clitics::{Clitics, Known, Lexicon, Split, Weights, features, splits};
use mizan::tokenize::{TokenKind, tokenize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// Words rarer than this in the counted texts are left out of the lexicon.
const RAREST: u32 = 56;
/// Counts of a word that prove something about it.
const PROVEN: u32 = 150;
/// Longest word of the lexicon, in bytes.
const LONGEST: usize = 24;
const EPOCHS: usize = 12;
/// Orders of the examples that are tried.
const ROUNDS: u64 = 5;
const SEED: u64 = 20_261_124;
/// A feature must be seen in so many words.
const SEEN: u32 = 2;
/// Largest weight that is written.
const SCALE: f64 = 127.0;

/// A word with the splits that are right; several where only one border of it is known.
struct Example {
    word: String,
    right: Vec<Split>,
}

pub fn run(args: &[String]) -> Result<ExitCode, String> {
    const USAGE: &str = "usage: train-clitics SHARED OUT.bin [--dev] [--counts FILE]";
    let (mut paths, mut dev, mut counts_file) = (Vec::new(), false, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--dev" => dev = true,
            "--counts" => counts_file = Some(args.next().ok_or(USAGE)?),
            other => paths.push(other),
        }
    }
    let [shared, out] = paths.as_slice() else { return Err(USAGE.into()) };
    let shared = Path::new(shared);
    let counts = word_counts(shared, counts_file.map(Path::new))?;
    let lexicon = lexicon(&counts, &name_words()?);
    eprintln!("lexicon: {} words", lexicon.len());
    let treebank = treebank(&shared.join("segmentation/pud.conllu"))?;
    let cut = if dev { treebank.len() * 4 / 5 } else { treebank.len() };
    let mut examples: Vec<Example> = treebank[..cut].iter().flatten().filter_map(|(w, s)| example(w, *s)).collect();
    eprintln!("treebank: {} words", examples.len());
    examples.extend(name_borders(&shared.join("gold/train"), |_| true)?);
    eprintln!("with names: {} words", examples.len());
    let particles = particles(&counts)?;
    let known: BTreeSet<String> = particles.iter().map(|e| e.word.clone()).collect();
    examples.extend(particles);
    eprintln!("with function words: {} words", examples.len());
    examples.extend(conjunctions(&counts).into_iter().filter(|e| !known.contains(&e.word)));
    eprintln!("with what counts prove: {} words", examples.len());
    let model = Clitics { weights: train(&lexicon, &examples), lexicon };
    for (name, part) in [("seen", &treebank[..cut]), ("unseen", &treebank[cut..])] {
        report(&model, name, part, dev && name == "unseen");
    }
    for (name, of) in [("dev", "a"), ("dev", "do")] {
        let borders = name_borders(&shared.join("gold").join(name), |id| id.starts_with(of))?;
        let right = borders.iter().filter(|e| e.right.contains(&model.split(&e.word))).count();
        eprintln!("borders of names in {name}/{of}*: {right} of {} words right", borders.len());
        for e in borders.iter().filter(|e| dev && !e.right.contains(&model.split(&e.word))) {
            println!(
                "name\t{} for {}",
                show(&e.word, model.split(&e.word)),
                e.right.iter().map(|s| show(&e.word, *s)).collect::<Vec<_>>().join(" / ")
            );
        }
    }
    let bytes = container(&[("clitics", &model.write())]);
    std::fs::write(out, &bytes).map_err(|e| format!("{out}: {e}"))?;
    eprintln!("{out}: {} bytes", bytes.len());
    Ok(ExitCode::SUCCESS)
}

/// Counts the words of the texts, or reads the counts where they were kept.
fn word_counts(shared: &Path, kept: Option<&Path>) -> Result<BTreeMap<String, u32>, String> {
    if let Some(text) = kept.and_then(|f| std::fs::read_to_string(f).ok()) {
        let line = |l: &str| l.split_once('\t').and_then(|(w, n)| Some((w.to_string(), n.parse().ok()?)));
        return Ok(text.lines().filter_map(line).collect());
    }
    let mut counts: HashMap<String, u32> = HashMap::new();
    for name in ["antcorpus", "arwiki_comparable", "arwiki_keyphrase_docs", "sanad_khaleej"] {
        let file = shared.join(format!("text/{name}.txt.xz"));
        let mut child =
            Command::new("xz").arg("-dc").arg(&file).stdout(Stdio::piped()).spawn().map_err(|e| format!("xz: {e}; install it"))?;
        let lines = BufReader::new(child.stdout.take().ok_or("xz gives no output")?).lines();
        for line in lines {
            let line = line.map_err(|e| format!("{}: {e}", file.display()))?;
            let doc = tokenize(&line, normalize_ml(&line));
            for i in (0..doc.tokens.len()).filter(|&i| doc.tokens[i].kind == TokenKind::Word) {
                let word = doc.word(i);
                match counts.get_mut(word) {
                    Some(n) => *n += 1,
                    None => drop(counts.insert(word.to_string(), 1)),
                }
            }
        }
        child.wait().map_err(|e| format!("xz: {e}"))?;
    }
    let counts: BTreeMap<String, u32> = counts.into_iter().filter(|c| c.1 >= 4).collect();
    if let Some(file) = kept {
        let text: String = counts.iter().map(|(w, n)| format!("{w}\t{n}\n")).collect();
        std::fs::write(file, text).map_err(|e| format!("{}: {e}", file.display()))?;
    }
    Ok(counts)
}

/// Words of the names in `data/entities.tsv` that carry no clitic.
fn name_words() -> Result<BTreeSet<String>, String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/entities.tsv");
    let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let mut words = BTreeSet::new();
    for row in text.lines().filter(|l| !l.starts_with('#')) {
        let fields: Vec<&str> = row.split('\t').collect();
        for name in fields.iter().skip(2).take(2).flat_map(|f| f.split('|')) {
            let doc = tokenize(name, normalize_ml(name));
            // A later word of a body or an event can carry a clitic («والتعاون», «للدراسات»), that of a person's name hardly.
            let bare =
                |i: usize| i == 0 || fields[0] == "PER" && !doc.word(i).contains("ال") || !CARRIERS.contains(&doc.word(i).chars().next());
            words.extend((0..doc.tokens.len()).filter(|&i| bare(i)).map(|i| doc.word(i).to_string()));
        }
    }
    Ok(words)
}

/// What counts alone prove of common words that begin with و or ف: before a conjunction no other و stands, before a stem it does («ووزير»).
fn conjunctions(counts: &BTreeMap<String, u32>) -> Vec<Example> {
    let count = |w: &str| counts.get(w).copied().unwrap_or(0);
    let mut out = Vec::new();
    for (word, &n) in counts.iter().filter(|(_, n)| **n >= PROVEN) {
        let Some(rest) = word.strip_prefix(['و', 'ف']) else { continue };
        let again = count(&format!("و{word}"));
        let article = count(&format!("ال{word}"));
        let conjunction = if again * 50 >= n {
            false
        } else if again * 1000 <= n && article * 1000 <= n && count(rest) * 4 >= n {
            true
        } else {
            continue;
        };
        let (mut all, mut right) = (0, Vec::new());
        splits(word, |s| {
            all += 1;
            if word.get(..usize::from(s.pro)).is_some_and(|p| p.starts_with(['و', 'ف'])) == conjunction {
                right.push(s);
            }
        });
        if !right.is_empty() && right.len() < all {
            out.push(Example { word: word.clone(), right });
        }
    }
    out
}

/// Function words with the clitics that `data/particles.tsv` lets them take, where the combination occurs.
fn particles(counts: &BTreeMap<String, u32>) -> Result<Vec<Example>, String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/particles.tsv");
    let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let rows: Vec<(&str, &str)> = text
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| {
            let mut fields = l.split('\t');
            Some((fields.next()?, fields.next()?))
        })
        .collect();
    let whole: BTreeSet<&str> = rows.iter().filter(|r| r.1 == "none").map(|r| r.0).collect();
    let mut out: BTreeMap<String, BTreeSet<Split>> = BTreeMap::new();
    for word in &whole {
        out.entry((*word).to_string()).or_default().insert(Split::default());
    }
    for (word, takes) in &rows {
        let (before, after): (&[&str], &[&str]) = match *takes {
            "pronoun" => (&["", "و", "ف"], &["ه", "ها", "هم", "هما", "هن", "ك", "كم", "ي", "ني", "نا"]),
            "conjunction" => (&["و", "ف"], &[""]),
            "preposition" => (&["ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك"], &[""]),
            "none" => continue,
            other => return Err(format!("{}: {word} takes {other}; pronoun, conjunction, preposition or none expected", file.display())),
        };
        for (pro, en) in before.iter().flat_map(|b| after.iter().map(move |a| (*b, *a))) {
            let form = format!("{pro}{word}{en}");
            // «ولكن» is و+لكن, whatever ل+كن would make of it.
            let plain = |f: &str| whole.contains(f) || f.strip_prefix(['و', 'ف']).is_some_and(|r| whole.contains(r));
            if counts.get(&form).is_some_and(|&n| n >= 8) && (takes == &"conjunction" || !plain(&form)) && !whole.contains(form.as_str()) {
                out.entry(form).or_default().insert(Split { pro: pro.len() as u8, en: en.len() as u8 });
            }
        }
    }
    Ok(out.into_iter().map(|(word, right)| Example { word, right: right.into_iter().collect() }).collect())
}

const CARRIERS: [Option<char>; 5] = [Some('و'), Some('ف'), Some('ب'), Some('ل'), Some('ك')];

/// Common words, and those words of names that could be taken for something with a clitic.
fn lexicon(counts: &BTreeMap<String, u32>, names: &BTreeSet<String>) -> Lexicon {
    let level = |n: u32| (n.max(1).ilog2() as u8).saturating_sub(2).clamp(1, 15);
    let common = counts.iter().filter(|(w, n)| w.len() <= LONGEST && **n >= RAREST);
    let common = common.map(|(w, n)| (w.as_str(), Known { level: level(*n), name: names.contains(w) }));
    let divisible = names.iter().filter(|w| {
        let mut count = 0;
        splits(w, |_| count += 1);
        count > 1
    });
    let divisible = divisible.map(|w| (w.as_str(), Known { level: level(counts.get(w).copied().unwrap_or(1)), name: true }));
    Lexicon::new(common.chain(divisible))
}

type Sentence = Vec<(String, Split)>;

/// Sentences of a CoNLL-U file as words between spaces and punctuation marks, with their split. Splits that clitics cannot make
/// (في+ما, two words run together) count as none.
fn treebank(file: &Path) -> Result<Vec<Sentence>, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let mut sentences = vec![Sentence::new()];
    let mut parts: Vec<String> = Vec::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, form, _, pos, _, _, _, _, _, misc] = fields.as_slice() else {
            close(&mut parts, &mut sentences);
            sentences.push(Sentence::new());
            continue;
        };
        let form = normalize_ml(form).text().to_string();
        let is_word = !matches!(*pos, "PUNCT" | "SYM") && form.chars().all(|c| ('\u{0620}'..='\u{06FF}').contains(&c));
        if is_word && !form.is_empty() {
            parts.push(form);
        } else if !form.is_empty() {
            close(&mut parts, &mut sentences);
        }
        if !misc.contains("SpaceAfter=No") {
            close(&mut parts, &mut sentences);
        }
    }
    close(&mut parts, &mut sentences);
    sentences.retain(|s| !s.is_empty());
    Ok(sentences)
}

fn close(parts: &mut Vec<String>, sentences: &mut [Sentence]) {
    if parts.is_empty() {
        return;
    }
    let word = parts.concat();
    let mut found = Split::default();
    splits(&word, |s| {
        if cuts(&word, s) == borders(parts) {
            found = s;
        }
    });
    if let Some(sentence) = sentences.last_mut() {
        sentence.push((word, found));
    }
    parts.clear();
}

fn borders(parts: &[String]) -> Vec<usize> {
    let ends = parts.iter().scan(0, |at, p| {
        *at += p.len();
        Some(*at)
    });
    ends.take(parts.len() - 1).collect()
}

/// Bytes at which a split cuts: every proclitic is one letter.
fn cuts(word: &str, s: Split) -> Vec<usize> {
    let mut cuts: Vec<usize> = (1..=usize::from(s.pro) / 2).map(|k| 2 * k).collect();
    if s.en > 0 {
        cuts.push(word.len() - usize::from(s.en));
    }
    cuts
}

/// An example, where the word leaves a choice.
fn example(word: &str, right: Split) -> Option<Example> {
    let mut count = 0;
    splits(word, |_| count += 1);
    (count > 1).then(|| Example { word: word.into(), right: vec![right] })
}

/// First and last words of annotated names: a name that starts within a word shows its proclitics, one that starts with the word that it
/// has none; likewise at the end. Each word once.
fn name_borders(dir: &Path, keep: impl Fn(&str) -> bool) -> Result<Vec<Example>, String> {
    let mut seen = BTreeSet::new();
    for d in gold::read_all(dir, keep)? {
        let doc = tokenize(&d.text, normalize_ml(&d.text));
        for m in &d.mentions {
            let span = doc.normalized.to_normalized(m.span);
            for i in doc.tokens.partition_point(|t| t.norm.end <= span.start)..doc.tokens.len() {
                let t = &doc.tokens[i];
                if t.norm.start >= span.end {
                    break;
                }
                let pro = (t.norm.end > span.start && (i == 0 || doc.tokens[i - 1].norm.end <= span.start))
                    .then(|| span.start.saturating_sub(t.norm.start));
                let en = (t.norm.end >= span.end).then(|| t.norm.end - span.end);
                if t.kind == TokenKind::Word && (pro.is_some() || en.is_some()) {
                    seen.insert((doc.word(i).to_string(), pro, en));
                }
            }
        }
    }
    let mut examples = Vec::new();
    for (word, pro, en) in seen {
        let (mut all, mut right) = (0, Vec::new());
        splits(&word, |s| {
            all += 1;
            if pro.is_none_or(|p| p == usize::from(s.pro)) && en.is_none_or(|e| e == usize::from(s.en)) {
                right.push(s);
            }
        });
        if !right.is_empty() && right.len() < all {
            examples.push(Example { word, right });
        }
    }
    Ok(examples)
}

/// Averaged perceptrons over the splits of each word, in several orders of the words, summed.
fn train(lexicon: &Lexicon, examples: &[Example]) -> Weights {
    let mut seen: HashMap<u32, u32> = HashMap::new();
    let mut prepared: Vec<Vec<(Vec<u32>, bool)>> = Vec::new();
    for e in examples {
        let mut rows = Vec::new();
        let mut of_word = BTreeSet::new();
        splits(&e.word, |s| {
            let mut row = Vec::new();
            features(lexicon, &e.word, s, |f| row.push(f));
            of_word.extend(row.iter().copied());
            rows.push((row, e.right.contains(&s)));
        });
        of_word.into_iter().for_each(|f| *seen.entry(f).or_insert(0) += 1);
        prepared.push(rows);
    }
    for rows in &mut prepared {
        rows.iter_mut().for_each(|(row, _)| row.retain(|f| seen.get(f).is_some_and(|&n| n >= SEEN)));
    }
    let mut sums: BTreeMap<u32, f64> = BTreeMap::new();
    for round in 0..ROUNDS {
        for (feature, weight) in perceptron(&prepared, SEED + round) {
            *sums.entry(feature).or_insert(0.0) += weight;
        }
    }
    let largest = sums.values().fold(0.0f64, |m, w| m.max(w.abs())).max(1e-9);
    let rounded = sums.into_iter().map(|(f, w)| (f, (w / largest * SCALE).round() as i8)).filter(|(_, w)| *w != 0);
    Weights::new(rounded)
}

/// One averaged perceptron.
fn perceptron(prepared: &[Vec<(Vec<u32>, bool)>], seed: u64) -> BTreeMap<u32, f64> {
    let mut weights: HashMap<u32, (f64, f64)> = HashMap::new();
    let mut order: Vec<usize> = (0..prepared.len()).collect();
    let mut random = seed;
    let mut step = 0.0;
    for _ in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(i, (random >> 33) as usize % (i + 1));
        }
        for &i in &order {
            step += 1.0;
            let rows = &prepared[i];
            let score = |row: &[u32]| row.iter().map(|f| weights.get(f).map_or(0.0, |w| w.0)).sum::<f64>();
            let scores: Vec<f64> = rows.iter().map(|r| score(&r.0)).collect();
            let best = |want: bool| {
                let mut best: Option<usize> = None;
                for k in (0..rows.len()).filter(|&k| rows[k].1 == want) {
                    if best.is_none_or(|b| scores[k] > scores[b]) {
                        best = Some(k);
                    }
                }
                best
            };
            let (Some(right), Some(wrong)) = (best(true), best(false)) else { continue };
            // A margin keeps the average away from the border.
            if scores[right] > scores[wrong] + 1.0 {
                continue;
            }
            for (row, sign) in [(&rows[right].0, 1.0), (&rows[wrong].0, -1.0)] {
                for f in row {
                    let w = weights.entry(*f).or_insert((0.0, 0.0));
                    w.0 += sign;
                    w.1 += sign * step;
                }
            }
        }
    }
    weights.into_iter().map(|(f, (w, sum))| (f, w - sum / step.max(1.0))).collect()
}

/// Word accuracy over all words, and over those that are split or look as if they could be.
fn report(model: &Clitics, name: &str, sentences: &[Sentence], list: bool) {
    let (mut words, mut right, mut split, mut found, mut both) = (0usize, 0usize, 0usize, 0usize, 0usize);
    let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
    for (word, gold) in sentences.iter().flatten() {
        let got = model.split(word);
        words += 1;
        right += usize::from(got == *gold);
        split += usize::from(*gold != Split::default());
        found += usize::from(got != Split::default());
        both += usize::from(got == *gold && got != Split::default());
        if got != *gold {
            *wrong.entry(format!("{} for {}", show(word, got), show(word, *gold))).or_insert(0) += 1;
        }
    }
    eprintln!(
        "{name}: {words} words, {:.2} % right; of {split} split ones {both} found, {found} marked",
        100.0 * right as f64 / words.max(1) as f64
    );
    if list {
        wrong.iter().for_each(|(w, n)| println!("{n}\t{w}"));
    }
}

fn show(word: &str, s: Split) -> String {
    let mut out = String::new();
    let mut from = 0;
    for cut in cuts(word, s) {
        out.push_str(Span::new(from, cut).of(word));
        out.push('+');
        from = cut;
    }
    out + word.get(from..).unwrap_or("")
}
