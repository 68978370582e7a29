// Downloads that the page makes itself.

/** save hands a file to the user. */
export function save(name: string, body: Blob) {
  const a = document.createElement('a');
  a.href = URL.createObjectURL(body);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 60_000);
}

/** csv is a table as comma-separated values (RFC 4180), with a byte order mark so that
 * spreadsheets read Korean. A cell that a spreadsheet would take for a formula is
 * quoted by an apostrophe. */
export function csv(rows: readonly (readonly string[])[]): Blob {
  const cell = (s: string) => {
    if (/^[=+@\t\r]/.test(s) || /^-[^0-9.]/.test(s)) s = "'" + s;
    return /[",\n\r]/.test(s) ? '"' + s.replaceAll('"', '""') + '"' : s;
  };
  return new Blob(['\ufeff' + rows.map((r) => r.map(cell).join(',')).join('\r\n') + '\r\n'], { type: 'text/csv;charset=utf-8' });
}

const carried = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'visibility', 'display',
  'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline', 'letter-spacing', 'marker-start', 'marker-end', 'paint-order',
];

/** svgText is a drawing of the page as a file of its own: what the page's styles say of
 * it stands in it. */
export function svgText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  const to = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  from.forEach((el, i) => {
    const style = getComputedStyle(el);
    for (const name of carried) {
      const value = style.getPropertyValue(name);
      if (value) to[i]?.setAttribute(name, value);
    }
    to[i]?.removeAttribute('class');
  });
  const box = svg.viewBox.baseVal;
  const size = svg.getBoundingClientRect();
  const [w, h] = box && box.width ? [box.width, box.height] : [size.width, size.height];
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(w));
  copy.setAttribute('height', String(h));
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${w} ${h}`);
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const at = box && box.width ? box : { x: 0, y: 0 };
  for (const [k, v] of Object.entries({ x: at.x, y: at.y, width: w, height: h, fill: getComputedStyle(document.documentElement).backgroundColor })) ground.setAttribute(k, String(v));
  copy.prepend(ground);
  return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(copy);
}

/** png is a drawing as a picture, twice as large as on the page. */
export async function png(svg: SVGSVGElement): Promise<Blob> {
  const picture = new Image();
  const at = URL.createObjectURL(new Blob([svgText(svg)], { type: 'image/svg+xml' }));
  try {
    picture.src = at;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 2 * picture.width;
    canvas.height = 2 * picture.height;
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) => canvas.toBlob((b) => (b ? done(b) : failed(new Error('the picture is too large')))));
  } finally {
    URL.revokeObjectURL(at);
  }
}
