/** Backups, going back to one, and the till's health. */

export type HealthState = 'fine' | 'look' | 'bad' | 'unknown';

export interface HealthItem {
  code: string;
  state: HealthState;
  /** Which of its sentences, as a code. */
  what: string;
  /** The sentence in English. */
  words: string;
  /** What stands in the sentence, by name. */
  args: { [name in string]: string };
  at_ms: number | null;
  /** Where to go to do something about it, as a code. */
  go: string | null;
}

export interface BackupRow {
  file: string;
  place: 'home' | 'second';
  at_ms: number;
  bytes: number;
  encrypted: boolean;
  verified_ms: number | null;
  why: string;
}

export interface BackupsView {
  rows: BackupRow[];
  folder: string;
  place: string | null;
  place_there: boolean;
  encrypted: boolean;
  problem: string | null;
}

export interface RestorePreview {
  file: string;
  encrypted: boolean;
  /** Its passphrase is still to come: then nothing else is known. */
  locked: boolean;
  till: string | null;
  shop: string | null;
  training: boolean;
  made_ms: number | null;
  program: string | null;
  sales: number;
  receipts: number;
  last_number: string | null;
  last_day: string | null;
  people: number;
  /** How many sales this till has, which would be put aside. */
  sales_here: number;
}

export interface KeepingClient {
  health(): Promise<HealthItem[]>;
  /** Reads the books from end to end first. */
  checkIntegrity(): Promise<HealthItem[]>;
  backups(): Promise<BackupsView>;
  backUp(): Promise<BackupsView>;
  /** Null stops encrypting. */
  setBackupPassphrase(passphrase: string | null): Promise<BackupsView>;
  /** Null when the person closed the dialog. */
  pickBackupPlace(): Promise<string | null>;
  pickRestore(): Promise<RestorePreview | null>;
  openRestore(passphrase: string): Promise<RestorePreview>;
  restore(replace: boolean): Promise<void>;
}
