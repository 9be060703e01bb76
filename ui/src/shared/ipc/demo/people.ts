/** The people of the demo's shop. Everybody's PIN is 246810; the owner is signed in. */
import {
  type AppView,
  type PeopleClient,
  type PersonView,
  type RoleCode,
  type TillClient,
  TillError,
} from '../client';

const pin = '246810';
const freeTries = 5;
const waitMs = 30_000;

/** The actions that screens look at, those of everybody first. */
const everything = [
  'sell',
  'refund',
  'decide_alert',
  'change_own_pin',
  'change_settings',
  'see_day',
  'close_day',
  'match_payby',
  'export',
  'backup',
  'see_people',
  'manage_cashiers',
  'manage_managers',
  'change_account',
  'restore',
];

const cashiers = everything.slice(0, 10);
const managers = everything.slice(0, 12);
const may: Record<RoleCode, string[]> = { cashier: cashiers, manager: managers, owner: everything };

function person(id: string, name: string, role: RoleCode, active = true): PersonView {
  return { person: id, name, role, active, locked_until_ms: null };
}

/** What a cashier does with a manager's PIN only. */
const guarded: { readonly [command in keyof TillClient]?: string } = {
  refund: 'refund',
  giveBack: 'refund',
  decide: 'decide_alert',
  openDrawer: 'open_drawer',
  day: 'see_day',
  cancellations: 'see_day',
  xReport: 'see_day',
  zPreview: 'see_day',
  zReports: 'see_day',
  report: 'see_day',
  printReport: 'see_day',
  saveReport: 'see_day',
  closeDay: 'close_day',
  changeSettings: 'change_settings',
  putProduct: 'edit_products',
  applyImport: 'import_products',
  exportProducts: 'export_products',
  papers: 'see_day',
  exportPaper: 'export',
};

/** What the people need of the till around them. */
interface Around {
  app(): AppView;
  changed(app: AppView): void;
}

export class DemoPeople {
  #people: PersonView[];
  #wrong = 0;
  #lent: string | null = null;

  constructor(
    scene: string,
    readonly around: Around,
  ) {
    this.#people = [
      person('p1', 'Noor', 'owner'),
      person('p2', 'Mona Haddad', 'manager'),
      person('p3', 'Ali', 'cashier'),
      person('p4', 'عائشة', 'cashier'),
      person('p5', 'Joseph Fernandes', 'cashier'),
      person('p6', 'Omar', 'cashier', false),
    ];
    const first = scene === 'owner' || ['setup', 'sealed', 'wizard', 'passphrase'].includes(scene);
    if (first) {
      this.#people = [];
    }
    const at = { owner: null, lock: null, wait: null, cashier: 'p3' }[scene];
    this.#set(first ? null : at === undefined ? 'p1' : at);
    if (scene === 'wait') {
      this.#wait('p3');
    }
  }

  #set(id: string | null): void {
    const here = this.#people.find((one) => one.person === id) ?? null;
    this.around.changed({
      ...this.around.app(),
      owner_needed: this.#people.length === 0,
      person: here,
      may: here === null ? [] : may[here.role],
      idle_lock_s: 300,
    });
  }

  #wait(id: string): void {
    const until = Date.now() + waitMs;
    this.#people = this.#people.map((one) => (one.person === id ? { ...one, locked_until_ms: until } : one));
  }

  #check(id: string, typed: string): void {
    const who = this.#people.find((one) => one.person === id);
    if (who?.locked_until_ms != null && who.locked_until_ms > Date.now()) {
      throw new TillError('pin_locked', 'Too many wrong PINs: try again in 30 seconds, or ask a manager.');
    }
    if (typed === pin) {
      this.#wrong = 0;
      return;
    }
    this.#wrong += 1;
    if (this.#wrong >= freeTries) {
      this.#wrong = 0;
      this.#wait(id);
      throw new TillError('pin_locked', 'Too many wrong PINs: try again in 30 seconds, or ask a manager.');
    }
    const left = freeTries - this.#wrong;
    throw new TillError(
      'pin_wrong',
      left === 1
        ? 'That is not the PIN: one more wrong one, and you have to wait.'
        : `That is not the PIN: type it again, ${left} tries are left.`,
    );
  }

  makeOwner = async (name: string) => {
    this.#people = [person('p1', name, 'owner')];
    this.#set('p1');
  };

  people = async () => this.#people.filter((one) => one.active);

  peopleAll = async () => [...this.#people].sort((a, b) => Number(b.active) - Number(a.active));

  signIn = async (id: string, typed: string) => {
    this.#check(id, typed);
    this.#set(id);
  };

  lock = async () => this.#set(null);

  approve = async (action: string, id: string, typed: string) => {
    this.#check(id, typed);
    this.#lent = action;
  };

  /** The same till with a gate before it. */
  gated(client: TillClient): TillClient {
    const behind = Object.entries(guarded).map(([name, action]) => {
      const command = client[name as keyof TillClient] as (...given: unknown[]) => Promise<unknown>;
      return [name, async (...given: unknown[]) => this.#admit(action).then(() => command(...given))];
    });
    return { ...client, ...Object.fromEntries(behind) };
  }

  async #admit(action: string): Promise<void> {
    const lent = this.#lent === action;
    this.#lent = lent ? null : this.#lent;
    if (this.around.app().person?.role === 'cashier' && !lent) {
      throw new TillError('needs_manager', 'This needs a manager: ask one to type a PIN.', action);
    }
  }

  changePin = async (old: string) => this.#check('p1', old);

  putPerson: PeopleClient['putPerson'] = async (form) => {
    const taken = this.#people.some(
      (one) => one.active && one.name.toLowerCase() === form.name.toLowerCase() && one.person !== form.person,
    );
    if (taken) {
      throw new TillError('name_taken', `Somebody here is already called ${form.name}.`);
    }
    const { role, active } = form;
    if (form.person === null) {
      const id = `p${this.#people.length + 1}`;
      this.#people = [...this.#people, person(id, form.name, role, active)];
    } else {
      this.#people = this.#people.map((one) =>
        one.person === form.person ? person(one.person, form.name, role, active) : one,
      );
    }
    return this.peopleAll();
  };
}
