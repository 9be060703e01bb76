/** Files of chosen days, as the core makes them. */

export type PaperCode =
  | 'takings'
  | 'orders'
  | 'receipts'
  | 'vat'
  | 'cancellations'
  | 'matching'
  | 'accountant'
  | 'journal'
  | 'shifts';
export type PaperFormat = 'csv' | 'xlsx' | 'pdf' | 'jsonl';
export type PaperLanguage = 'en' | 'ar';

export interface PaperView {
  paper: PaperCode;
  /** In the order of use. */
  formats: PaperFormat[];
}

export interface PapersView {
  /** The business day of now. */
  today: string;
  papers: PaperView[];
}

export interface PapersClient {
  papers(): Promise<PapersView>;
  /** Days are business days, both included. Null when the person closed the file dialog. */
  exportPaper(
    paper: PaperCode,
    from: string,
    to: string,
    format: PaperFormat,
    language: PaperLanguage,
  ): Promise<string | null>;
}
