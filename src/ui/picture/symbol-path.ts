/**
 * An outline of many symbols, as the `d` of one path: thousands of points are a few elements so.
 * Takes what d3's symbols draw with.
 */
export class SymbolPath {
  #d = '';
  #x = 0;
  #y = 0;

  /** Moves the origin, for the next symbol. */
  at(x: number, y: number): CanvasPath {
    this.#x = x;
    this.#y = y;
    // Symbols draw with the methods below and no others.
    return this as unknown as CanvasPath;
  }

  moveTo(x: number, y: number): void {
    this.#d += `M${this.#place(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#d += `L${this.#place(x, y)}`;
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#d += `M${this.#place(x, y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
  }

  /** A whole circle, which is all that symbols draw, from where they have moved: its right end. */
  arc(_x: number, _y: number, radius: number): void {
    const [r, across] = [short(radius), short(radius * 2)];
    this.#d += `a${r},${r},0,1,0,-${across},0a${r},${r},0,1,0,${across},0`;
  }

  closePath(): void {
    this.#d += 'Z';
  }

  toString(): string {
    return this.#d;
  }

  #place(x: number, y: number): string {
    return `${short(this.#x + x)},${short(this.#y + y)}`;
  }
}

const short = (value: number): string => String(Math.round(value * 10) / 10);
