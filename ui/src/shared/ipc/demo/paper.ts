/** A receipt drawn in the page, for the demo: the shipped program gets its pictures from the core. */
import type { PaperWidth, ReceiptPicture } from '../client';

export interface PaperText {
  /** Large and in the middle. */
  head: string[];
  /** Small and in the middle. */
  under: string[];
  /** What is left and what is right. */
  rows: [string, string][];
  total: [string, string];
  foot: string[];
}

export function drawPaper(number: string, text: PaperText, width: PaperWidth): ReceiptPicture {
  const scale = 2;
  const wide = (width === '58' ? 216 : 300) * scale;
  const line = 17 * scale;
  const lines = text.head.length * 1.4 + text.under.length + text.rows.length + text.foot.length + 13;
  const canvas = document.createElement('canvas');
  canvas.width = wide;
  canvas.height = Math.round(lines * line);
  const ink = canvas.getContext('2d');
  if (ink === null) {
    return { number, png: '', width: wide, height: canvas.height };
  }
  ink.fillStyle = '#fff';
  ink.fillRect(0, 0, wide, canvas.height);
  ink.fillStyle = '#000';
  const edge = 14 * scale;
  let y = 2 * line;
  const middle = (words: string, size: number, bold = false): void => {
    ink.font = `${bold ? '700' : '400'} ${size * scale}px "DejaVu Sans Condensed", sans-serif`;
    ink.textAlign = 'center';
    ink.fillText(words, wide / 2, y, wide - 2 * edge);
    y += line * (size > 14 ? 1.4 : 1);
  };
  const sides = ([start, end]: [string, string], bold = false): void => {
    ink.font = `${bold ? '700' : '400'} ${(bold ? 14 : 11) * scale}px "DejaVu Sans Condensed", sans-serif`;
    ink.textAlign = 'left';
    ink.fillText(start, edge, y, wide * 0.66);
    ink.textAlign = 'right';
    ink.fillText(end, wide - edge, y);
    y += line;
  };
  const rule = (): void => {
    ink.fillRect(edge, y - line * 0.6, wide - 2 * edge, scale);
    y += line * 0.5;
  };
  for (const words of text.head) {
    middle(words, 17, true);
  }
  for (const words of text.under) {
    middle(words, 11);
  }
  rule();
  for (const row of text.rows) {
    sides(row);
  }
  rule();
  sides(text.total, true);
  y += line * 0.5;
  for (const words of text.foot) {
    middle(words, 11);
  }
  const side = 3 * line;
  const dot = side / 21;
  for (let at = 0; at < 441; at += 1) {
    if ((at * 7919 + number.length * 31) % 5 < 2) {
      ink.fillRect((wide - side) / 2 + (at % 21) * dot, y + Math.floor(at / 21) * dot, dot, dot);
    }
  }
  y += side + line;
  middle(number, 11);
  return { number, png: canvas.toDataURL('image/png'), width: wide, height: canvas.height };
}
