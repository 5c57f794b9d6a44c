import { by, el, list } from './dom.js';
import { since } from './words.js';

const LISTED = 50;

/** What is wrong, the worst first, as in the text for terminals. */
export function showTroubles(live) {
  const all = [...lookups(live), ...links(live), ...nodes(live), ...checks(live)];
  const shown = all.slice(0, LISTED);
  if (all.length > LISTED) shown.push({ what: `and ${all.length - LISTED} more` });
  by('wrong').hidden = !all.length;
  list(by('troubles'), shown, ({ id, what }) => id ?? what, () => el('li'), (row, { what, hint }) => row.replaceChildren(what, hint ? el('span', { class: 'hint' }, hint) : ''));
}

function lookups({ round }) {
  return (round?.lookups ?? []).filter((lookup) => lookup.cause).map(({ query, type, cause, detail, hint }) => ({ what: `lookup of ${query} ${type}: ${cause}: ${detail}`, hint }));
}

function links({ mesh, now }) {
  if (!mesh) return [];
  const blamed = new Set(mesh.blames.map((blame) => blame.member));
  const rest = mesh.defects.filter(({ from, to }) => !blamed.has(from) && !blamed.has(to));
  return [
    ...mesh.blames.map(({ message, member }) => ({ what: message, hint: mesh.defects.find((defect) => defect.hint && (defect.to === member || defect.from === member))?.hint })),
    ...rest.map(({ from, to, kind, cause, detail, hint }) => ({
      what: `${kind === 'missing' ? `${from} and ${to} do not list each other` : `${from} lists ${to}, which does not list it`}${cause ? `: ${cause}: ${detail}` : ''}`,
      hint,
    })),
  ];
}

function nodes(live) {
  return [...live.nodes.values()].filter((node) => node.state === 'failing').map(({ name, since: at, failures, lastFailure }) => ({
    id: `node ${name}`,
    what: `${name}: ${lastFailure ? `${lastFailure.cause}: ${lastFailure.detail}` : 'not connected'}${at ? `, for ${since(at, live.now())}` : ''}${failures ? `, ${failures} ${failures === 1 ? 'try' : 'tries'}` : ''}`,
    hint: lastFailure?.hint,
  }));
}

function checks({ checks: all }) {
  return all.filter(({ status }) => status === 'fail' || status === 'warn').sort((one, other) => one.status.localeCompare(other.status)).map(({ id, status, evidence }) => ({ what: `check ${id}: ${status}: ${evidence}` }));
}
