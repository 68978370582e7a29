// The APP-6 signs of forces, drawn by milsymbol, which is loaded with the first chart.

let loading: Promise<(code: string) => { href: string; width: number; height: number }> | undefined;

/** symbols gives a function from the code of a sign to its picture. */
export function symbols() {
  loading ??= import('milsymbol').then(({ default: ms }) => {
    const made = new Map<string, { href: string; width: number; height: number }>();
    return (code: string) => {
      let sign = made.get(code);
      if (!sign) {
        const s = new ms.Symbol(code, { size: 22 });
        const { width, height } = s.getSize();
        sign = { href: 'data:image/svg+xml,' + encodeURIComponent(s.asSVG()), width, height };
        made.set(code, sign);
      }
      return sign;
    };
  });
  return loading;
}
