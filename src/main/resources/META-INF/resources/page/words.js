import { el, say } from './dom.js';

/** How long: one number and its unit. */
export function age(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds >= 172800) return `${Math.floor(seconds / 86400)} d`;
  if (seconds >= 7200) return `${Math.floor(seconds / 3600)} h`;
  return seconds >= 120 ? `${Math.floor(seconds / 60)} min` : `${seconds} s`;
}

let skew = 0;

/** The service's time, as far as is known. */
export const now = () => Date.now() + skew;

/** What has happened just now there tells how this browser's clock differs; a second or two do not matter. */
export function setClock(instant) {
  const differs = Date.parse(instant) - Date.now();
  skew = Math.abs(differs) > 2000 ? differs : 0;
}

export const since = (instant) => (instant ? age(now() - Date.parse(instant)) : '');

/** How long ago, which goes on being so: see grow(). */
export const ago = (instant) => (instant ? el('time', { class: 'ago', datetime: instant }, since(instant)) : '');

/** Shows anew how long ago all is. */
export function grow() {
  for (const time of document.getElementsByClassName('ago')) say(time, since(time.dateTime));
}

/** The colour of a verdict; a shape goes with it. */
export function tone(verdict) {
  return { whole: 'good', linked: 'good', alone: 'good', split: 'bad', partial: 'bad', failing: 'bad' }[verdict] ?? 'warn';
}

/** What each kind of cell of the matrix looks like, and means. */
export const LINKS = {
  both: ['●', 'both list each other'],
  one_sided: ['◐', 'one lists the other'],
  missing: ['○', 'neither lists the other'],
  blocked: ['✕', 'the way is blocked'],
  unknown: ['?', 'not known'],
  self: ['·', 'itself'],
};

const BLOCKED = new Set(['epmd_unreachable', 'epmd_timeout', 'name_not_registered', 'connection_refused', 'connect_timeout']);

/** What kind of cell a defect is. */
export function kindOf({ kind, cause, back }) {
  if (kind === 'one_sided') return kind;
  return BLOCKED.has(cause) || BLOCKED.has(back?.cause) ? 'blocked' : 'missing';
}

/** A defect and what was found on its ways, in one line without its age. */
export function ways({ from, to, kind, cause, detail, back }) {
  const what = kind === 'one_sided' ? `${from} lists ${to}, which does not list it` : `${from} and ${to} do not list each other`;
  const there = cause ? `: ${cause}: ${detail}` : '';
  return `${what}${there}${back && back.cause !== cause ? `; back: ${back.cause}: ${back.detail}` : ''}`;
}

/** The hint of the way that is the worse one. */
export const hintOf = ({ cause, hint, back }) => (back && BLOCKED.has(back.cause) && !BLOCKED.has(cause) ? back.hint : hint);

/** An event in one line. What to do about it is told where it still is wrong. */
export function told(event) {
  const { node, peer, target, round, members, islands } = event;
  const words = [[node, peer].filter(Boolean).join(' and '), target && `at ${target}`];
  if (members !== undefined) words.push(`${members} members`);
  if (islands !== undefined) words.push(islands === 1 ? '1 island' : `${islands} islands`);
  if (round) words.push(`round ${round.number}: ${round.nodes} nodes, ${round.errors} errors, ${round.durationMillis} ms`);
  for (const key of ['query', 'recordType', 'kind', 'rule', 'check', 'status', 'cause', 'act', 'caller', 'outcome', 'detail']) {
    if (event[key]) words.push(event[key]);
  }
  return words.filter(Boolean).join(' · ');
}

/** When, with the day where it is not today. */
export function clock(instant) {
  const at = new Date(instant);
  return at.toDateString() === new Date().toDateString() ? at.toLocaleTimeString() : at.toLocaleString();
}
