//! `evaluate-stance DATA DIR [--errors]`: the stance stage with gold mentions: triples, what goes wrong, and each step on its own.

use crate::gold::read_all;
use crate::stance_gold::{Key, Known, Prepared, content, gold_keys, named, prepare};
use mizan::model::Model;
use mizan::stance::candidates::{Kind, holder, slots};
use mizan::stance::features::{Cue, Role, cue_info};
use mizan::stance::frames::Lexicon;
use mizan::stance::model::StanceModel;
use mizan::stance::pairs::{Looked, Pair, Steps, cue_scores, look, role_score};
use mizan::stance::quotes::lexicon::SpeechLexicon;
use mizan::stance::scorer::probability;
use mizan::stance::second::{LEAST_AGAIN, enrich};
use mizan::stance::view::FRAME;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

/// What the first steps find in each sentence.
pub fn looked(steps: &Steps, p: &Prepared, lexicon: &Lexicon) -> Vec<Looked> {
    (0..p.view.sentences.len()).map(|n| look(steps, &p.view, n, &p.resolved, lexicon)).collect()
}

/// Scored triples of one article: line, holder, target, sign, score; the better sign of each pair.
pub fn scored(model: &StanceModel, p: &Prepared, lexicon: &Lexicon) -> Vec<(Key, i32)> {
    let mut list = looked(&model.steps, p, lexicon);
    let first: Vec<Vec<i32>> = list.iter().map(|l| l.pairs.iter().map(|x| model.first.score(&x.values)).collect()).collect();
    enrich(&mut list, &first);
    let again: Vec<Vec<i32>> = list
        .iter()
        .zip(&first)
        .map(|(l, f)| {
            let score = |(x, f): (&Pair, &i32)| if probability(*f) >= LEAST_AGAIN { model.forest.score(&x.values) } else { i32::MIN };
            l.pairs.iter().zip(f).map(score).collect()
        })
        .collect();
    best_signs(p, &list, &again)
}

/// The better sign of each pair, by line.
pub fn best_signs(p: &Prepared, list: &[Looked], scores: &[Vec<i32>]) -> Vec<(Key, i32)> {
    let mut out: BTreeMap<Key, i32> = BTreeMap::new();
    for (n, l) in list.iter().enumerate() {
        for (pair, &score) in l.pairs.iter().zip(&scores[n]) {
            if score == i32::MIN {
                continue;
            }
            let key = (p.lines[n], holder(&l.slots[pair.holder]), l.slots[pair.target].entity, pair.sign);
            let e = out.entry(key).or_insert(score);
            *e = (*e).max(score);
        }
    }
    let all: Vec<(Key, i32)> = out.iter().map(|(k, v)| (*k, *v)).collect();
    all.into_iter()
        .filter(|(k, v)| {
            let o = out.get(&(k.0, k.1, k.2, 1 - k.3)).copied().unwrap_or(i32::MIN);
            o < *v || (o == *v && k.3 == 1)
        })
        .collect()
}

/// Measures triples with gold mentions at all thresholds; prints the best and what goes wrong.
pub fn measure(docs: &[Prepared], found_by: &[Vec<(Key, i32)>]) -> i32 {
    let mut list: Vec<(i32, bool, bool)> = Vec::new();
    let mut gold = 0;
    let mut gold_t = 0;
    let mut per_doc = Vec::new();
    for (p, all) in docs.iter().zip(found_by) {
        let keys = gold_keys(p);
        gold += keys.len();
        let line_target: BTreeSet<(usize, String, bool)> = keys.iter().map(|k| (k.0, k.2.clone(), k.3)).collect();
        gold_t += line_target.len();
        let mut found = Vec::new();
        for &(k, score) in all {
            let key = named(p, &k);
            list.push((score, keys.contains(&key), line_target.contains(&(key.0, key.2.clone(), key.3))));
            found.push((key, score));
        }
        per_doc.push((keys, found));
    }
    list.sort_by_key(|x| -x.0);
    let mut best = (0.0, 0, 0, 0);
    let mut right = 0;
    for (i, x) in list.iter().enumerate() {
        right += usize::from(x.1);
        let f = 2.0 * right as f64 / (i + 1 + gold) as f64;
        if f > best.0 {
            best = (f, x.0, right, i + 1);
        }
    }
    println!(
        "triples: F1 {:.3} at score {} (probability {}), P {:.3} R {:.3}, {} gold",
        best.0,
        best.1,
        probability(best.1),
        best.2 as f64 / best.3.max(1) as f64,
        best.2 as f64 / gold.max(1) as f64,
        gold
    );
    let high: Vec<_> = list.iter().filter(|x| probability(x.0) >= 700).collect();
    println!("at 0.7: {} found, {} right", high.len(), high.iter().filter(|x| x.1).count());
    let mut t_found = BTreeSet::new();
    let mut t_right = 0;
    let (mut only_sign, mut only_holder, mut sign_ok) = (0, 0, 0);
    for (d, (keys, found)) in per_doc.iter().enumerate() {
        for (k, s) in found.iter().filter(|x| x.1 >= best.1) {
            if t_found.insert((d, k.0, k.2.clone(), k.3)) && keys.iter().any(|g| g.0 == k.0 && g.2 == k.2 && g.3 == k.3) {
                t_right += 1;
            }
            let _ = s;
            if keys.contains(k) {
                sign_ok += 1;
            } else if keys.iter().any(|g| g.0 == k.0 && g.1 == k.1 && g.2 == k.2) {
                only_sign += 1;
            } else if keys.iter().any(|g| g.0 == k.0 && g.2 == k.2 && g.3 == k.3) {
                only_holder += 1;
            }
        }
    }
    println!(
        "(line, target, sign): F1 {:.3}; wrong only in sign {only_sign} (sign accuracy {:.3}), only in holder {only_holder}, other {}",
        2.0 * f64::from(t_right) / (t_found.len() + gold_t) as f64,
        f64::from(sign_ok) / f64::from((sign_ok + only_sign).max(1)),
        best.3 as i64 - i64::from(sign_ok + only_sign + only_holder)
    );
    best.1
}

/// Prints how good each step is on its own.
pub fn diagnose(model: &StanceModel, docs: &[&Prepared], lexicon: &Lexicon) {
    let mut words: [Vec<(i32, bool)>; 2] = [Vec::new(), Vec::new()];
    let mut top = [[0usize; 2]; 2];
    let mut by_kind: BTreeMap<(u8, u8), [usize; 2]> = BTreeMap::new();
    let mut buffer = Vec::new();
    for p in docs {
        for (n, s) in p.view.sentences.iter().enumerate() {
            let scores = cue_scores(&model.steps, &p.view, s, lexicon);
            let mut gold = vec![[false; 2]; s.flags.len()];
            for k in &p.stances[n] {
                for w in content(p, n, &k.words) {
                    gold[w][k.sign] = true;
                }
            }
            for at in 0..s.flags.len() {
                for sign in 0..2 {
                    words[sign].push((scores[at][sign], gold[at][sign]));
                }
            }
            let list = slots(&p.view, n, &p.resolved);
            for k in &p.stances[n] {
                let Some(&at) = content(p, n, &k.words).iter().max_by_key(|&&w| scores[w][k.sign]) else { continue };
                let cue = Cue { at, sign: k.sign, info: cue_info(s, lexicon, at) };
                for (r, role) in [Role::Holder, Role::Target].into_iter().enumerate() {
                    let best = list.iter().filter(|x| r == 0 || matches!(x.kind, Kind::Here | Kind::Context)).max_by_key(|x| {
                        role_score(
                            if r == 0 { &model.steps.holder } else { &model.steps.target },
                            &p.view,
                            s,
                            &scores,
                            &cue,
                            x,
                            role,
                            &mut buffer,
                        )
                        .0
                    });
                    let Some(best) = best else { continue };
                    let same: Vec<&Known> = p.stances[n].iter().filter(|o| o.sign == k.sign && o.words == k.words).collect();
                    let ok = same.iter().any(|o| if r == 0 { o.holder == Some(holder(best)) } else { o.target == Some(best.entity) });
                    top[r][0] += usize::from(ok);
                    top[r][1] += 1;
                    let gold_kind = list
                        .iter()
                        .find(|x| if r == 0 { k.holder == Some(holder(x)) } else { k.target == Some(x.entity) })
                        .map_or(9, |x| x.kind as u8);
                    let e = by_kind.entry((r as u8, gold_kind)).or_default();
                    e[0] += usize::from(ok);
                    e[1] += 1;
                }
            }
        }
    }
    for (sign, list) in words.iter_mut().enumerate() {
        list.sort_by_key(|x| -x.0);
        let gold = list.iter().filter(|x| x.1).count();
        let mut right = 0;
        let mut best = 0.0f64;
        for (i, x) in list.iter().enumerate() {
            right += usize::from(x.1);
            best = best.max(2.0 * right as f64 / (i + 1 + gold) as f64);
        }
        println!("cue words {}: F1 {best:.3} of {gold}", ["for", "against"][sign]);
    }
    println!(
        "given the cue: holder right {:.3}, target right {:.3}; by kind {by_kind:?}",
        top[0][0] as f64 / top[0][1] as f64,
        top[1][0] as f64 / top[1][1] as f64
    );
}

/// Share of the gold cues in which a row of the tables begins.
fn coverage(docs: &[Prepared]) -> (usize, usize) {
    let mut out = (0, 0);
    for p in docs {
        for (s, list) in p.view.sentences.iter().zip(&p.stances) {
            for k in list.iter().filter(|k| !k.words.is_empty()) {
                out.1 += 1;
                out.0 += usize::from(k.words.iter().any(|&w| s.flags.get(w).is_some_and(|f| f & FRAME != 0)));
            }
        }
    }
    out
}

/// One line for each triple that is wrong or missing.
fn errors(p: &Prepared, found: &[(Key, i32)], least: i32) {
    let gold = gold_keys(p);
    let have: BTreeSet<_> = found.iter().filter(|x| x.1 >= least).map(|x| named(p, &x.0)).collect();
    let sign = |favor: bool| if favor { "for" } else { "against" };
    for k in &have {
        let cause = if gold.contains(k) {
            continue;
        } else if gold.iter().any(|g| (g.0, &g.1, &g.2) == (k.0, &k.1, &k.2)) {
            "sign"
        } else if gold.iter().any(|g| (g.0, &g.2, g.3) == (k.0, &k.2, k.3)) {
            "holder"
        } else if gold.iter().any(|g| (g.0, &g.1, g.3) == (k.0, &k.1, k.3)) {
            "target"
        } else {
            "no stance"
        };
        println!("{} line {}: wrong ({cause}): {} {} {}", p.gold.id, k.0 + 1, k.1, sign(k.3), k.2);
    }
    for k in gold.difference(&have) {
        println!("{} line {}: missed: {} {} {}", p.gold.id, k.0 + 1, k.1, sign(k.3), k.2);
    }
}

/// The command.
pub fn run(args: &[String]) -> Result<ExitCode, String> {
    let [dir, rest @ ..] = args else { return Err("usage: evaluate-stance DIR [--errors]".into()) };
    let embedded = Model::embedded().map_err(|e| e.to_string())?;
    let part = |name: &str| embedded.section(name).map_err(|e| e.to_string());
    let model = StanceModel::read(part("frames")?, part("stance")?).map_err(|e| e.to_string())?;
    let speech = SpeechLexicon::read(part("speech")?).map_err(|e| e.to_string())?;
    let docs: Vec<Prepared> =
        read_all(Path::new(dir), |_| true)?.into_iter().map(|g| prepare(g, &model.lexicon, &model.closed, &speech)).collect();
    let found: Vec<_> = docs.iter().map(|p| scored(&model, p, &model.lexicon)).collect();
    if rest.iter().any(|a| a == "--errors") {
        for (p, f) in docs.iter().zip(&found) {
            errors(p, f, model.least);
        }
    }
    measure(&docs, &found);
    diagnose(&model, &docs.iter().collect::<Vec<_>>(), &model.lexicon);
    let (covered, all) = coverage(&docs);
    println!("cues with a row of the tables: {covered} of {all}");
    Ok(ExitCode::SUCCESS)
}
