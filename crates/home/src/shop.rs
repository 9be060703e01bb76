//! What a shop's settings mean to the rooms that sell, print and show.

use std::fmt;

use fils_paper::Width;
use fils_sale::barcode::{Embedded, EmbeddedError};
use fils_sale::receipt::Shop;
use fils_sale::tender::CashRounding;

use crate::config::Config;

/// What a list without anything in it is called.
const NONE: &str = "none";

/// Where the customer's display is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomerDisplay {
    /// Nowhere.
    Off,
    /// On the second screen, when there is one.
    Auto,
    /// On the screen with this number, from 1.
    Screen(u8),
}

impl CustomerDisplay {
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text {
            "off" => Some(Self::Off),
            "auto" => Some(Self::Auto),
            number => number
                .parse()
                .ok()
                .filter(|screen| (1..=9).contains(screen))
                .map(Self::Screen),
        }
    }
}

impl fmt::Display for CustomerDisplay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("off"),
            Self::Auto => f.write_str("auto"),
            Self::Screen(screen) => screen.fmt(f),
        }
    }
}

impl Config {
    /// The shop as receipts name it.
    pub fn receipt_shop(&self) -> Shop {
        Shop {
            name: self.merchant_name.clone().unwrap_or_default(),
            name_ar: self.merchant_name_ar.clone(),
            address: self.address.clone().unwrap_or_default(),
            address_ar: self.address_ar.clone(),
            phone: self.phone.clone(),
            trn: self.trn.clone(),
            footer: self.receipt_footer.clone(),
            footer_ar: self.receipt_footer_ar.clone(),
        }
    }

    /// How cash is rounded.
    pub fn rounding(&self) -> CashRounding {
        if self.cash_rounding_fils == 0 {
            CashRounding::Off
        } else {
            CashRounding::Nearest25InCustomersFavour
        }
    }

    /// How the shop's scale writes its labels. Labels that mean two things are neither loaded nor saved; none are known then.
    pub fn embedded(&self) -> Embedded {
        self.labels().unwrap_or_else(|_| Embedded::none())
    }

    /// Whether a receipt is printed as soon as there is one.
    pub fn prints_receipts(&self) -> bool {
        self.printer.is_some() && self.print_receipts.unwrap_or(true)
    }

    pub(crate) fn labels(&self) -> Result<Embedded, EmbeddedError> {
        Embedded::new(
            self.price_prefixes.clone(),
            self.weight_prefixes.clone(),
            Embedded::default().item_digits(),
        )
    }
}

/// The paper's name, as in the file.
pub(crate) fn paper_name(width: Width) -> &'static str {
    match width {
        Width::Mm58 => "58",
        Width::Mm80 => "80",
        Width::Mm80Narrow => "80-narrow",
    }
}

/// The paper with this name.
pub(crate) fn read_paper(text: &str) -> Option<Width> {
    Width::ALL
        .into_iter()
        .find(|width| paper_name(*width) == text)
}

pub(crate) fn prefixes_text(prefixes: &[String]) -> String {
    if prefixes.is_empty() {
        NONE.to_owned()
    } else {
        prefixes.join(",")
    }
}

pub(crate) fn read_prefixes(text: &str) -> Option<Vec<String>> {
    if text == NONE {
        return Some(Vec::new());
    }
    let prefixes: Vec<String> = text
        .split([',', '،', ';'])
        .map(|prefix| prefix.trim().to_owned())
        .collect();
    let fits = Embedded::new(
        prefixes.clone(),
        Vec::new(),
        Embedded::default().item_digits(),
    );
    fits.is_ok().then_some(prefixes)
}

pub(crate) fn read_languages(text: &str) -> Option<Vec<String>> {
    let languages: Vec<String> = text
        .split([',', '،'])
        .map(|language| language.trim().to_owned())
        .collect();
    let known = languages
        .iter()
        .all(|language| ["en", "ar"].contains(&language.as_str()));
    let once = languages.len() == 1 || (languages.len() == 2 && languages[0] != languages[1]);
    (known && once).then_some(languages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_names_the_shop_as_it_is_set() {
        let mut config = Config::default();
        for (name, value) in [
            ("merchant_name", "Corner Shop"),
            ("merchant_name_ar", "دكان الزاوية"),
            ("address", "Shop 4\nAl Wasl Road, Dubai"),
            ("phone", "+971 4 000 0000"),
            ("receipt_footer_ar", "شكرا لكم"),
        ] {
            config.set(name, value).unwrap();
        }
        let shop = config.receipt_shop();
        assert_eq!(shop.name, "Corner Shop");
        assert_eq!(shop.name_ar.as_deref(), Some("دكان الزاوية"));
        assert_eq!(shop.address, "Shop 4\nAl Wasl Road, Dubai");
        assert_eq!(shop.phone.as_deref(), Some("+971 4 000 0000"));
        assert_eq!(
            (shop.footer, shop.footer_ar.as_deref()),
            (None, Some("شكرا لكم"))
        );
        assert!(!config.receipt_shop().is_registered());
        config.set("trn", "1000 0000-0000 003").unwrap();
        assert_eq!(
            config.receipt_shop().trn.as_deref(),
            Some("100000000000003")
        );
        assert!(config.receipt_shop().is_registered());
        assert!(config.set("trn", "10000000000000").is_err());
    }

    #[test]
    fn rounding_is_off_until_a_shop_wants_it() {
        let mut config = Config::default();
        assert_eq!(config.rounding(), CashRounding::Off);
        config.set("cash_rounding_fils", "25").unwrap();
        assert_eq!(config.rounding(), CashRounding::Nearest25InCustomersFavour);
        for bad in ["5", "-25", "on"] {
            assert!(config.set("cash_rounding_fils", bad).is_err(), "{bad}");
        }
        config.set("cash_rounding_fils", "").unwrap();
        assert_eq!(config.rounding(), CashRounding::Off);
    }

    #[test]
    fn labels_begin_as_most_scales_write_them_and_never_mean_two_things() {
        let mut config = Config::default();
        assert_eq!(config.embedded(), Embedded::default());
        config.set("price_prefixes", "20, 22").unwrap();
        config.set("weight_prefixes", "none").unwrap();
        assert_eq!(config.embedded().price(), ["20", "22"]);
        assert!(config.embedded().weight().is_empty());
        assert_eq!(config.get("weight_prefixes").as_deref(), Some("none"));
        for bad in ["2", "30", "20,20", "20,", ","] {
            assert!(config.set("price_prefixes", bad).is_err(), "{bad}");
        }
        config.set("weight_prefixes", "22").unwrap();
        let dir = tempfile::tempdir().unwrap();
        let home = crate::Home::at(dir.path());
        let error = config.save(&home).unwrap_err();
        assert_eq!(error.code(), "label_prefix_twice");
        assert!(error.to_string().contains("weight_prefixes"), "{error}");
        std::fs::write(
            home.config(),
            "price_prefixes = \"21\"\nweight_prefixes = \"21\"\n",
        )
        .unwrap();
        assert!(Config::load(&home).is_err());
    }

    #[test]
    fn receipts_are_printed_when_there_is_a_printer_unless_a_shop_says_no() {
        let mut config = Config::default();
        assert!(!config.prints_receipts());
        config.set("print_receipts", "on").unwrap();
        assert!(!config.prints_receipts(), "there is no printer");
        config.set("print_receipts", "").unwrap();
        config.set("printer", "192.168.1.50").unwrap();
        assert_eq!(config.get("printer").as_deref(), Some("192.168.1.50:9100"));
        assert!(config.prints_receipts());
        config.set("print_receipts", "off").unwrap();
        assert!(!config.prints_receipts());
    }

    #[test]
    fn what_is_in_front_of_the_customer_is_checked() {
        let mut config = Config::default();
        for (name, good) in [
            ("paper", "58"),
            ("paper", "80"),
            ("paper", "80-narrow"),
            ("customer_display", "off"),
            ("customer_display", "2"),
            ("customer_languages", "ar"),
            ("customer_languages", "ar,en"),
            ("tips", "on"),
            ("printer", "serial:COM3@19200"),
        ] {
            config.set(name, good).unwrap();
            assert_eq!(config.get(name).as_deref(), Some(good));
        }
        for (name, bad) in [
            ("paper", "81"),
            ("customer_display", "0"),
            ("customer_display", "yes"),
            ("customer_languages", "ar,ar"),
            ("customer_languages", "fr"),
            ("customer_languages", "en,"),
            ("tips", "maybe"),
            ("printer", "usb:"),
            ("print_receipts", "always"),
        ] {
            assert!(config.set(name, bad).is_err(), "{name}={bad}");
        }
    }
}
