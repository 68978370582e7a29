// The sheet for others: a table for slides and documents, a drawing, values.

import { letterOf, plain, textOf, type Cell, type Sheet } from './sheet';

const colours = { ink: '#1b1d20', quiet: '#595c62', line: '#c9ced6', head: '#e9edf2', group: '#f3f5f8', changed: '#fff3dd', alarm: '#b3261e', accent: '#1d5fa8' };
const font = 'Arial, "Liberation Sans", "Malgun Gothic", "Noto Sans CJK KR", sans-serif';

const html = (s: string) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** toHTML is the sheet as a table that office programs paste with its look. */
function toHTML(s: Sheet, designs: string[], title: string, caveat: string): string {
  const rows = plain(s, designs);
  const labels = rows[0]!.length - s.heads.length;
  const th = (text: string) => `<th align="left" bgcolor="${colours.head}">${html(text)}</th>`;
  const cells = s.groups.flatMap((g) => g.rows);
  const body = rows.slice(1).map((row, i) => {
    const flat = cells[i]!.cells.flatMap((c) => [c, ...Array<Cell>(c.span - 1).fill(c)]);
    return `<tr valign="top">${row
      .map((text, k) => {
        const c = flat[k - labels];
        const ground = c?.changed && c.design > 0 ? ` bgcolor="${colours.changed}"` : '';
        return `<td${ground}>${k < labels || c?.role === 'decides' ? `<b>${html(text)}</b>` : html(text)}</td>`;
      })
      .join('')}</tr>`;
  });
  // The look stands in attributes: the policy of the page lets no style through.
  return `<p><font face="Arial"><b>${html(title)}</b><br>${html(caveat)}</font></p><table border="1" bordercolor="${colours.line}" cellspacing="0" cellpadding="4"><thead><tr>${rows[0]!.map(th).join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/** copy puts the sheet on the clipboard, as a table and as text. */
export async function copy(s: Sheet, designs: string[], title: string, caveat: string) {
  const tsv = plain(s, designs)
    .map((r) => r.map((c) => c.replace(/\s+/g, ' ')).join('\t'))
    .join('\n');
  await navigator.clipboard.write([
    new ClipboardItem({
      'text/html': new Blob([toHTML(s, designs, title, caveat)], { type: 'text/html' }),
      'text/plain': new Blob([`${title}\n${caveat}\n${tsv}\n`], { type: 'text/plain' }),
    }),
  ]);
}

/** draw makes a drawing of the sheet. */
export function draw(s: Sheet, designs: string[], title: string, caveat: string): SVGSVGElement {
  const pen = document.createElement('canvas').getContext('2d');
  const wide = (text: string, size: number, bold = false) => {
    if (!pen) return text.length * size * 0.6;
    pen.font = `${bold ? 'bold ' : ''}${size}px ${font}`;
    return pen.measureText(text).width;
  };
  const wrap = (text: string, size: number, width: number, bold = false) => {
    const lines: string[] = [];
    for (const word of text.split(/(?<=[\s/-])/)) {
      const last = lines.at(-1);
      if (last !== undefined && wide(last + word, size, bold) <= width) lines[lines.length - 1] = last + word;
      else lines.push(word);
    }
    return lines.map((l) => l.trim()).filter(Boolean);
  };
  const rows = s.groups.flatMap((g) => g.rows);
  const several = designs.length > 1 && rows.some((r) => r.of > 1 && r.design >= 0);
  const cellWidth = s.table === 'forces' ? 190 : s.words ? 116 : 62;
  const [size, pad, left] = [12, 6, 250];
  const width = left + s.heads.length * cellWidth;
  const node = (name: string, at: Record<string, string | number>, text?: string) => {
    const el = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [k, v] of Object.entries(at)) el.setAttribute(k, String(v));
    if (text !== undefined) el.textContent = text;
    return el;
  };
  const svg = node('svg', { 'font-family': font, 'font-size': size, fill: colours.ink }) as SVGSVGElement;
  const write = (lines: string[], x: number, y: number, at: Record<string, string | number> = {}) => {
    lines.forEach((l, i) => svg.append(node('text', { x, y: y + i * size * 1.25, ...at }, l)));
    return lines.length * size * 1.25;
  };
  const box = (x: number, y: number, w: number, h: number, fill: string) => svg.append(node('rect', { x, y, width: w, height: h, fill, stroke: colours.line, 'stroke-width': 1 }));
  let y = 18;
  y += write(wrap(title, 15, width, true), 0, y, { 'font-size': 15, 'font-weight': 700 }) + 4;
  y += write(wrap(caveat, size, width), 0, y, { fill: colours.quiet });
  if (designs.length > 1) for (const [i, d] of designs.entries()) y += write([`${letterOf(i)}  ${d}`], 0, y, { fill: colours.accent });
  const heads = s.heads.map((h) => wrap(h.title + (h.parties.length ? ` (${h.parties.join(', ')})` : h.design >= 0 && h.kind !== 'design' ? ` ${letterOf(h.design)}` : ''), size, cellWidth - 2 * pad, true));
  const high = Math.max(...heads.map((h) => h.length), 1) * size * 1.25 + 2 * pad;
  box(0, y, left, high, colours.head);
  write([s.corner], pad, y + size + pad - 2, { 'font-weight': 700 });
  heads.forEach((h, i) => {
    box(left + i * cellWidth, y, cellWidth, high, colours.head);
    write(h, left + i * cellWidth + pad, y + size + pad - 2, { 'font-weight': 700 });
  });
  y += high;
  for (const g of s.groups) {
    box(0, y, width, 20, colours.group);
    write([g.title], pad, y + 14, { 'font-weight': 700, fill: colours.quiet });
    y += 20;
    for (const r of g.rows) {
      const label = (r.design <= 0 ? wrap(r.head + (r.sub ? ` (${r.sub})` : ''), size, left - 2 * pad - (several ? 18 : 0), true) : ['']) as string[];
      const texts = r.cells.map((c) => wrap(textOf(c), size, cellWidth * c.span - 2 * pad));
      const tall = Math.max(label.length, ...texts.map((x) => x.length), 1) * size * 1.25 + 2 * pad;
      box(0, y, left, tall, '#ffffff');
      if (several && r.design >= 0) write([letterOf(r.design) + r.mark], pad, y + size + pad - 2, { 'font-weight': 700, fill: colours.accent });
      write(label, pad + (several ? 18 : 0), y + size + pad - 2, { 'font-weight': 700 });
      let x = left;
      r.cells.forEach((c, i) => {
        const changed = c.changed && c.design > 0;
        box(x, y, cellWidth * c.span, tall, changed ? colours.changed : '#ffffff');
        write(texts[i]!, x + pad, y + size + pad - 2, { fill: ['left out', 'same', 'state'].includes(c.role) ? colours.quiet : c.role === 'decides' ? colours.accent : colours.ink, 'font-weight': c.role === 'decides' ? 700 : 400 });
        x += cellWidth * c.span;
      });
      y += tall;
    }
  }
  svg.setAttribute('viewBox', `0 0 ${width} ${y + 4}`);
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', String(y + 4));
  svg.prepend(node('rect', { width, height: y + 4, fill: '#ffffff' }));
  return svg;
}
