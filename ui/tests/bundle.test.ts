// @vitest-environment node
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesUnder } from './support/files';

describe('what is shipped', () => {
  const out = mkdtempSync(join(tmpdir(), 'fils-ui-'));
  const text = () => filesUnder(out, '.js', '.css', '.html').map((file) => readFileSync(file, 'utf8'));

  beforeAll(async () => {
    await build({ mode: 'production', logLevel: 'silent', build: { outDir: out } });
  }, 60_000);
  afterAll(() => rmSync(out, { recursive: true }));

  it('does not contain the demo', () => {
    expect(text().length).toBeGreaterThan(2);
    for (const part of text()) {
      expect(part).not.toMatch(/demoDEMO|Karak and paratha/);
    }
  });

  it('needs no inline script or style, no eval and nothing from the network', () => {
    for (const page of ['index.html', 'customer.html']) {
      const html = readFileSync(join(out, page), 'utf8');
      expect(html).toContain('<script');
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    }
    for (const part of text()) {
      expect(part).not.toMatch(/\beval\(|new Function\(|data:font|data:image/);
      for (const [url] of part.matchAll(/https?:\/\/[^\s"'`)\\]+/g)) {
        expect(url).toMatch(/^https?:\/\/(?:www\.w3\.org\/|svelte\.dev\/)|^https:\/\/$/);
      }
    }
  });

  it('brings its fonts, with their licences', () => {
    expect(filesUnder(out, '.woff2').length).toBe(3);
    const licences = filesUnder(out, 'LICENSE.txt').map((file) => readFileSync(file, 'utf8'));
    expect(licences.filter((text) => text.includes('SIL OPEN FONT LICENSE')).length).toBe(2);
  });
});
