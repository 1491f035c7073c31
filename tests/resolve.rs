//! Mentions given, entities found: sentences in which every mention is written as `{TYPE name}`.

use mizan::model::Model;
use mizan::normalize::normalize_ml;
use mizan::resolve::{Resolved, UserEntity, resolve};
use mizan::span::Span;
use mizan::tag::gazetteer::Gazetteer;
use mizan::tag::{EntityType, Mention};
use mizan::tokenize::tokenize;
use std::sync::LazyLock;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let model = Model::embedded().expect("the embedded models are whole");
    Gazetteer::read(model.section("gazettr").expect("there is a list")).expect("the list is whole")
});

/// The plain text of a marked one, and its mentions.
fn unmark(marked: &str) -> (String, Vec<(Span, EntityType)>) {
    let mut text = String::new();
    let mut found = Vec::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (inside, tail) = after.split_once('}').expect("a closing brace");
        let (ty, name) = inside.split_once(' ').expect("type and name");
        let start = text.len();
        text.push_str(name);
        found.push((Span::new(start, text.len()), EntityType::parse(ty).expect("a type")));
        rest = tail;
    }
    text.push_str(rest);
    (text, found)
}

fn run(marked: &str, user: &[UserEntity]) -> (String, Resolved) {
    let (text, found) = unmark(marked);
    let doc = tokenize(&text, normalize_ml(&text));
    let mentions = found
        .into_iter()
        .map(|(span, ty)| {
            let start = doc.tokens.partition_point(|t| t.span.end <= span.start);
            let end = doc.tokens.partition_point(|t| t.span.start < span.end);
            Mention { span, tokens: start..end, ty, confidence: 1000 }
        })
        .collect();
    let resolved = resolve(&doc, mentions, &GAZETTEER, user);
    (text.clone(), resolved)
}

/// The entities of a text: id, English name or «-», and the mentions joined by a bar.
fn entities(marked: &str) -> Vec<String> {
    let (text, r) = run(marked, &[]);
    let line = |e: &mizan::resolve::Entity| {
        let mentions: Vec<&str> = e.mentions.iter().map(|&m| r.mentions[m].span.of(&text)).collect();
        format!("{}: {}", e.name_en.as_deref().unwrap_or("-"), mentions.join(" | "))
    };
    r.entities.iter().map(line).collect()
}

#[test]
fn full_and_short_names_are_one_person() {
    assert_eq!(
        entities("وصل {PER دونالد ترامب} أمس. وقال {PER ترامب} إن {PER دونالد ترمب} سيعود."),
        ["Donald Trump: دونالد ترامب | ترامب | دونالد ترمب"]
    );
    assert_eq!(entities("قالت {PER هدى السالمي} إنها حزينة. وأضافت {PER السالمي} ذلك."), ["-: هدى السالمي | السالمي"]);
}

#[test]
fn two_of_one_family_stay_apart() {
    assert_eq!(
        entities("التقى {PER سعد الريحاني} أخاه {PER مروان الريحاني}. وشكر {PER الريحاني} الحضور."),
        ["-: سعد الريحاني", "-: مروان الريحاني | الريحاني"]
    );
    assert_eq!(entities("خلف {PER بشار الأسد} أباه {PER حافظ الأسد}."), ["Bashar al-Assad: بشار الأسد", "Hafez al-Assad: حافظ الأسد"]);
}

#[test]
fn a_mother_is_not_her_son() {
    assert_eq!(entities("قالت {PER أم وسيم} إن {PER وسيم} نائم."), ["-: أم وسيم", "-: وسيم"]);
}

#[test]
fn spellings_of_one_foreign_name_are_one() {
    assert_eq!(entities("قال {PER بنيامين نتنياهو} كلاما، ثم نفاه {PER نتانياهو}."), ["Benjamin Netanyahu: بنيامين نتنياهو | نتانياهو"]);
    assert_eq!(entities("فاز {ORG ليفربول} ثم خسر {ORG لفيربول}."), ["Liverpool F.C.: ليفربول | لفيربول"]);
}

#[test]
fn nationalities_are_their_country() {
    let (_, r) = run("شكر {NORP الأمريكيون} {NORP الأميركيتين}، و{GPE الولايات المتحدة} هي {GPE أمريكا}.", &[]);
    assert_eq!(r.entities.len(), 1);
    let usa = &r.entities[0];
    assert_eq!((usa.id.as_str(), usa.ty, usa.name_ar.as_str()), ("Q30", EntityType::Gpe, "الولايات المتحدة"));
}

#[test]
fn a_capital_is_city_or_government_by_its_sentence() {
    assert_eq!(
        entities("أعلنت {GPE واشنطن} أن {GPE طهران} لا تلتزم. ووقع انفجار في {GPE طهران} وسط {GPE واشنطن}."),
        ["United States: واشنطن", "Iran: طهران", "Tehran: طهران", "Washington, D.C.: واشنطن"]
    );
    assert_eq!(entities("وصل الوفد إلى العاصمة المصرية {GPE القاهرة}."), ["Cairo: القاهرة"]);
}

#[test]
fn bodies_are_composed_of_head_and_country() {
    assert_eq!(
        entities("نفت {ORG وزارة الخارجية الأمريكية} ذلك، وقالت {ORG الخارجية الأميركية} إنها تدرسه، وصمتت {ORG الخارجية}."),
        ["United States Department of State: وزارة الخارجية الأمريكية | الخارجية الأميركية | الخارجية"]
    );
    assert_eq!(
        entities("رفضت {ORG الحكومة السورية} القرار ورحبت {ORG السلطات السورية} بغيره، وسكت {ORG النظام السوري}."),
        ["Government of Syria: الحكومة السورية | السلطات السورية | النظام السوري"]
    );
    assert_eq!(entities("تدرب {ORG الجيش الناميبي} مع غيره."), ["Armed Forces of Namibia: الجيش الناميبي"]);
}

#[test]
fn a_name_that_many_countries_share_is_the_one_that_the_article_names() {
    assert_eq!(
        entities("اجتمعت {ORG الجمعية الوطنية التايلاندية} أمس. وقررت {ORG الجمعية الوطنية} التأجيل."),
        ["-: الجمعية الوطنية التايلاندية | الجمعية الوطنية"]
    );
}

#[test]
fn states_are_their_country() {
    assert_eq!(
        entities("{GPE دولة قطر} هي {GPE قطر}، و{GPE الجمهورية التونسية} هي {GPE تونس}."),
        ["Qatar: دولة قطر | قطر", "Tunisia: الجمهورية التونسية | تونس"]
    );
}

#[test]
fn heads_articles_and_acronyms_do_not_part_a_body() {
    assert_eq!(entities("أسست {ORG حركة النوارس} عام 2020. وقالت {ORG النوارس} إنها باقية."), ["-: حركة النوارس | النوارس"]);
    assert_eq!(entities("قالت {ORG رابطة حماية السلاحف} ({ORG رحس}) ذلك. وأكدت {ORG رحس} الخبر."), ["-: رابطة حماية السلاحف | رحس | رحس"]);
}

#[test]
fn houthis_are_one_in_every_form() {
    assert_eq!(
        entities("قصف {ORG الحوثيون} المدينة، واتهم {ORG الحوثي} غيره، و{ORG جماعة الحوثي} تنفي، ول{ORG لحوثيين} رأي، وحضر {ORG حوثيون}."),
        ["Houthis: الحوثيون | الحوثي | جماعة الحوثي | لحوثيين | حوثيون"]
    );
}

#[test]
fn the_occupation_army_is_israels() {
    assert_eq!(
        entities("توغل {ORG جيش الاحتلال الإسرائيلي} ثم انسحب {ORG الجيش الإسرائيلي}."),
        ["Israel Defense Forces: جيش الاحتلال الإسرائيلي | الجيش الإسرائيلي"]
    );
}

#[test]
fn an_article_swallowed_by_a_clitic_is_restored() {
    let (_, r) = run("قدم العون ل{ORG لنوارس الخضر} ثم سكت.", &[]);
    assert_eq!((r.entities[0].name_ar.as_str(), r.entities[0].id.as_str()), ("النوارس الخضر", "local:النوارس الخضر"));
    assert_eq!(entities("قال ل{GPE لبنان} كلاما."), ["Lebanon: لبنان"]);
}

#[test]
fn the_users_names_win_and_are_found_with_clitics() {
    let user = [
        UserEntity {
            id: Some("acme".into()),
            name: "شركة الأفق البعيد".into(),
            en: Some("Far Horizon".into()),
            aliases: vec!["الأفق البعيد".into()],
            ty: EntityType::Org,
        },
        UserEntity { id: Some("mine".into()), name: "قطر".into(), en: None, aliases: vec![], ty: EntityType::Gpe },
    ];
    let (text, r) = run("اشترت شركة الأفق البعيد أسهما، وللأفق البعيد فرع في {GPE قطر} و{ORG جامعة قطر} و{NORP القطريين}.", &user);
    let all: Vec<(&str, Vec<&str>)> =
        r.entities.iter().map(|e| (e.id.as_str(), e.mentions.iter().map(|&m| r.mentions[m].span.of(&text)).collect())).collect();
    assert_eq!(all[0], ("acme", vec!["شركة الأفق البعيد", "لأفق البعيد"]));
    assert_eq!(all[1], ("mine", vec!["قطر", "القطريين"]));
    assert_eq!(all[2].1, ["جامعة قطر"]);
}

#[test]
fn every_mention_belongs_to_the_entity_that_lists_it() {
    let (_, r) = run("{GPE قطر} و{GPE مصر} و{PER علي} و{GPE قطر}. {NORP القطري} {PER علي}.", &[]);
    assert_eq!(r.mentions.len(), r.entity_of.len());
    for (m, &e) in r.entity_of.iter().enumerate() {
        assert!(r.entities[e].mentions.contains(&m));
    }
    assert_eq!(r.entities.iter().map(|e| e.salience).max(), Some(1000));
    assert_eq!(r.entities[0].salience, 1000);
    let mut ids: Vec<&str> = r.entities.iter().map(|e| e.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), r.entities.len());
}

/// Mentions that are all different persons, or all one, or bodies that begin alike.
fn many(n: usize, name: impl Fn(usize) -> String, ty: EntityType) -> std::time::Duration {
    let mut text = String::new();
    let mut spans = Vec::new();
    for i in 0..n {
        text.push_str("قال ");
        let start = text.len();
        text.push_str(&name(i));
        spans.push(Span::new(start, text.len()));
        text.push_str(" ذلك.\n");
    }
    let doc = tokenize(&text, normalize_ml(&text));
    let mentions: Vec<Mention> = spans
        .into_iter()
        .map(|span| {
            let start = doc.tokens.partition_point(|t| t.span.end <= span.start);
            let end = doc.tokens.partition_point(|t| t.span.start < span.end);
            Mention { span, tokens: start..end, ty, confidence: 1000 }
        })
        .collect();
    let start = std::time::Instant::now();
    let resolved = resolve(&doc, mentions, &GAZETTEER, &[]);
    assert_eq!(resolved.mentions.len(), n);
    start.elapsed()
}

#[test]
fn time_is_linear_up_to_100_000_mentions() {
    let letters: Vec<char> = "بتثجحخدذرزسشصضطظعغفقكلمنهوي".chars().collect();
    let word = |mut i: usize| {
        let mut w = String::from("م");
        for _ in 0..5 {
            w.push(letters[i % letters.len()]);
            i /= letters.len();
        }
        w
    };
    type Case<'a> = (&'a str, EntityType, &'a dyn Fn(usize) -> String);
    let cases: [Case<'_>; 4] = [
        ("one family", EntityType::Per, &|i| format!("{} الزهراني", word(i))),
        ("one person", EntityType::Per, &|_| "سالم الزهراني".to_string()),
        ("bodies that begin alike", EntityType::Org, &|i| format!("جمعية أصدقاء {}", word(i))),
        ("peoples", EntityType::Norp, &|i| format!("ال{}ي", word(i))),
    ];
    for (what, ty, name) in cases {
        let few = many(10_000, name, ty);
        let all = many(100_000, name, ty);
        println!("{what}: {few:?} for 10,000, {all:?} for 100,000");
        assert!(all.as_secs_f64() < few.as_secs_f64().max(0.05) * 40.0, "{what}: {few:?} for 10,000, {all:?} for 100,000");
    }
}
