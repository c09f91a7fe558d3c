// Where the reader is: path and query of the address, which every page reads its state from.
import { signal } from '@preact/signals';

export type Place = { path: string; query: URLSearchParams };

function read(): Place {
  return { path: location.pathname.replace(/(.)\/+$/, '$1'), query: new URLSearchParams(location.search) };
}

export const place = signal<Place>(read());

export function go(href: string, replace = false): void {
  if (replace) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  place.value = read();
}

// The same page with other values of the query; an empty value takes its name out.
export function change(values: Record<string, string | null | undefined>, replace = false): void {
  go(altered(values), replace);
}

export function altered(values: Record<string, string | null | undefined>): string {
  const query = new URLSearchParams(place.value.query);
  for (const [name, value] of Object.entries(values)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  return place.value.path + (text ? `?${text}` : '');
}

export function with_(path: string, values: Record<string, string | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  const text = query.toString();
  return path + (text ? `?${text}` : '');
}

export function follow(): void {
  addEventListener('popstate', () => {
    place.value = read();
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest?.('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/')) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
    if (!link.hash && link.dataset['stay'] === undefined) scrollTo(0, 0);
  });
}

// Symbols stand in the address as they are printed.
export function documentPath(symbol: string): string {
  return `/documents/${symbol.split('/').map(encodeURIComponent).join('/')}`;
}

export function factPath(fact: { doc: string; lang: string; id?: string }): string {
  return with_(documentPath(fact.doc), { language: fact.lang, fact: fact.id });
}
