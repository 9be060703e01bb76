import { readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';
import { ar } from '../src/shared/messages/ar';
import { en } from '../src/shared/messages/en';
import { languages, refusal, speak } from '../src/shared/messages/index.svelte';
import { aed, amountIn, iso, isolateEnd, isolateStart, pieces } from '../src/shared/messages/isolate';
import { errorCodes } from './support/codes';
import { filesUnder } from './support/files';

const sources = filesUnder('src', '.svelte');

/** Every leaf of the catalogue with its path. */
function leaves(value: unknown, path: string): [string, unknown][] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) =>
      leaves(inner, path === '' ? key : `${path}.${key}`),
    );
  }
  return [[path, value]];
}

/** Text a person could read that stands in a template instead of the catalogue. */
function bareTexts(source: string): string[] {
  const found: string[] = [];
  const spoken = new Set(['aria-label', 'placeholder', 'title', 'alt', 'label']);
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(walk);
      return;
    }
    if (typeof node !== 'object' || node === null || !('type' in node)) {
      return;
    }
    const one = node as {
      type: string;
      data?: string;
      name?: string;
      value?: unknown;
      [key: string]: unknown;
    };
    if (one.type === 'Text' && /\p{L}/u.test(one.data ?? '')) {
      found.push((one.data ?? '').trim());
    }
    if (one.type === 'Attribute') {
      if (spoken.has(one.name ?? '')) {
        walk(one.value);
      }
      return;
    }
    for (const inner of Object.values(one)) {
      walk(inner);
    }
  };
  walk(parse(source, { modern: true }).fragment);
  return found;
}

/** What a function of the catalogue says about a number of things, or about a text. */
function said(path: string, leaf: unknown, given: string | number): string {
  if (typeof leaf !== 'function') {
    return leaf as string;
  }
  const what = path.startsWith('orders.storyKinds')
    ? {
        op: 'get_order',
        amount: '12.50',
        status: 'OTHER',
        to: 'paid',
        action: 'ask',
        reason: 'words',
        offset_ms: '3000',
      }
    : path.startsWith('errors')
      ? { text: 'The core’s sentence.', figures: ['12.50'] }
      : given;
  return String((leaf as (...given: unknown[]) => string)(...Array(leaf.length).fill(what)));
}

/** Numbers that show every plural form, and a text. */
const tried = [0, 1, 2, 3, 11, 100, '7'] as const;
const facts = /^language\./;

describe.each(Object.values(languages))('the catalogue of $language.name', (messages) => {
  it('has no empty text, and every function says something with its parameters', () => {
    for (const [path, leaf] of leaves(messages, '')) {
      for (const given of tried) {
        const text = said(path, leaf, given);
        expect(text.trim(), path).not.toBe('');
        expect(text, path).not.toMatch(/undefined|\[object|NaN/);
      }
    }
  });

  it('opens and closes isolates in pairs', () => {
    for (const [path, leaf] of leaves(messages, '')) {
      for (const given of tried) {
        const text = said(path, leaf, given);
        expect(text.split(isolateStart).length, path).toBe(text.split(isolateEnd).length);
      }
    }
  });

  it('writes digits as Latin ones only', () => {
    for (const [path, leaf] of leaves(messages, '')) {
      for (const given of tried) {
        expect(said(path, leaf, given), path).not.toMatch(/[\u0660-\u0669\u06f0-\u06f9]/);
      }
    }
  });

  it('isolates what it puts into a sentence: an Arabic name does not turn an amount around', () => {
    expect(messages.shell.paidToast('12.50', 'قهوة')).toContain(iso('قهوة'));
    expect(messages.shell.paidToast('12.50', 'قهوة')).toContain(aed('12.50'));
    expect(pieces(messages.payment.scannedBy('+971-58*92'))[1]).toBe('+971-58*92');
    expect(messages.orders.storyKinds.created({ amount: '1,234.50' })).toContain(aed('1,234.50'));
  });

  it('keeps to words that people know', () => {
    for (const [path, leaf] of leaves(messages, '')) {
      if (typeof leaf === 'string') {
        expect(leaf, path).not.toMatch(/\berror\b|exception|null|timeout|\bHTTP\b(?!s)|\b500\b/i);
      }
    }
  });

  it('says cancelled, paid or taken only where it is proved', () => {
    const unproved = ['sending', 'checking', 'waiting_for_customer', 'scanned', 'confirming'] as const;
    const cancelling = ['cancelling_by_cashier', 'cancelling_expired', 'cancelling_refused'] as const;
    const proved = /\bpaid\b|cancelled|closed|تم الدفع|دُفع|دفع العميل|تم الإلغاء|أُلغي|أُغلق|حُصّل/i;
    for (const headline of [...unproved, ...cancelling]) {
      expect(messages.payment.headline[headline]).not.toMatch(proved);
      expect(messages.payment.brief[headline]).not.toMatch(proved);
    }
    expect(messages.payment.codeCharged.replace('Customer’s code charged', '')).not.toMatch(proved);
  });
});

describe('Arabic', () => {
  const english = new Map(leaves(en, ''));

  /** The same in every language: what stands on PayBy's page or the keyboard, and the name. */
  const same = new Set(['brand.name', 'common.amount', 'setup.paybyPlaceholder', 'till.key']);

  it('is no English left over', () => {
    for (const [path, leaf] of leaves(ar, '')) {
      if (facts.test(path) || same.has(path)) {
        continue;
      }
      for (const given of tried) {
        const text = said(path, leaf, given);
        expect(text, path).toMatch(/\p{Script=Arabic}/u);
        expect(text, path).not.toBe(said(path, english.get(path), given));
      }
    }
  });

  it('keeps names and technical words only in Latin letters', () => {
    const allowed = new Set(
      'Fils PayBy Botim QR Wi-Fi UAT PEM RSA OpenSSH AED BEGIN END PUBLIC KEY https sgs api USB PDF CSV Excel open exempt K Q X Z'.split(
        ' ',
      ),
    );
    for (const [path, leaf] of leaves(ar, '')) {
      if (
        facts.test(path) ||
        same.has(path) ||
        path.startsWith('errors') ||
        path.startsWith('orders.storyKinds')
      ) {
        continue;
      }
      for (const [word] of said(path, leaf, '7K2Q').matchAll(/[A-Za-z][A-Za-z-]*/g)) {
        expect(allowed.has(word), `${word} in ${path}`).toBe(true);
      }
    }
  });

  it.each([
    [0, 'لا تنبيهات'],
    [1, 'تنبيه واحد'],
    [2, 'تنبيهان'],
    [3, `${iso(3)} تنبيهات`],
    [10, `${iso(10)} تنبيهات`],
    [11, `${iso(11)} تنبيهًا`],
    [99, `${iso(99)} تنبيهًا`],
    [100, `${iso(100)} تنبيه`],
    [103, `${iso(103)} تنبيهات`],
    [1200, `${iso('1,200')} تنبيه`],
  ])('counts %i as %s', (n, words) => {
    expect(ar.shell.alertsCount(n)).toBe(words);
  });

  it('isolates every number it counts', () => {
    // Their first piece is a title of this catalogue.
    const titled = new Set(['shell.alertBarLine', 'shell.alertToast']);
    for (const [path, leaf] of leaves(ar, '')) {
      if (
        typeof leaf !== 'function' ||
        same.has(path) ||
        titled.has(path) ||
        /^errors|storyKinds/.test(path)
      ) {
        continue;
      }
      for (const outside of pieces(said(path, leaf, 37)).filter((_, i) => i % 2 === 0)) {
        expect(outside, path).not.toMatch(/37/);
      }
    }
  });
});

describe('what the core refuses', () => {
  it('has a sentence in every language for every code that a screen can meet', () => {
    const codes = errorCodes();
    expect(codes.length).toBeGreaterThan(80);
    expect(codes.filter((code) => !Object.hasOwn(en.errors, code))).toEqual([]);
  });

  it('is said by its code, with the figure isolated', () => {
    speak('ar');
    const sentence = refusal('refund_too_large', 'At most 1,060.00 AED of this order can still be refunded.');
    expect(sentence).toMatch(/\p{Script=Arabic}/u);
    expect(pieces(sentence)[1]).toBe('AED\u00a01,060.00');
    expect(refusal('key_too_short', 'This key has only 1024 bits.')).toContain(iso('1024'));
    speak('en');
    expect(refusal('refund_too_large', 'At most 60.00 AED.')).toBe('At most 60.00 AED.');
  });

  it('keeps the file or the system’s words for whoever mends it', () => {
    speak('ar');
    expect(refusal('db_disk_full', 'The disk that holds D:\\fils is full.')).toContain(
      iso('The disk that holds D:\\fils is full.'),
    );
  });

  it('is the core’s own sentence where nobody knows the code', () => {
    speak('ar');
    expect(refusal('something_new', 'Do this.')).toBe('Do this.');
    expect(refusal('toString', 'Do this.')).toBe('Do this.');
  });
});

describe('amounts in sentences', () => {
  it('are found again, and nothing else is', () => {
    expect(amountIn(pieces(en.till.chargeAmount('1,234.50'))[1] ?? '')).toBe('1,234.50');
    expect(amountIn('12.50')).toBeNull();
    expect(amountIn('AED for lunch')).toBeNull();
  });
});

describe('the screens', () => {
  it('are found', () => {
    expect(sources.length).toBeGreaterThan(30);
  });

  it('the check sees a bare text', () => {
    expect(bareTexts('<p>Hello</p>')).toEqual(['Hello']);
    expect(bareTexts('<button aria-label="Close">{x}</button>')).toEqual(['Close']);
    expect(bareTexts('<p class="a">{t().a} · 12</p>')).toEqual([]);
  });

  it.each(sources)('%s takes every text from the catalogue', (file) => {
    // The names of keys are the same in every language.
    const keys = new Set(['F2', 'F4', 'Shift F9']);
    expect(bareTexts(readFileSync(file, 'utf8')).filter((text) => !keys.has(text))).toEqual([]);
  });

  it.each(sources.concat(filesUnder('src', '.ts')))('%s never branches on the words of a message', (file) => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/\.message\s*(===|!==|\.includes|\.match|\.startsWith)/);
  });
});
