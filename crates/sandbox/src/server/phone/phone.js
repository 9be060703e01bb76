"use strict";

const words = {
  en: {
    wallet: "Training wallet", ribbon: "Training. No real money moves.", order: "Order", from: "From", refunded: "Given back",
    decline: "Decline", more: "Train the odd cases", late: "Pay late", late_hint: "The money arrives after the till has closed the order",
    fail: "Not enough money", fail_hint: "This try fails; the order stays open", pay: "Pay", pay_anyway: "Pay anyway, late",
    shop: "Training shop", you_pay: "You are paying", confirm: "Confirm this payment", paid: "Paid", cancelled: "Cancelled by the shop", expired: "Expired",
    declined: "You declined", failed: "Payment failed", revoked: "Taken back by the shop", expires: "Expires in", paid_at: "Paid at",
    closed_at: "Expired at", armed: "Your payment will arrive once the till has closed this order.", tried: "The payment failed: not enough money. You can try again.",
    offline: "The shop's training system does not answer.", unknown: "This code is not known. Ask the cashier for a new one.", other: "English",
  },
  ar: {
    wallet: "محفظة تدريبية", ribbon: "تدريب. لا تُنقل أي أموال حقيقية.", order: "الطلب", from: "من", refunded: "المُسترَد",
    decline: "رفض", more: "تدريب على الحالات النادرة", late: "الدفع متأخرًا", late_hint: "يصل المبلغ بعد أن يغلق الصندوق الطلب",
    fail: "رصيد غير كافٍ", fail_hint: "تفشل هذه المحاولة ويبقى الطلب مفتوحًا", pay: "ادفع", pay_anyway: "ادفع رغم ذلك، متأخرًا",
    shop: "متجر تدريبي", you_pay: "أنت تدفع إلى", confirm: "أكّد هذه الدفعة", paid: "تم الدفع", cancelled: "ألغاه المتجر", expired: "انتهت الصلاحية",
    declined: "لقد رفضت", failed: "فشل الدفع", revoked: "استرده المتجر", expires: "ينتهي خلال", paid_at: "وقت الدفع",
    closed_at: "انتهى في", armed: "ستصل دفعتك بعد أن يغلق الصندوق هذا الطلب.", tried: "فشل الدفع: الرصيد غير كافٍ. يمكنك المحاولة مجددًا.",
    offline: "نظام التدريب في المتجر لا يستجيب.", unknown: "هذا الرمز غير معروف. اطلب رمزًا جديدًا من الكاشير.", other: "العربية",
  },
};

const base = location.pathname.replace(/\/+$/, "");
const at = (id) => document.getElementById(id);
const kept = () => { try { return localStorage.getItem("language"); } catch { return null; } };

let language = kept() ?? (navigator.language.startsWith("ar") ? "ar" : "en");
let order = null;
let clockAhead = 0;
let busy = false;
let tried = false;

const say = (key) => words[language][key];

function speak() {
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  const next = language === "ar" ? "en" : "ar";
  at("language").textContent = words[next].other;
  at("language").lang = next;
}

const icons = {
  paid: "M8 20.5 16 28 32 11",
  closed: "M11 11 29 29M29 11 11 29",
};

function badge(state, name) {
  const badge = at("badge");
  badge.replaceChildren();
  if (!icons[state]) {
    badge.textContent = [...name][0] ?? "·";
    return;
  }
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 40 40");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", icons[state]);
  svg.append(path);
  badge.append(svg);
}

function clock(ms) {
  return new Intl.DateTimeFormat(language === "ar" ? "ar-AE-u-nu-latn" : "en-AE", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(ms);
}

function left(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${hours ? two(Math.floor(seconds / 60) % 60) : Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

const grouped = (amount) => amount.replace(/\B(?=(\d{3})+(?!\d)\.)|\B(?=(\d{3})+\.)/g, ",");

function closedHeadline() {
  if (order.revoked) return "revoked";
  return { ORDER_CANCELLED: "cancelled", ORDER_EXPIRED: "expired", PAYER_REJECTED: "declined" }[order.fail_code] ?? "failed";
}

function show() {
  if (!order) return;
  const open = order.status === "CREATED";
  const paid = order.status === "PAID_SUCCESS" || (order.status === "SETTLED" && !order.revoked);
  const state = open ? "open" : paid ? "paid" : "closed";
  const name = order.merchant_name ?? say("shop");
  if (document.body.dataset.state !== state || at("badge").childNodes.length === 0) badge(state, name);
  document.body.dataset.state = state;
  at("headline").textContent = open ? say(order.scene === "QRPAY" ? "confirm" : "you_pay") : say(paid ? "paid" : closedHeadline());
  at("payee").textContent = name;
  at("currency").textContent = order.currency;
  at("amount").textContent = grouped(order.amount);
  at("subject").textContent = order.subject;
  at("subject-ar").textContent = order.subject_ar ?? "";
  at("subject-ar").hidden = !order.subject_ar;
  at("number").textContent = order.merchant_order_no.slice(-10);
  const now = Date.now() + clockAhead;
  at("time-row").hidden = !(open || paid || order.fail_code === "ORDER_EXPIRED");
  at("time-label").textContent = say(open ? "expires" : paid ? "paid_at" : "closed_at");
  at("time").textContent = open ? left(order.expires_at - now) : clock(paid ? order.paid_at : order.expires_at);
  at("payer-row").hidden = !order.payer;
  at("payer").textContent = order.payer ?? "";
  at("refund-row").hidden = order.refunded === "0.00";
  at("refunded").textContent = `${order.currency} ${grouped(order.refunded)}`;
  const note = order.pays_late ? say("armed") : tried && open ? say("tried") : "";
  at("note").hidden = note === "";
  at("note").textContent = note;
  const late = state === "closed" && !order.revoked;
  at("actions").hidden = paid || (!open && !late);
  at("pay").textContent = late ? say("pay_anyway") : `${say("pay")} ${order.currency} ${grouped(order.amount)}`;
  at("pay").dataset.action = late ? "pay_late" : "pay";
  at("decline").hidden = !open;
  at("more").hidden = !open || order.pays_late;
  for (const button of document.querySelectorAll("[data-action]")) button.disabled = busy;
}

function problem(text) {
  at("problem").hidden = text === "";
  at("problem").textContent = text;
}

async function load() {
  if (busy) return;
  try {
    const response = await fetch(`${base}/state`, { cache: "no-store" });
    if (response.status === 404) {
      document.body.dataset.state = "missing";
      problem(say("unknown"));
      return;
    }
    const state = await response.json();
    order = state.order;
    clockAhead = state.clock_ms - Date.now();
    problem("");
    show();
  } catch {
    problem(say("offline"));
  }
}

async function act(action) {
  busy = true;
  show();
  try {
    const response = await fetch(`${base}/${action}`, { method: "POST" });
    if (response.ok) {
      order = await response.json();
      tried = action === "fail_try";
      problem("");
    }
  } catch {
    problem(say("offline"));
  }
  busy = false;
  show();
  await load();
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (button?.dataset.action) void act(button.dataset.action);
  if (button?.id === "language") {
    language = language === "ar" ? "en" : "ar";
    try { localStorage.setItem("language", language); } catch { /* the choice lasts as long as the page */ }
    speak();
    show();
  }
});

async function start() {
  speak();
  await load();
  // Opening the page is the scan.
  if (order?.status === "CREATED" && order.scene === "DYNQR" && !order.scanned) await act("scan");
  setInterval(show, 500);
  setInterval(() => void load(), 1500);
}

void start();
