"use strict";

const at = (id) => document.getElementById(id);

async function renew() {
  const response = await fetch("/wallet/code", { cache: "no-store" });
  const { code, svg } = await response.json();
  at("digits").textContent = code.replace(/(\d{4})(?=\d)/g, "$1 ");
  at("digits").dataset.code = code;
  const picture = document.createElement("img");
  picture.alt = "Payment code";
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  at("qr").replaceChildren(picture);
}

function state(order) {
  if (order.status === "CREATED") return ["waiting", order.scene === "QRPAY" ? "Confirm" : "Waiting"];
  if (order.status === "FAILURE" || order.revoked) return ["closed", "Closed"];
  return ["paid", "Paid"];
}

function row(order) {
  const link = document.createElement("a");
  link.href = new URL(order.phone_url).pathname;
  const subject = document.createElement("span");
  subject.textContent = order.subject;
  const amount = document.createElement("b");
  amount.textContent = `${order.currency} ${order.amount}`;
  const number = document.createElement("small");
  number.textContent = order.merchant_order_no.slice(-10);
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

at("renew").addEventListener("click", () => void renew());
at("copy").addEventListener("click", () => void navigator.clipboard?.writeText(at("digits").dataset.code ?? ""));
void renew();
void orders();
setInterval(() => orders().catch(() => { shown = ""; }), 1500);
