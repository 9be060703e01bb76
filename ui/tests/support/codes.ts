import { readFileSync } from 'node:fs';
import { filesUnder } from './files';

/** Where the core names the codes of what it refuses. A new room whose errors reach a screen is added here. */
const named = [
  'crates/catalogue/src/error.rs',
  'crates/catalogue/src/import/error.rs',
  'crates/catalogue/src/import/problem.rs',
  'crates/catalogue/src/product.rs',
  'crates/checkout/src/handle.rs',
  'crates/counter/src/error.rs',
  'crates/export/src/error.rs',
  'crates/home/src/books.rs',
  'crates/home/src/exports.rs',
  'crates/home/src/config.rs',
  'crates/home/src/keeping/audit.rs',
  'crates/home/src/keeping/error.rs',
  'crates/home/src/lock.rs',
  'crates/home/src/matching.rs',
  'crates/home/src/open.rs',
  'crates/home/src/paths.rs',
  'crates/home/src/printing.rs',
  'crates/home/src/products.rs',
  'crates/home/src/setup.rs',
  'crates/home/src/staff.rs',
  'crates/home/src/vault.rs',
  'crates/office/src/error.rs',
  'crates/office/src/papers.rs',
  'crates/order/src/money.rs',
  'crates/order/src/step.rs',
  'crates/paper/src/error.rs',
  'crates/payby/src/keys.rs',
  'crates/sale/src/barcode.rs',
  'crates/people/src/approval.rs',
  'crates/people/src/person.rs',
  'crates/people/src/pin.rs',
  'crates/printer/src/connection.rs',
  'crates/sale/src/error.rs',
  'crates/sale/src/quantity.rs',
  'crates/sale/src/receipt/make.rs',
  'crates/sale/src/returns.rs',
  'crates/sale/src/tender/cash.rs',
  'crates/sale/src/barcode.rs',
  'crates/store/src/error.rs',
];

/** Every code of an error in the Rust sources. */
export function errorCodes(): string[] {
  const codes = new Set<string>();
  for (const file of named) {
    const source = readFileSync(`../${file}`, 'utf8');
    for (const [body] of source.matchAll(/fn code\([\s\S]*?\n {4}\}/g)) {
      for (const [, code] of body.matchAll(/=> "([a-z0-9_]+)"/g)) {
        codes.add(code ?? '');
      }
    }
  }
  for (const file of filesUnder('../src-tauri/src', '.rs')) {
    for (const [, code] of readFileSync(file, 'utf8').matchAll(
      /(?:CommandError|Self)::(?:new|of)\(\s*"([a-z0-9_]+)"/g,
    )) {
      codes.add(code ?? '');
    }
  }
  return [...codes].sort();
}
