//! What a person can ask the till for, and who may.

use serde::{Deserialize, Serialize};

/// What somebody is in the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sells.
    Cashier,
    /// Sells, decides, sets up the till.
    Manager,
    /// All of it, PayBy's account and the other managers included.
    Owner,
}

impl Role {
    /// Every role, the one that may least first.
    pub const ALL: [Self; 3] = [Self::Cashier, Self::Manager, Self::Owner];

    /// The role's stable code, as it is kept and as programs read it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cashier => "cashier",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }

    /// The role of this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Whether somebody may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// At once.
    Allowed,
    /// With the PIN, on the spot, of somebody who may do it at once.
    NeedsManager,
    /// Not even then: who may has to log in.
    Never,
}

/// Declares the actions once: the enum, the list of all of them and their codes cannot drift apart.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Everything a person can ask the till for.
        ///
        /// A command of any program has exactly one action; what has none can be done without being anybody (unlock the till, look
        /// at its version).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Action {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
        }

        impl Action {
            /// Every action, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The action's stable code, as it is journalled and as programs read it.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

actions! {
    /// Fill a basket: add, weigh, count, note, remove, clear.
    Sell = "sell",
    /// Take money off within the shop's limit.
    DiscountWithinLimit = "discount_within_limit",
    /// Take more off than the limit, or set a price by hand below the product's.
    DiscountOverLimit = "discount_over_limit",
    /// Take cash.
    TakeCash = "take_cash",
    /// Charge a wallet.
    ChargeWallet = "charge_wallet",
    /// Cancel a payment that is under way.
    CancelPayment = "cancel_payment",
    /// Ask PayBy about an order.
    AskPayBy = "ask_payby",
    /// Put a sale aside.
    Park = "park",
    /// Take up a parked sale, or one of somebody else.
    TakeUp = "take_up",
    /// Undo a sale that was paid, or paid in part.
    VoidAfterPayment = "void_after_payment",
    /// Give money back.
    Refund = "refund",
    /// Take back a payment whose answer never came.
    Revoke = "revoke",
    /// Decide an alert: keep a late payment, close what PayBy never proves.
    DecideAlert = "decide_alert",
    /// Open the drawer without a sale.
    OpenDrawer = "open_drawer",
    /// Put cash into the drawer that is no sale's.
    PaidIn = "paid_in",
    /// Take cash out of the drawer, for an expense.
    PaidOut = "paid_out",
    /// Bring cash from the drawer to the safe.
    Drop = "drop",
    /// Open a shift with its float.
    OpenShift = "open_shift",
    /// Count the drawer and close the shift.
    CloseShift = "close_shift",
    /// Print a sale's paper, or ask for it as a file.
    PrintReceipt = "print_receipt",
    /// Print it once more, marked as a copy.
    Reprint = "reprint",
    /// Try the printer; print what waits again, or give it up.
    MindPrinter = "mind_printer",
    /// See products and look for them.
    SeeProducts = "see_products",
    /// Change products.
    EditProducts = "edit_products",
    /// Bring in products from a file.
    ImportProducts = "import_products",
    /// Write the products into a file.
    ExportProducts = "export_products",
    /// See orders and their stories.
    SeeOrders = "see_orders",
    /// See the day: takings, reports, the journal.
    SeeDay = "see_day",
    /// Close a business day with its Z report.
    CloseDay = "close_day",
    /// Match the orders against PayBy's list or statement.
    MatchPayBy = "match_payby",
    /// Write orders or the day into a file.
    Export = "export",
    /// Change one's own PIN, knowing the old one.
    ChangeOwnPin = "change_own_pin",
    /// Language, theme, size of text, sounds: what hurts nobody.
    ChangeLook = "change_look",
    /// Hand the till to the next person, lock it, leave the program.
    LeaveTill = "leave_till",
    /// See what the till says about its own health.
    SeeHealth = "see_health",
    /// Change the shop, VAT, receipt, printer, displays, limits; training on or off.
    ChangeSettings = "change_settings",
    /// Make a backup.
    Backup = "backup",
    /// Go back to a backup.
    Restore = "restore",
    /// See the people and what they are.
    SeePeople = "see_people",
    /// Add, change or stop a cashier, give a new PIN, end a wait.
    ManageCashiers = "manage_cashiers",
    /// The same with managers and owners.
    ManageManagers = "manage_managers",
    /// PayBy's account: identifiers, keys, where notifications arrive.
    ChangeAccount = "change_account",
}

/// The four rows that the table is made of.
#[derive(Clone, Copy)]
enum Row {
    Everyone,
    /// A cashier can go on when a manager types a PIN: the customer is waiting.
    OnTheSpot,
    /// Nothing that a customer waits for: the manager logs in.
    Managers,
    Owners,
}

const fn row(action: Action) -> Row {
    match action {
        Action::Sell
        | Action::DiscountWithinLimit
        | Action::TakeCash
        | Action::ChargeWallet
        | Action::CancelPayment
        | Action::AskPayBy
        | Action::Park
        | Action::TakeUp
        | Action::PaidIn
        | Action::Drop
        | Action::OpenShift
        | Action::CloseShift
        | Action::PrintReceipt
        | Action::Reprint
        | Action::MindPrinter
        | Action::SeeProducts
        | Action::SeeOrders
        | Action::ChangeOwnPin
        | Action::ChangeLook
        | Action::LeaveTill
        | Action::SeeHealth => Row::Everyone,
        Action::DiscountOverLimit
        | Action::VoidAfterPayment
        | Action::Refund
        | Action::Revoke
        | Action::DecideAlert
        | Action::OpenDrawer
        | Action::PaidOut
        | Action::EditProducts
        | Action::ImportProducts
        | Action::ExportProducts
        | Action::SeeDay
        | Action::CloseDay
        | Action::MatchPayBy
        | Action::Export
        | Action::ChangeSettings
        | Action::Backup => Row::OnTheSpot,
        Action::SeePeople | Action::ManageCashiers => Row::Managers,
        Action::Restore | Action::ManageManagers | Action::ChangeAccount => Row::Owners,
    }
}

/// Whether somebody of this role may do this. Total: every role and every action has an answer.
pub const fn permission(role: Role, action: Action) -> Permission {
    match (row(action), role) {
        (Row::Everyone, Role::Cashier | Role::Manager | Role::Owner) => Permission::Allowed,
        (Row::OnTheSpot, Role::Cashier) => Permission::NeedsManager,
        (Row::OnTheSpot, Role::Manager | Role::Owner) => Permission::Allowed,
        (Row::Managers, Role::Cashier) => Permission::Never,
        (Row::Managers, Role::Manager | Role::Owner) => Permission::Allowed,
        (Row::Owners, Role::Cashier | Role::Manager) => Permission::Never,
        (Row::Owners, Role::Owner) => Permission::Allowed,
    }
}

/// What it takes to change a person who is `before` (nobody yet: `None`) into `after`.
pub const fn managing(before: Option<Role>, after: Role) -> Action {
    match (before, after) {
        (None | Some(Role::Cashier), Role::Cashier) => Action::ManageCashiers,
        (Some(Role::Manager | Role::Owner), Role::Cashier | Role::Manager | Role::Owner)
        | (None | Some(Role::Cashier), Role::Manager | Role::Owner) => Action::ManageManagers,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write as _;

    use super::*;

    /// The promise to a shop, as a person would read it. A change here is a change of what people may do.
    #[test]
    fn the_whole_table_is_what_was_promised() {
        let mut table = String::new();
        for &action in Action::ALL {
            write!(table, "{:<22}", action.code()).unwrap();
            for role in Role::ALL {
                let word = match permission(role, action) {
                    Permission::Allowed => "yes",
                    Permission::NeedsManager => "PIN",
                    Permission::Never => "no",
                };
                write!(table, " {word:<4}").unwrap();
            }
            table.truncate(table.trim_end().len());
            table.push('\n');
        }
        insta::assert_snapshot!(table, @r"
        sell                   yes  yes  yes
        discount_within_limit  yes  yes  yes
        discount_over_limit    PIN  yes  yes
        take_cash              yes  yes  yes
        charge_wallet          yes  yes  yes
        cancel_payment         yes  yes  yes
        ask_payby              yes  yes  yes
        park                   yes  yes  yes
        take_up                yes  yes  yes
        void_after_payment     PIN  yes  yes
        refund                 PIN  yes  yes
        revoke                 PIN  yes  yes
        decide_alert           PIN  yes  yes
        open_drawer            PIN  yes  yes
        paid_in                yes  yes  yes
        paid_out               PIN  yes  yes
        drop                   yes  yes  yes
        open_shift             yes  yes  yes
        close_shift            yes  yes  yes
        print_receipt          yes  yes  yes
        reprint                yes  yes  yes
        mind_printer           yes  yes  yes
        see_products           yes  yes  yes
        edit_products          PIN  yes  yes
        import_products        PIN  yes  yes
        export_products        PIN  yes  yes
        see_orders             yes  yes  yes
        see_day                PIN  yes  yes
        close_day              PIN  yes  yes
        match_payby            PIN  yes  yes
        export                 PIN  yes  yes
        change_own_pin         yes  yes  yes
        change_look            yes  yes  yes
        leave_till             yes  yes  yes
        see_health             yes  yes  yes
        change_settings        PIN  yes  yes
        backup                 PIN  yes  yes
        restore                no   no   yes
        see_people             no   yes  yes
        manage_cashiers        no   yes  yes
        manage_managers        no   no   yes
        change_account         no   no   yes
        ");
    }

    #[test]
    fn a_higher_role_may_whatever_a_lower_one_may() {
        let rank = |p| match p {
            Permission::Never => 0,
            Permission::NeedsManager => 1,
            Permission::Allowed => 2,
        };
        for &action in Action::ALL {
            for pair in Role::ALL.windows(2) {
                let (lower, higher) = (permission(pair[0], action), permission(pair[1], action));
                assert!(rank(lower) <= rank(higher), "{action:?}");
            }
            assert_eq!(permission(Role::Owner, action), Permission::Allowed);
        }
    }

    #[test]
    fn what_needs_a_manager_on_the_spot_a_manager_may() {
        for &action in Action::ALL {
            if permission(Role::Cashier, action) == Permission::NeedsManager {
                assert_eq!(permission(Role::Manager, action), Permission::Allowed);
            }
        }
    }

    #[test]
    fn codes_are_distinct_and_survive_being_kept() {
        let codes: BTreeSet<&str> = Action::ALL.iter().map(|action| action.code()).collect();
        assert_eq!(codes.len(), Action::ALL.len());
        for &action in Action::ALL {
            let kept = serde_json::to_string(&action).unwrap();
            assert_eq!(kept, format!("\"{}\"", action.code()));
            assert_eq!(serde_json::from_str::<Action>(&kept).unwrap(), action);
        }
        for role in Role::ALL {
            assert_eq!(
                serde_json::to_value(role).unwrap().as_str(),
                Some(role.code())
            );
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
    }

    #[test]
    fn only_an_owner_makes_or_changes_who_is_more_than_a_cashier() {
        assert_eq!(managing(None, Role::Cashier), Action::ManageCashiers);
        for (before, after) in [
            (None, Role::Owner),
            (Some(Role::Cashier), Role::Manager),
            (Some(Role::Manager), Role::Cashier),
            (Some(Role::Owner), Role::Owner),
        ] {
            assert_eq!(managing(before, after), Action::ManageManagers);
        }
    }
}
