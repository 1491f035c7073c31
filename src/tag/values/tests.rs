use super::*;
use crate::model::Model;
use crate::normalize::normalize_ml;
use crate::tokenize::tokenize;

/// Values of a text as «span=TYPE value», with the reference date 2025-12-05 (a Friday) where asked for.
fn read(text: &str, dated: bool) -> Vec<String> {
    let model = Model::embedded().expect("embedded model");
    let tables = ValueTables::read(model.section("values").expect("section")).expect("tables");
    let reference = dated.then_some(Day { year: 2025, month: 12, day: 5 });
    let doc = tokenize(text, normalize_ml(text));
    let found = values(&doc, &tables, reference);
    for pair in found.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "in order and disjoint");
    }
    found.iter().map(|v| format!("{}={} {}", v.span.of(text), v.ty.name(), v.value)).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(read(text, false), expected, "{text}");
}

#[track_caller]
fn check_dated(text: &str, expected: &[&str]) {
    assert_eq!(read(text, true), expected, "{text}");
}

#[test]
fn dates_in_every_tradition_of_month_names() {
    check("افتُتح المعرض في 5 ديسمبر 2025 بحضور كثيف", &["5 ديسمبر 2025=DATE 2025-12-05"]);
    check("يبدأ الموسم يوم 17 كانون الثاني/يناير 2024.", &["17 كانون الثاني/يناير 2024=DATE 2024-01-17"]);
    check("صدر القانون في 3 جانفي 2019", &["3 جانفي 2019=DATE 2019-01-03"]);
    check("رُفع الحظر في تموز/يوليو 2024 جزئيا", &["تموز/يوليو 2024=DATE 2024-07"]);
    check("وفي أيلول (سبتمبر) 2020 أعيد البناء", &["أيلول (سبتمبر) 2020=DATE 2020-09"]);
    check("انطلقت الحملة في الخامس عشر من أكتوبر 2023", &["الخامس عشر من أكتوبر 2023=DATE 2023-10-15"]);
    check("تسلم الجائزة في الحادي والعشرين من غشت 2022", &["الحادي والعشرين من غشت 2022=DATE 2022-08-21"]);
    check("حتى 9 أيار المقبل", &["9 أيار المقبل=DATE --05-09"]);
}

#[test]
fn numeric_dates_have_the_day_first() {
    check("وُقع العقد في 12/5/2025", &["12/5/2025=DATE 2025-05-12"]);
    check("النشر: 2025-12-05", &["2025-12-05=DATE 2025-12-05"]);
    check("بتاريخ 5/25/2021", &["5/25/2021=DATE 2021-05-25"]);
    check("موسم 2019/2020 كان قصيرا", &["موسم 2019/2020=DATE 2019/2020"]);
    assert!(read("العينة 31/2/2021", false).iter().all(|v| !v.contains("DATE")), "there is no such day");
}

#[test]
fn hijri_dates_carry_their_calendar() {
    check(
        "الجمعة 5 ديسمبر 2025 الموافق 14 جمادى الثانية 1447",
        &["الجمعة 5 ديسمبر 2025=DATE 2025-12-05", "14 جمادى الثانية 1447=DATE 1447-06-14 AH"],
    );
    check("في الأول من شهر رمضان 1446هـ", &["الأول من شهر رمضان 1446هـ=DATE 1446-09-01 AH"]);
    check("ميزانية عام 1447هـ", &["عام 1447هـ=DATE 1447 AH"]);
}

#[test]
fn years_need_a_word_that_says_so() {
    check("ارتفع الإنتاج منذ عام 2019 بوضوح", &["عام 2019=DATE 2019"]);
    check("ومنذ 2011 لم تُفتح المدرسة", &["2011=DATE 2011"]);
    check("حضر الحفل 2000 شخص", &["2000=NUMBER 2000"]);
}

#[test]
fn relative_dates_count_from_the_reference() {
    check("التقى الفريقان أمس", &["أمس=DATE أمس"]);
    check_dated("التقى الفريقان أمس الخميس", &["أمس الخميس=DATE 2025-12-04"]);
    check_dated("يعود الوفد غدا", &["غدا=DATE 2025-12-06"]);
    check_dated("اجتمعوا الأسبوع الماضي", &["الأسبوع الماضي=DATE 2025-W48"]);
    check_dated("تبدأ الدورة الشهر المقبل", &["الشهر المقبل=DATE 2026-01"]);
    check_dated("خسر النادي العام الماضي لقبين", &["العام الماضي=DATE 2024"]);
    check_dated("وصلوا يوم الأربعاء", &["يوم الأربعاء=DATE 2025-12-03"]);
    check_dated("في 20 نوفمبر الماضي", &["20 نوفمبر الماضي=DATE 2025-11-20"]);
    check_dated("قبل ثلاثة أيام", &["قبل ثلاثة أيام=DATE 2025-12-02"]);
    check_dated("في 3 فبراير المقبل", &["3 فبراير المقبل=DATE 2026-02-03"]);
}

#[test]
fn months_that_are_also_words_need_company() {
    check("صفر اليدين عاد، وكان شعبان صديقه", &[]);
    check("مارس الرياضة كل صباح", &[]);
    check("في شهر مارس", &["شهر مارس=DATE --03"]);
}

#[test]
fn times_of_day() {
    check("تبدأ المباراة الساعة 20:45", &["الساعة 20:45=TIME 20:45"]);
    check("عند الساعة العاشرة والنصف مساء", &["الساعة العاشرة والنصف مساء=TIME 22:30"]);
    check("أفاق في السابعة صباحا", &["السابعة صباحا=TIME 07:00"]);
    check("قرابة الثالثة فجرا", &["الثالثة فجرا=TIME 03:00"]);
    check("الساعة 19 و44 دقيقة", &["الساعة 19 و44 دقيقة=TIME 19:44"]);
}

#[test]
fn money_with_scales_and_signs() {
    check("صفقة قيمتها 600 مليار دولار", &["600 مليار دولار=MONEY USD 600000000000"]);
    check("خسر ١٫٥ مليون جنيه مصري", &["١٫٥ مليون جنيه مصري=MONEY EGP 1500000"]);
    check("دفعوا $50 فقط", &["$50=MONEY USD 50"]);
    check("نحو ثلاثة ملايين يورو", &["ثلاثة ملايين يورو=MONEY EUR 3000000"]);
    check("بلغت مليونا ونصف مليون ريال قطري", &["مليونا ونصف مليون ريال قطري=MONEY QAR 1500000"]);
    check("قرض بـ 250 دينارا أردنيا", &["250 دينارا أردنيا=MONEY JOD 250"]);
    check("في تونس ارتفع السعر إلى 30 دينارا", &["30 دينارا=MONEY TND 30"]);
    check("مليار ونصف دولار", &["مليار ونصف دولار=MONEY USD 1500000000"]);
}

#[test]
fn percentages_in_digits_and_words() {
    check("نما الاقتصاد 50%", &["50%=PERCENT 50"]);
    check("بنسبة ٣٫٧ في المئة", &["٣٫٧ في المئة=PERCENT 3.7"]);
    check("نحو عشرين بالمئة من السكان", &["عشرين بالمئة=PERCENT 20"]);
}

#[test]
fn number_words_add_up() {
    check("شارك ثلاثة وعشرون ألفا في السباق", &["ثلاثة وعشرون ألفا=NUMBER 23000"]);
    check("عددهم مئة وخمسة وعشرون طالبا", &["مئة وخمسة وعشرون=NUMBER 125"]);
    check("خمسة عشر لاعبا", &["خمسة عشر=NUMBER 15"]);
    check("ثلاثمئة وأربعون ألفا ومئتان", &["ثلاثمئة وأربعون ألفا ومئتان=NUMBER 340200"]);
    check("ألفان وخمسمائة مقعد", &["ألفان وخمسمائة=NUMBER 2500"]);
    check("نصف مليون نسخة", &["نصف مليون=NUMBER 500000"]);
    check("٣ آلاف و٥٠٠ نسخة", &["٣ آلاف و٥٠٠=NUMBER 3500"]);
    check("1,250 نسخة", &["1,250=NUMBER 1250"]);
}

#[test]
fn somebody_is_no_number() {
    check("قال أحد الحاضرين إن واحدا منهم غاب", &[]);
    check("آلاف المتفرجين وملايين المشاهدين", &[]);
}

#[test]
fn quantities_have_units() {
    check("على بعد 12 كيلومترا من المدينة", &["12 كيلومترا=QUANTITY 12 km"]);
    check("صدّرت ثلاثة آلاف طن من التمر", &["ثلاثة آلاف طن=QUANTITY 3000 t"]);
    check("مساحته 450 متر مربع", &["450 متر مربع=QUANTITY 450 m2"]);
    check("استمرت خمسة أشهر", &["خمسة أشهر=QUANTITY 5 mo"]);
}

#[test]
fn huge_numbers_do_not_overflow() {
    let digits = "9".repeat(60);
    check(&digits, &[]);
    let words = "تسعة تريليون ".repeat(50);
    let _ = read(&words, true);
    let _ = read("99999999999999999999999999999999999 تريليون دولار", false);
}
