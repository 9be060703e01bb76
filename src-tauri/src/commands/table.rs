// The window's commands, each with its one class: what it takes to be let in. The build, the permissions, the types for the screens,
// the gate and docs/permissions.md are all made from this list, so a command that is not in it does not exist, and a line without a
// class does not compile.
//
//   Open               whoever stands there, nobody included
//   Founding(Action)   whoever sets up a shop that has no owner yet; afterwards as Needs(Action)
//   Needs(Action)      somebody who is signed in and may do that, with a manager's PIN where the table of roles says so
commands! {
    till::app_state: Open,
    till::unlock: Open,
    till::close_decision: Open,
    till::test_connection: Open,

    setup::setup_training: Founding(ChangeAccount),
    setup::make_key: Founding(ChangeAccount),
    setup::import_key: Founding(ChangeAccount),
    setup::setup_account: Founding(ChangeAccount),

    people::make_owner: Open,
    people::people: Open,
    people::sign_in: Open,
    people::lock: Open,
    people::approve: Open,
    people::change_pin: Needs(ChangeOwnPin),
    people::people_all: Needs(SeePeople),
    people::put_person: Needs(ManageCashiers),

    payments::enter_amount: Open,
    payments::charge: Needs(ChargeWallet),
    payments::charge_code: Needs(ChargeWallet),
    payments::cancel: Needs(CancelPayment),
    payments::ask: Needs(AskPayBy),
    payments::replace: Needs(ChargeWallet),
    payments::decide: Needs(DecideAlert),
    payments::refund: Needs(Refund),
    payments::payments: Open,
    payments::qr: Open,

    orders::alerts: Needs(SeeOrders),
    orders::orders: Needs(SeeOrders),
    orders::story: Needs(SeeOrders),

    products::products: Needs(SeeProducts),
    products::categories: Needs(SeeProducts),
    products::put_product: Needs(EditProducts),
    products::pick_import: Needs(ImportProducts),
    products::apply_import: Needs(ImportProducts),
    products::export_sample: Needs(ImportProducts),
    products::export_products: Needs(ExportProducts),

    training::training_status: Open,
    training::training_customer: Needs(ChargeWallet),
    training::training_fault: Needs(ChargeWallet),
    training::training_clear: Needs(ChargeWallet),
}
