const ZERO = '0'.charCodeAt(0);
const MINUS = '-'.charCodeAt(0);
/** Sign, point and digits of a number. */
const NUMBER_BYTES = 32;

/** Text on its way to a file, as bytes: where there are many small pieces, putting them together as texts takes three times as long. */
export class TextBytes {
  #bytes: Buffer;
  #end = 0;

  /** @param capacity bytes for which there is room from the beginning */
  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  get length(): number {
    return this.#end;
  }

  /** Adds bytes of UTF-8. */
  put(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    for (let place = 0; place < bytes.length; place++) this.#bytes[this.#end++] = bytes[place];
  }

  /** Adds characters of ASCII. */
  putAscii(text: string): void {
    this.#reserve(text.length);
    for (let place = 0; place < text.length; place++) this.#bytes[this.#end++] = text.charCodeAt(place);
  }

  /**
   * Adds a number of `value / 10^decimals` with all of its decimals.
   * @param value a safe integer
   * @param point code of the decimal sign
   */
  putDecimal(value: number, decimals: number, point: number): void {
    this.#reserve(NUMBER_BYTES);
    if (value < 0) this.#bytes[this.#end++] = MINUS;
    let rest = Math.abs(value);
    let digits = 1;
    for (let above = 10; rest >= above; above *= 10) digits++;
    digits = Math.max(digits, decimals + 1);
    this.#end += decimals > 0 ? digits + 1 : digits;
    // From the last digit on.
    let place = this.#end;
    for (let digit = 0; digit < digits; digit++) {
      if (digit === decimals && digit > 0) this.#bytes[--place] = point;
      const next = Math.floor(rest / 10);
      this.#bytes[--place] = ZERO + (rest - next * 10);
      rest = next;
    }
  }

  /** What was added since the last time; valid until more is added. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#end);
    this.#end = 0;
    return taken;
  }

  #reserve(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#end + count));
    larger.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = larger;
  }
}
