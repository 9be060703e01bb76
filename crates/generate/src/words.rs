//! What a grocery in the Emirates sells, in English and Arabic. The brands are nobody's.

use fils_sale::VatClass;

/// A word in both languages.
pub(crate) type Word = (&'static str, &'static str);

/// A shelf of the shop.
pub(crate) struct Shelf {
    /// The category's name.
    pub(crate) name: &'static str,
    /// The colour of its buttons.
    pub(crate) colour: &'static str,
    /// How its goods are taxed.
    pub(crate) vat: VatClass,
    /// How many of a hundred products stand here.
    pub(crate) share: u64,
    /// Whether its goods are weighed.
    pub(crate) weighed: bool,
    /// What lies there, with the lowest and highest price in fils.
    pub(crate) goods: &'static [(Word, i64, i64)],
    /// The kinds of it.
    pub(crate) kinds: &'static [Word],
    /// The sizes of it.
    pub(crate) sizes: &'static [Word],
}

/// Names on packets.
pub(crate) const BRANDS: [Word; 40] = [
    ("Al Noor", "النور"),
    ("Oasis Gate", "بوابة الواحة"),
    ("Falcon", "الصقر"),
    ("Golden Dune", "الكثيب الذهبي"),
    ("Pearl Coast", "ساحل اللؤلؤ"),
    ("Barari", "براري"),
    ("Nakheel Farm", "مزرعة النخيل"),
    ("Sidra", "سدرة"),
    ("Ghaf", "غاف"),
    ("Al Dar", "الدار"),
    ("Morning Star", "نجمة الصباح"),
    ("Hilal", "هلال"),
    ("Zaytoun", "زيتون"),
    ("Desert Rose", "وردة الصحراء"),
    ("Wadi", "وادي"),
    ("Blue Dhow", "المركب الأزرق"),
    ("Rawda", "روضة"),
    ("Sahel", "ساحل"),
    ("Qamar", "قمر"),
    ("Silver Palm", "النخلة الفضية"),
    ("Majlis", "مجلس"),
    ("Al Waha", "الواحة"),
    ("Yasmin", "ياسمين"),
    ("Green Valley", "الوادي الأخضر"),
    ("Sundus", "سندس"),
    ("Lulwa", "لولوة"),
    ("Khaleej", "خليج"),
    ("Rimal", "رمال"),
    ("Anbar", "عنبر"),
    ("First Choice", "الخيار الأول"),
    ("Al Bait", "البيت"),
    ("Mawasim", "مواسم"),
    ("Shams", "شمس"),
    ("Nada", "ندى"),
    ("Tilal", "تلال"),
    ("Fresh Hands", "الأيدي الطازجة"),
    ("Marjan", "مرجان"),
    ("Basateen", "بساتين"),
    ("Jawhara", "جوهرة"),
    ("Daily Good", "خير يومي"),
];

const PACKS: &[Word] = &[
    ("200 g", "٢٠٠ غ"),
    ("400 g", "٤٠٠ غ"),
    ("500 g", "٥٠٠ غ"),
    ("750 g", "٧٥٠ غ"),
    ("1 kg", "١ كغ"),
    ("2 kg", "٢ كغ"),
];
const BOTTLES: &[Word] = &[
    ("200 ml", "٢٠٠ مل"),
    ("330 ml", "٣٣٠ مل"),
    ("500 ml", "٥٠٠ مل"),
    ("1 L", "١ لتر"),
    ("1.5 L", "١٫٥ لتر"),
    ("2 L", "٢ لتر"),
];
const COUNTS: &[Word] = &[
    ("1 pc", "قطعة"),
    ("4 pcs", "٤ قطع"),
    ("6 pcs", "٦ قطع"),
    ("10 pcs", "١٠ قطع"),
    ("24 pcs", "٢٤ قطعة"),
];
const ORIGINS: &[Word] = &[
    ("Local", "محلي"),
    ("India", "الهند"),
    ("Egypt", "مصر"),
    ("Oman", "عُمان"),
    ("Iran", "إيران"),
    ("South Africa", "جنوب أفريقيا"),
    ("Organic", "عضوي"),
];
const GRADES: &[Word] = &[("", ""), ("Large", "كبير"), ("Small", "صغير")];
const PLAIN: &[Word] = &[
    ("Classic", "كلاسيك"),
    ("Light", "خفيف"),
    ("Extra", "إكسترا"),
    ("Organic", "عضوي"),
    ("Family", "عائلي"),
    ("Premium", "فاخر"),
];
const TASTES: &[Word] = &[
    ("Original", "أصلي"),
    ("Mango", "مانجو"),
    ("Orange", "برتقال"),
    ("Lemon Mint", "ليمون ونعناع"),
    ("Strawberry", "فراولة"),
    ("Pomegranate", "رمان"),
    ("Guava", "جوافة"),
    ("Cardamom", "هيل"),
    ("Saffron", "زعفران"),
];
const SNACKS: &[Word] = &[
    ("Salt", "ملح"),
    ("Chilli", "فلفل حار"),
    ("Cheese", "جبن"),
    ("Thyme", "زعتر"),
    ("Vinegar", "خل"),
    ("Paprika", "بابريكا"),
];
const SCENTS: &[Word] = &[
    ("Oud", "عود"),
    ("Rose", "ورد"),
    ("Jasmine", "ياسمين"),
    ("Lavender", "خزامى"),
    ("Lemon", "ليمون"),
    ("Ocean", "المحيط"),
];

/// Every shelf. The shares come to a hundred.
pub(crate) const SHELVES: [Shelf; 12] = [
    Shelf {
        name: "Drinks",
        colour: "#1f6feb",
        vat: VatClass::Standard,
        share: 14,
        weighed: false,
        goods: &[
            (("Water", "ماء"), 100, 800),
            (("Juice", "عصير"), 250, 1500),
            (("Cola", "كولا"), 200, 1000),
            (("Karak Tea", "شاي كرك"), 150, 900),
            (("Iced Coffee", "قهوة مثلجة"), 550, 1800),
            (("Malt Drink", "شراب الشعير"), 300, 900),
        ],
        kinds: TASTES,
        sizes: BOTTLES,
    },
    Shelf {
        name: "Dairy",
        colour: "#8ecae6",
        vat: VatClass::Standard,
        share: 10,
        weighed: false,
        goods: &[
            (("Fresh Milk", "حليب طازج"), 250, 1400),
            (("Laban", "لبن"), 200, 900),
            (("Labneh", "لبنة"), 450, 1900),
            (("Yoghurt", "زبادي"), 150, 1200),
            (("Cheese Slices", "شرائح جبن"), 600, 2600),
            (("Butter", "زبدة"), 700, 2800),
        ],
        kinds: PLAIN,
        sizes: PACKS,
    },
    Shelf {
        name: "Bakery",
        colour: "#c98b2b",
        vat: VatClass::Standard,
        share: 8,
        weighed: false,
        goods: &[
            (("Arabic Bread", "خبز عربي"), 100, 500),
            (("Croissant", "كرواسون"), 200, 1500),
            (("Regag", "رقاق"), 300, 900),
            (("Manakish", "مناقيش"), 400, 1200),
            (("Date Cake", "كعك التمر"), 900, 4500),
        ],
        kinds: PLAIN,
        sizes: COUNTS,
    },
    Shelf {
        name: "Snacks",
        colour: "#d1495b",
        vat: VatClass::Standard,
        share: 12,
        weighed: false,
        goods: &[
            (("Potato Chips", "رقائق البطاطس"), 100, 1200),
            (("Popcorn", "فشار"), 200, 900),
            (("Mixed Nuts", "مكسرات مشكلة"), 800, 4500),
            (("Crackers", "بسكويت مالح"), 200, 1100),
            (("Chickpea Puffs", "نفيش الحمص"), 150, 800),
        ],
        kinds: SNACKS,
        sizes: PACKS,
    },
    Shelf {
        name: "Sweets",
        colour: "#b5179e",
        vat: VatClass::Standard,
        share: 9,
        weighed: false,
        goods: &[
            (("Chocolate Bar", "لوح شوكولاتة"), 200, 1600),
            (("Halwa", "حلوى"), 900, 5500),
            (("Stuffed Dates", "تمر محشو"), 1200, 7500),
            (("Biscuits", "بسكويت"), 150, 1400),
            (("Baklava", "بقلاوة"), 1500, 8900),
        ],
        kinds: TASTES,
        sizes: PACKS,
    },
    Shelf {
        name: "Rice and Grains",
        colour: "#7f5539",
        vat: VatClass::Standard,
        share: 8,
        weighed: false,
        goods: &[
            (("Basmati Rice", "أرز بسمتي"), 700, 5900),
            (("Lentils", "عدس"), 350, 1900),
            (("Flour", "طحين"), 300, 1800),
            (("Oats", "شوفان"), 500, 2400),
            (("Vermicelli", "شعيرية"), 200, 900),
        ],
        kinds: PLAIN,
        sizes: PACKS,
    },
    Shelf {
        name: "Pantry",
        colour: "#588157",
        vat: VatClass::Standard,
        share: 11,
        weighed: false,
        goods: &[
            (("Olive Oil", "زيت زيتون"), 1500, 8900),
            (("Tomato Paste", "معجون طماطم"), 200, 1200),
            (("Honey", "عسل"), 1800, 14_900),
            (("Tahini", "طحينة"), 600, 2700),
            (("Hummus", "حمص"), 350, 1600),
            (("Chilli Sauce", "صلصة حارة"), 350, 1500),
        ],
        kinds: PLAIN,
        sizes: PACKS,
    },
    Shelf {
        name: "Frozen",
        colour: "#4895ef",
        vat: VatClass::Standard,
        share: 7,
        weighed: false,
        goods: &[
            (("Samosa", "سمبوسة"), 700, 2900),
            (("Paratha", "براتا"), 500, 2200),
            (("Ice Cream", "آيس كريم"), 250, 3900),
            (("Okra", "بامية"), 400, 1700),
            (("Prawns", "روبيان"), 1900, 7900),
        ],
        kinds: PLAIN,
        sizes: PACKS,
    },
    Shelf {
        name: "Household",
        colour: "#6c757d",
        vat: VatClass::Standard,
        share: 11,
        weighed: false,
        goods: &[
            (("Dish Soap", "سائل غسيل الأطباق"), 400, 2400),
            (("Bukhoor", "بخور"), 1500, 19_900),
            (("Tissues", "مناديل"), 300, 2900),
            (("Floor Cleaner", "منظف الأرضيات"), 700, 3400),
            (("Hand Wash", "غسول اليدين"), 500, 2100),
        ],
        kinds: SCENTS,
        sizes: BOTTLES,
    },
    Shelf {
        name: "Fruit and Vegetables",
        colour: "#2a9d3a",
        vat: VatClass::Standard,
        share: 5,
        weighed: true,
        goods: &[
            (("Tomatoes", "طماطم"), 350, 1200),
            (("Cucumbers", "خيار"), 350, 1100),
            (("Bananas", "موز"), 450, 900),
            (("Mangoes", "مانجو"), 900, 3200),
            (("Onions", "بصل"), 200, 600),
            (("Dates", "تمر"), 1500, 8900),
            (("Lemons", "ليمون"), 500, 1300),
            (("Pomegranates", "رمان"), 900, 1900),
        ],
        kinds: ORIGINS,
        sizes: GRADES,
    },
    Shelf {
        name: "Pharmacy",
        colour: "#e63946",
        vat: VatClass::Zero,
        share: 4,
        weighed: false,
        goods: &[
            (("Pain Relief Tablets", "أقراص مسكن"), 600, 2900),
            (("Cough Syrup", "شراب السعال"), 1200, 3900),
            (("Saline Spray", "بخاخ ملحي"), 1900, 5900),
            (("Antacid", "مضاد الحموضة"), 900, 3400),
        ],
        kinds: PLAIN,
        sizes: COUNTS,
    },
    Shelf {
        name: "Tickets",
        colour: "#3d405b",
        vat: VatClass::Exempt,
        share: 1,
        weighed: false,
        goods: &[
            (("Bus Ticket", "تذكرة حافلة"), 300, 1500),
            (("Water Taxi Ticket", "تذكرة عبرة"), 100, 2500),
        ],
        kinds: PLAIN,
        sizes: COUNTS,
    },
];

/// Who sits at the till.
pub(crate) const CASHIERS: [&str; 5] = ["Maryam", "Joseph", "Fatima", "Ravi", "Liza"];
/// Who has the keys.
pub(crate) const MANAGER: &str = "Khalid";

/// Why something comes back.
pub(crate) const RETURNED: [&str; 5] = [
    "Damaged",
    "Wrong item",
    "Changed mind",
    "Past its date",
    "Charged twice",
];
/// Why a sale is given up.
pub(crate) const GIVEN_UP: [&str; 3] = ["Customer left", "No money with them", "Wrong goods"];
/// What is paid out of the drawer.
pub(crate) const PAID_OUT: [&str; 4] = ["Cleaning", "Delivery tip", "Stationery", "Taxi"];
/// What is said of a sale.
pub(crate) const NOTES: [&str; 4] = [
    "Deliver at 6 pm",
    "Gift wrapped",
    "Bag left at the till",
    "For the office",
];
