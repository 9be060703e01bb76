"use strict";

const words = {
  en: {
    wallet: "Training wallet", ribbon: "Training. No real money moves.", show: "Show this code to the cashier",
    hint: "From AED 500 you confirm below; smaller amounts are paid at once.", renew: "New code", copy: "Copy", orders: "Orders",
    empty: "Nothing yet. Charge an amount at the till.", waiting: "Waiting", confirm: "Confirm", paid: "Paid", closed: "Closed", alt: "Payment code", other: "English",
  },
  ar: {
    wallet: "محفظة تدريبية", ribbon: "تدريب. لا تُنقل أي أموال حقيقية.", show: "أظهر هذا الرمز للكاشير",
    hint: "من 500 درهم تؤكد الدفعة أدناه، والمبالغ الأصغر تُدفع فورًا.", renew: "رمز جديد", copy: "نسخ", orders: "الطلبات",
    empty: "لا شيء بعد. أدخل مبلغًا في الصندوق.", waiting: "بانتظارك", confirm: "أكّد", paid: "مدفوع", closed: "مغلق", alt: "رمز الدفع", other: "العربية",
  },
};

const at = (id) => document.getElementById(id);
const kept = () => { try { return localStorage.getItem("language"); } catch { return null; } };

let language = kept() ?? (navigator.language.startsWith("ar") ? "ar" : "en");

const say = (key) => words[language][key];

function speak() {
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  document.title = say("wallet");
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  const next = language === "ar" ? "en" : "ar";
  at("language").textContent = words[next].other;
  at("language").lang = next;
}

async function renew() {
  const response = await fetch("/wallet/code", { cache: "no-store" });
  const { code, svg } = await response.json();
  at("digits").textContent = code.replace(/(\d{4})(?=\d)/g, "$1 ");
  at("digits").dataset.code = code;
  const picture = document.createElement("img");
  picture.alt = say("alt");
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  at("qr").replaceChildren(picture);
}

function state(order) {
  if (order.status === "CREATED") return ["waiting", say(order.scene === "QRPAY" ? "confirm" : "waiting")];
  if (order.status === "FAILURE" || order.revoked) return ["closed", say("closed")];
  return ["paid", say("paid")];
}

/** Keeps the text's own direction whatever the page's is. */
function isolated(kind, text) {
  const element = document.createElement(kind);
  const inner = document.createElement("bdi");
  inner.textContent = text;
  element.append(inner);
  return element;
}

function row(order) {
  const link = document.createElement("a");
  link.href = new URL(order.phone_url).pathname;
  const subject = isolated("span", order.subject);
  const amount = isolated("b", `${order.currency} ${order.amount}`);
  const number = isolated("small", order.merchant_order_no.slice(-10));
  number.firstChild.dir = "ltr";
  const tag = document.createElement("span");
  tag.className = "tag";
  [tag.dataset.state, tag.textContent] = state(order);
  link.append(subject, amount, number, tag);
  const item = document.createElement("li");
  item.append(link);
  return item;
}

let shown = "";

async function orders() {
  const text = await (await fetch("/wallet/orders", { cache: "no-store" })).text();
  if (text === shown) return;
  shown = text;
  const list = JSON.parse(text);
  at("orders").replaceChildren(...list.map(row));
  at("empty").hidden = list.length > 0;
}

at("language").addEventListener("click", () => {
  language = language === "ar" ? "en" : "ar";
  try { localStorage.setItem("language", language); } catch { /* the choice lasts as long as the page */ }
  speak();
  shown = "";
  void orders();
});
at("renew").addEventListener("click", () => void renew());
at("copy").addEventListener("click", () => void navigator.clipboard?.writeText(at("digits").dataset.code ?? ""));
speak();
void renew();
void orders();
setInterval(() => orders().catch(() => { shown = ""; }), 1500);
