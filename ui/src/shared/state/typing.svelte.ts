/** Which of a dialog's numbers its keypad types into. The first key after a change of field writes over what is there. */
export class Typing<F extends string> {
  field = $state() as F;
  #fresh = true;

  constructor(
    first: F,
    readonly texts: { [field in F]: string },
  ) {
    this.field = first;
  }

  to(field: F): void {
    this.field = field;
    this.#fresh = true;
  }

  key = (key: string): void => {
    this.texts[this.field] = this.#fresh ? key : this.texts[this.field] + key;
    this.#fresh = false;
  };

  back = (): void => {
    this.texts[this.field] = this.#fresh ? '' : this.texts[this.field].slice(0, -1);
    this.#fresh = false;
  };
}
