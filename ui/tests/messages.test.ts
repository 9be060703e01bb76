import { readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';
import { en } from '../src/shared/messages/en';
import { iso, isolateEnd, isolateStart, pieces } from '../src/shared/messages/isolate';
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

describe('the catalogue', () => {
  it('has no empty text, and every function says something with its parameters', () => {
    for (const [path, leaf] of leaves(en, '')) {
      if (path === 'language.dir') {
        continue;
      }
      const text =
        typeof leaf === 'function'
          ? (leaf as (...given: unknown[]) => string)(
              ...Array(leaf.length).fill(path.startsWith('orders.storyKinds') ? {} : '7'),
            )
          : leaf;
      expect(typeof text, path).toBe('string');
      expect((text as string).trim(), path).not.toBe('');
      expect(text as string, path).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  it('opens and closes isolates in pairs', () => {
    for (const [path, leaf] of leaves(en, '')) {
      if (typeof leaf === 'function' && leaf.length > 0) {
        const text = (leaf as (...given: unknown[]) => string)(...Array(leaf.length).fill('7'));
        expect(text.split(isolateStart).length, path).toBe(text.split(isolateEnd).length);
      }
    }
  });

  it('isolates what it puts into a sentence: an Arabic name does not turn an amount around', () => {
    expect(en.shell.paidToast('12.50', 'قهوة')).toContain(iso('قهوة'));
    expect(pieces(en.payment.scannedBy('+971-58*92'))).toEqual(['Scanned, ', '+971-58*92', ' is confirming']);
  });

  it('keeps to words that people know', () => {
    for (const [path, leaf] of leaves(en, '')) {
      if (typeof leaf === 'string') {
        expect(leaf, path).not.toMatch(/\berror\b|exception|null|timeout|\bHTTP\b(?!s)|\b500\b/i);
      }
    }
  });

  it('says cancelled, paid or taken only where it is proved', () => {
    const unproved = ['sending', 'checking', 'waiting_for_customer', 'scanned', 'confirming'] as const;
    const cancelling = ['cancelling_by_cashier', 'cancelling_expired', 'cancelling_refused'] as const;
    for (const headline of [...unproved, ...cancelling]) {
      expect(en.payment.headline[headline]).not.toMatch(/\bpaid\b|cancelled|closed/i);
      expect(en.payment.brief[headline]).not.toMatch(/\bpaid\b|cancelled|closed/i);
    }
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
    const keys = new Set(['F2', 'F4', 'F9']);
    expect(bareTexts(readFileSync(file, 'utf8')).filter((text) => !keys.has(text))).toEqual([]);
  });

  it.each(sources.concat(filesUnder('src', '.ts')))('%s never branches on the words of a message', (file) => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/\.message\s*(===|!==|\.includes|\.match|\.startsWith)/);
  });
});
