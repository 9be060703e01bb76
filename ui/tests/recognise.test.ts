import { describe, expect, it } from 'vitest';
import {
  type Burst,
  burstGapMs,
  enterGraceMs,
  onEnter,
  onKey,
  onTime,
  quiet,
  type Recognised,
} from '$shared/scanner/recognise';

/** Plays keys, each so many ms after the one before; `⏎` is Enter. Time then passes. */
function play(keys: string, gap: number | ((i: number) => number)): Recognised[] {
  const out: Recognised[] = [];
  let burst: Burst = quiet;
  let at = 1000;
  [...keys].forEach((key, i) => {
    at += typeof gap === 'number' ? gap : gap(i);
    const late = onTime(burst, at);
    out.push(...late.out);
    const step = key === '⏎' ? onEnter(late.burst, at) : onKey(late.burst, key, at);
    burst = step.burst;
    out.push(...step.out);
  });
  out.push(...onTime(burst, at + 1000).out);
  return out;
}

function typedText(out: Recognised[]): string {
  return out.map((one) => (one.kind === 'typed' ? one.text : '')).join('');
}

describe('telling a scanner from a person', () => {
  it('takes a fast code that ends with Enter for a scan, whole', () => {
    expect(play('281234567890123456⏎', 3)).toEqual([{ kind: 'scan', code: '281234567890123456' }]);
  });

  it('takes the shortest code for a scan, and nothing shorter', () => {
    expect(play('1234⏎', 5)).toEqual([{ kind: 'scan', code: '1234' }]);
    expect(play('123⏎', 5)).toEqual([{ kind: 'typed', text: '123' }, { kind: 'enter' }]);
  });

  it('reports what the scanner meant, and what a person typed', () => {
    let burst: Burst = quiet;
    for (const [i, [key, meant]] of [...'١٢٣٤'].map((key, n) => [key, String(n + 1)] as const).entries()) {
      burst = onKey(burst, key, i * 5, meant).burst;
    }
    expect(onEnter(burst, 20).out).toEqual([{ kind: 'scan', code: '1234' }]);
    expect(onTime(burst, 500).out).toEqual([{ kind: 'typed', text: '١٢٣٤' }]);
  });

  it('lets every key of a person through, in order', () => {
    for (const gap of [burstGapMs, 60, 120, 400]) {
      const out = play('1250.75⏎', gap);
      expect(typedText(out)).toBe('1250.75');
      expect(out.at(-1)).toEqual({ kind: 'enter' });
    }
  });

  it('lets two keys rolled over each other through', () => {
    expect(play('12⏎', (i) => (i === 1 ? 8 : 150))).toEqual([
      { kind: 'typed', text: '12' },
      { kind: 'enter' },
    ]);
  });

  it('never lets any part of a scan become typed text, whatever its length and pace', () => {
    for (let length = 4; length <= 60; length += 1) {
      for (const gap of [0, 1, 7, 20, burstGapMs - 1]) {
        const code = '90817263545362718'.repeat(4).slice(0, length);
        expect(typedText(play(`${code}⏎`, gap)), `${length} keys, ${gap} ms apart`).toBe('');
      }
    }
  });

  it('keeps what was typed before a scan apart from it', () => {
    const out = play('25281234567890123456⏎', (i) => (i < 3 ? 200 : 4));
    expect(out).toEqual([
      { kind: 'typed', text: '2' },
      { kind: 'typed', text: '5' },
      { kind: 'scan', code: '281234567890123456' },
    ]);
  });

  it('waits a little longer for the Enter of a long burst, and then drops the burst', () => {
    const keys = '281234567890123456';
    const late = (ms: number) => play(`${keys}⏎`, (i) => (i === keys.length ? ms : 4));
    expect(late(enterGraceMs - 1)).toEqual([{ kind: 'scan', code: keys }]);
    expect(late(enterGraceMs)).toEqual([{ kind: 'noise' }, { kind: 'enter' }]);
  });

  it('passes Enter on when nothing was typed', () => {
    expect(play('⏎', 10)).toEqual([{ kind: 'enter' }]);
  });
});
