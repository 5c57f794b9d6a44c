import { by, el, list } from './dom.js';
import { ago, clock, told } from './words.js';

const TONES = { pass: 'good', warn: 'warn', fail: 'bad' };
const SHAPES = { pass: '●', warn: '▲', fail: '■', unknown: '?', skipped: '–' };
const WORST_FIRST = ['fail', 'warn', 'unknown', 'pass', 'skipped'];

const types = new Set();

export function startLists(live) {
  by('event-filter').onsubmit = (event) => event.preventDefault();
  by('event-type').onchange = () => showEvents(live);
}

export function showChecks({ checks }) {
  by('checks').hidden = !checks.length;
  const sorted = [...checks].sort((one, other) => WORST_FIRST.indexOf(one.status) - WORST_FIRST.indexOf(other.status));
  list(by('check-list'), sorted, ({ id }) => id, () => el('li'), (row, { id, status, since, evidence }) => row.replaceChildren(
    el('b', { class: TONES[status] ?? 'quiet' }, `${SHAPES[status] ?? ''} ${status}`), ` ${id}: ${evidence} `, el('span', { class: 'quiet' }, 'for ', ago(since)),
  ));
}

export function showLookups({ round, events }) {
  const lookups = (round?.dns ?? []).map((lookup) => ({ ...lookup, failed: events.find((event) => event.type === 'dns-failing' && event.query === lookup.query && event.recordType === lookup.type) }));
  by('dns').hidden = !lookups.length;
  list(by('lookups'), lookups, ({ query, type }) => `${query} ${type}`, () => el('tr'), (row, { query, type, outcome, addresses, ttlSeconds, durationMillis, cause, detail, hint, failed }) => row.replaceChildren(
    el('td', { title: `took ${durationMillis} ms` }, query),
    el('td', {}, type),
    el('td', { class: cause ? 'bad' : '' }, cause ? `■ ${outcome}` : outcome),
    el('td', {}, String(addresses)),
    el('td', {}, ttlSeconds === undefined ? '' : `${ttlSeconds} s`),
    el('td', {}, ago(round.startedAt)),
    cause ? el('td', { class: 'long' }, `${detail} (${hint})`) : el('td', { class: 'long' }, failed ? `${failed.detail ?? failed.cause}, ` : '', failed ? ago(failed.at) : '', failed ? ' ago' : ''),
  ));
}

export function showEvents(live) {
  const choice = by('event-type');
  for (const { type } of live.events) {
    if (!types.has(type)) {
      types.add(type);
      choice.append(el('option', {}, type));
    }
  }
  const wanted = choice.value;
  const shown = live.events.filter(({ type }) => wanted === '*' || (wanted ? type === wanted : type !== 'round-completed'));
  by('no-events').hidden = shown.length > 0;
  by('event-list').hidden = !shown.length;
  list(by('event-list'), shown, ({ id }) => id, () => el('li'), (row, event) => row.replaceChildren(line(event)));
}

/** An event; what it tells may be long. */
export function line(event) {
  return el('span', {}, el('time', { datetime: event.at }, clock(event.at)), ' ', el('b', {}, event.type), ' ', told(event));
}
