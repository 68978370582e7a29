// The view is in the URL: the path names the screen, the query the rest, so that any
// view can be sent as a link.

class View {
  url = $state.raw(new URL(location.href));

  constructor() {
    addEventListener('popstate', () => (this.url = new URL(location.href)));
  }

  /** The screen, "" for the first. */
  get screen(): string {
    return this.url.pathname.split('/')[1] ?? '';
  }

  /** A part of the view, "" where it is not given. */
  get(key: string): string {
    return this.url.searchParams.get(key) ?? '';
  }

  /** A part of the view that may be given several times. */
  all(key: string): string[] {
    return this.url.searchParams.getAll(key);
  }

  /** set changes parts of the view and keeps the others. A change that a user would
   * want to come back from is a step of the history; a slider's is not: replace. */
  set(changes: Changes, how: { replace?: boolean } = {}) {
    this.go(this.with(changes), how);
  }

  /** with is the address of this view with changes. */
  with(changes: Changes): string {
    const to = new URL(this.url);
    change(to.searchParams, changes);
    return to.pathname + to.search;
  }

  go(href: string, how: { replace?: boolean } = {}) {
    const to = new URL(href, location.href);
    if (to.href === location.href) return;
    if (how.replace) history.replaceState(null, '', to);
    else history.pushState(null, '', to);
    const moved = to.pathname !== this.url.pathname;
    this.url = to;
    if (moved) scrollTo(0, 0);
  }
}

type Changes = Record<string, string | string[] | null | undefined>;

function change(query: URLSearchParams, changes: Changes) {
  for (const [key, value] of Object.entries(changes)) {
    query.delete(key);
    for (const v of Array.isArray(value) ? value : [value]) if (v) query.append(key, v);
  }
}

export const view = new View();

/** href is the address of a screen. */
export function href(screen: string, changes: Changes = {}): string {
  const query = new URLSearchParams();
  change(query, changes);
  const text = query.toString().replaceAll('%2F', '/');
  return '/' + screen + (text ? '?' + text : '');
}

/** follow has links within the page change the view without loading it anew. */
export function follow(event: MouseEvent) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element).closest('a');
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin || link.pathname.startsWith('/api/')) return;
  if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
  event.preventDefault();
  view.go(link.href);
}
