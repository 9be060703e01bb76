/** Papers of the demo's shop: there is no disk in a page, so nothing is written. */
import { type PapersClient, type PaperView, TillError } from '../client';

const tables = ['xlsx', 'csv', 'pdf'] as const;
const papers: PaperView[] = [
  { paper: 'accountant', formats: [...tables] },
  { paper: 'takings', formats: [...tables] },
  { paper: 'vat', formats: [...tables] },
  { paper: 'orders', formats: [...tables] },
  { paper: 'receipts', formats: [...tables] },
  { paper: 'cancellations', formats: [...tables] },
  { paper: 'shifts', formats: [...tables] },
  { paper: 'matching', formats: [...tables] },
  { paper: 'journal', formats: ['jsonl', 'csv'] },
];

export function demoPapers(scene: string): PapersClient {
  return {
    papers: async () => ({
      today: new Date(Date.now() + 4 * 3_600_000).toISOString().slice(0, 10),
      papers,
    }),
    exportPaper: async (paper, from, to, format) => {
      await new Promise((done) => setTimeout(done, 600));
      if (scene === 'full') {
        throw new TillError(
          'export_not_written',
          'The file cannot be written (no space left on device). Choose another place, or make room on the disk.',
        );
      }
      const days = from === to ? from : `${from}_${to}`;
      return `/home/amina/Documents/fils-${paper}-T1-${days}-v0.1.0.${format}`;
    },
  };
}
