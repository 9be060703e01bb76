//! The people: who there is, who is at the till, who lends a PIN. PINs are wiped when they were looked at, and never logged.

use secrecy::SecretString;

use super::Answer;
use crate::gate::{Pass, Visit};
use crate::views::{AppView, PersonForm, PersonView};

/// Makes the first owner of a shop that has nobody, who is at the till from then on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn make_owner(visit: Visit, name: String, pin: String) -> Answer<AppView> {
    let pin = SecretString::from(pin);
    visit
        .admits(async move |desk| desk.make_owner(name, pin).await)
        .await
}

/// Those who may sign in, for the lock screen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn people(visit: Visit) -> Answer<Vec<PersonView>> {
    visit.admits(async |desk| desk.people().await).await
}

/// Everybody who ever worked here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn people_all(pass: Pass) -> Answer<Vec<PersonView>> {
    pass.allows(async |desk, _| desk.people_all().await).await
}

/// Somebody comes to the till, in the place of whoever was there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in(visit: Visit, person: String, pin: String) -> Answer<AppView> {
    let pin = SecretString::from(pin);
    visit
        .admits(async move |desk| desk.sign_in(&person, pin).await)
        .await
}

/// Nobody is at the till any more. Payments go on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock(visit: Visit) -> Answer<AppView> {
    visit.admits(async |desk| Ok(desk.lock().await)).await
}

/// A manager's PIN lets the person at the till do something once, within a minute.
#[tauri::command]
#[specta::specta]
pub(crate) async fn approve(
    visit: Visit,
    action: String,
    person: String,
    pin: String,
) -> Answer<()> {
    let pin = SecretString::from(pin);
    visit
        .admits(async move |desk| desk.approve(&action, &person, pin).await)
        .await
}

/// The person at the till takes another PIN.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_pin(pass: Pass, old_pin: String, new_pin: String) -> Answer<()> {
    let (old, new) = (SecretString::from(old_pin), SecretString::from(new_pin));
    pass.allows(async move |desk, who| desk.change_pin(who, old, new).await)
        .await
}

/// Adds somebody, changes or stops them, or gives them another PIN; everybody afterwards.
#[tauri::command]
#[specta::specta]
pub(crate) async fn put_person(pass: Pass, form: PersonForm) -> Answer<Vec<PersonView>> {
    pass.allows(async move |desk, _| desk.put_person(form).await)
        .await
}
