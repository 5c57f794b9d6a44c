import { by, el, list } from './dom.js';
import { told } from './words.js';

const TONES = { pass: 'good', warn: 'warn', fail: 'bad' };
const SHAPES = { pass: '●', warn: '▲', fail: '■', unknown: '?', skipped: '–' };

export function showChecks({ checks }) {
  by('checks').hidden = !checks.length;
  list(by('check-list'), checks, ({ id }) => id, () => el('li'), (row, { id, status, evidence }) => row.replaceChildren(el('b', { class: TONES[status] ?? 'quiet' }, `${SHAPES[status] ?? ''} ${status} `), `${id}: ${evidence}`));
}

export function showLookups({ round }) {
  const lookups = round?.lookups ?? [];
  by('dns').hidden = !lookups.length;
  list(by('lookups'), lookups, ({ query, type }) => `${query} ${type}`, () => el('tr'), (row, lookup) => {
    const outcome = el('td', { class: lookup.cause ? 'bad' : '' }, lookup.cause ? `${lookup.outcome}: ${lookup.detail ?? ''}` : lookup.outcome);
    row.replaceChildren(el('td', {}, lookup.query), el('td', {}, lookup.type), outcome, el('td', {}, String(lookup.addresses)), el('td', {}, lookup.ttlSeconds === undefined ? '' : `${lookup.ttlSeconds} s`), el('td', {}, `${lookup.durationMillis} ms`));
  });
}

const types = new Set();

export function showEvents(live) {
  const choice = by('event-type');
  for (const { type } of live.events) {
    if (!types.has(type)) {
      types.add(type);
      choice.append(el('option', {}, type));
    }
  }
  choice.onchange ??= () => showEvents(live);
  const shown = live.events.filter((event) => !choice.value || event.type === choice.value);
  list(by('event-list'), shown, (event) => (event.id ??= nextId++), () => el('li'), (row, event) => row.replaceChildren(el('time', { datetime: event.at }, new Date(event.at).toLocaleTimeString()), el('b', {}, event.type), ' ', told(event)));
}

let nextId = 1;
