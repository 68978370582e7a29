// Where a picture is looked at from: zoom and pan, by pointer, wheel and keys.

type Box = { x: number; y: number; w: number; h: number };

/** Sight is the part of a picture that is seen, in the picture's own units. */
export class Sight {
  box = $state.raw<Box>({ x: 0, y: 0, w: 1, h: 1 });
  #size = { w: 1, h: 1 }; // of the element, in pixels
  #whole: Box = { x: 0, y: 0, w: 1, h: 1 };
  #still = true; // it has not been moved since it showed all

  get viewBox(): string {
    const { x, y, w, h } = this.box;
    return [x, y, w, h].map((n) => Math.round(n * 100) / 100).join(' ');
  }

  /** Pixels for each unit of the picture. */
  get scale(): number {
    return this.#size.w / this.box.w;
  }

  /** measure tells how large the picture and its element are. */
  measure(whole: Box, size: { w: number; h: number }, least = 0) {
    const same = whole.w === this.#whole.w && whole.h === this.#whole.h;
    this.#whole = whole;
    this.#size = { w: Math.max(1, size.w), h: Math.max(1, size.h) };
    if (this.#still || !same) this.fit(least);
    else this.#keep(this.box.x, this.box.y, this.#size.w / (this.#size.w / this.box.w));
  }

  /** fit shows all, or as much as can be read. */
  fit(least = 0) {
    const k = Math.max(least, Math.min(this.#size.w / this.#whole.w, this.#size.h / this.#whole.h));
    const w = this.#size.w / k, h = this.#size.h / k;
    this.box = { x: this.#whole.x + Math.max(0, (this.#whole.w - w) / 2) - Math.max(0, (w - this.#whole.w) / 2), y: this.#whole.y - Math.max(0, (h - this.#whole.h) / 2), w, h };
    this.#still = true;
  }

  /** zoom changes the scale and keeps a point of the picture where it is. */
  zoom(by: number, at?: { x: number; y: number }) {
    const { x, y, w, h } = this.box;
    const least = this.#size.w / 4, most = Math.max(this.#whole.w, (this.#whole.h * this.#size.w) / this.#size.h) * 1.15;
    const next = Math.min(most, Math.max(least, w / by));
    const k = next / w, p = at ?? { x: x + w / 2, y: y + h / 2 };
    this.#keep(p.x - (p.x - x) * k, p.y - (p.y - y) * k, next);
  }

  /** pan moves the picture by pixels of the screen. */
  pan(dx: number, dy: number) {
    const k = this.scale;
    this.#keep(this.box.x - dx / k, this.box.y - dy / k, this.box.w);
  }

  /** show brings a box into sight, with room around it. */
  show(b: Box, room = 40) {
    const { x, y, w, h } = this.box;
    const nx = b.x - room < x ? b.x - room : b.x + b.w + room > x + w ? b.x + b.w + room - w : x;
    const ny = b.y - room < y ? b.y - room : b.y + b.h + room > y + h ? b.y + b.h + room - h : y;
    if (nx !== x || ny !== y) this.#keep(nx, ny, w);
  }

  /** at is the point of the picture under a point of the element. */
  at(px: number, py: number) {
    return { x: this.box.x + px / this.scale, y: this.box.y + py / this.scale };
  }

  /** Some of the picture stays in sight. */
  #keep(x: number, y: number, w: number) {
    const h = (w * this.#size.h) / this.#size.w;
    const { w: W, h: H } = this.#whole;
    const bound = (v: number, size: number, all: number) => Math.min(Math.max(v, Math.min(0, all - size) - size * 0.25), Math.max(0, all - size) + size * 0.25);
    this.box = { x: bound(x, w, W), y: bound(y, h, H), w, h };
    this.#still = false;
  }
}
