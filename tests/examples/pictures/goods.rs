//! The shop in the pictures.

/// The shop's settings, as `fils init --set` takes them.
pub(crate) const SHOP: &[&str] = &[
    "merchant_name=Noor Café & Gifts",
    "merchant_name_ar=مقهى وهدايا نور",
    "address=Al Seef Street, Dubai",
    "address_ar=شارع السيف، دبي",
    "phone=+971 4 555 0100",
    "trn=100123456700003",
    "receipt_footer=Thank you, see you soon",
    "receipt_footer_ar=شكرًا لكم، نراكم قريبًا",
];

/// What it sells, as `fils products import` takes it.
pub(crate) const SHELF: &str = "code,name,name_ar,barcodes,price,vat,category,unit
KARAK,Karak tea,شاي كرك,6291003000010,5.00,5,Drinks,piece
COFFEE,Arabic coffee,قهوة عربية,6291003000058,12.00,5,Drinks,piece
MINT,Lemon with mint,ليمون بالنعناع,6291003000065,16.00,5,Drinks,piece
WATER,Still water 500 ml,ماء 500 مل,6291003000027,1.00,5,Drinks,piece
LABAN,Laban up,لبن أب,6291003000072,2.50,5,Drinks,piece
DATES,Khalas dates 500 g,تمر خلاص 500 غ,6291003000034,24.50,5,Sweets,piece
BAKLAVA,Baklava with pistachio,بقلاوة بالفستق,,95.00,5,Sweets,kg
LUQAIMAT,Luqaimat,لقيمات,,18.00,5,Sweets,piece
HALWA,Omani halwa,حلوى عمانية,,60.00,5,Sweets,kg
CHEBAB,Chebab with cheese,جباب بالجبن,,14.00,5,Bakery,piece
REGAG,Regag with egg,رقاق بالبيض,,9.00,5,Bakery,piece
MUG,Mug with a falcon,كوب برسمة صقر,6291003000041,35.00,5,Gifts,piece
DALLAH,Coffee pot (dallah),دلة قهوة,,249.00,5,Gifts,piece
OUD,Oud incense,عود للبخور,,120.00,5,Gifts,piece
CARD,Greeting card,بطاقة تهنئة,,open,5,Gifts,piece
BOX,Gift wrapping for a large box with ribbon and card,تغليف هدية لصندوق كبير مع شريط وبطاقة,,20.00,5,Gifts,piece
";

pub(crate) const KARAK: &str = "6291003000010";
pub(crate) const DATES: &str = "6291003000034";
pub(crate) const MUG: &str = "6291003000041";
