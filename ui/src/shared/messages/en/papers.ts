import type { PaperCode, PaperFormat, PaperLanguage } from '../../ipc/papers';
import { iso } from '../isolate';
import type { Said } from '../shape';

interface Named {
  name: string;
  line: string;
}

export const papers = {
  title: 'Papers',
  line: 'A file of the days you choose: for the accountant, for the tax office, for yourself.',
  which: 'Which paper',
  papers: {
    accountant: {
      name: 'The accountant’s file',
      line: 'Orders, refunds, fees, settlement and cash, adding up to PayBy’s money',
    },
    takings: { name: 'Takings by day', line: 'What each day sold and gave back, in cash and by wallet' },
    vat: { name: 'VAT by day', line: 'What was charged and its VAT, by class: for the VAT return' },
    orders: { name: 'Orders', line: 'Every sale and how it was paid, with PayBy’s numbers' },
    receipts: { name: 'Receipts and credit notes', line: 'Every number in its order, with its VAT' },
    cancellations: {
      name: 'Cancelled payments',
      line: 'Who or what cancelled, why, and when PayBy proved it',
    },
    shifts: { name: 'Shifts and cash', line: 'What each drawer should have held, and what was counted' },
    matching: { name: 'Match with PayBy', line: 'Every difference found, and what was decided about it' },
    journal: {
      name: 'Journal',
      line: 'Everything that was written down, so that nobody can have changed it',
    },
  } satisfies Record<PaperCode, Named>,
  days: 'Which days',
  quick: {
    today: 'Today',
    yesterday: 'Yesterday',
    month: 'This month',
    lastMonth: 'Last month',
    lastQuarter: 'Last quarter',
    year: 'This year',
  },
  from: 'From',
  to: 'To',
  backwards: 'The last day is before the first. Choose them the other way round.',
  noDay: 'Choose the first and the last day.',
  format: 'As',
  formats: { csv: 'CSV', xlsx: 'Excel', pdf: 'PDF', jsonl: 'JSON lines' } satisfies Record<
    PaperFormat,
    string
  >,
  formatLines: {
    csv: 'A table for any program.',
    xlsx: 'A workbook with real numbers and dates.',
    pdf: 'For printing and filing.',
    jsonl: 'One entry per line, for whoever checks the journal.',
  } satisfies Record<PaperFormat, string>,
  language: 'Language of the file',
  languages: { en: 'English', ar: 'Arabic' } satisfies Record<PaperLanguage, string>,
  languageOfJournal: 'The journal is the same in every language.',
  save: 'Save the file',
  saving: 'The file is being made…',
  saved: (path: string) => `Saved: ${iso(path)}`,
  unreadable: 'The papers cannot be shown',
  again: 'Try again',
  loading: 'One moment…',
} as const;

const asSaid = (said: Said): string => said.text;

/** Why there is no file, by its code. */
export const papersErrors = {
  export_not_written: asSaid,
  export_workbook: asSaid,
  export_too_many_pages: asSaid,
  export_row: asSaid,
  days_backwards: asSaid,
  too_many_days: asSaid,
  paper_not_as: asSaid,
  paper_needs_file: asSaid,
};
