import { by, el, list } from './dom.js';
import { ago, hintOf, ways } from './words.js';

const LISTED = 50;

/** What is wrong, the worst first: what keeps the rest from being known comes before it. */
export function showTroubles(live) {
  const all = [...ownNode(live), ...lookups(live), ...links(live), ...nodes(live), ...checks(live)];
  const shown = all.slice(0, LISTED);
  if (all.length > LISTED) shown.push({ id: 'more', what: [`and ${all.length - LISTED} more`] });
  by('wrong').hidden = !all.length;
  list(by('troubles'), shown, ({ id }) => id, () => el('li'), (row, { what, at, hint }) => row.replaceChildren(...what, ...(at ? [', for ', ago(at)] : []), hint ? el('span', { class: 'hint' }, hint) : ''));
}

/** A link to a node's own page. */
export const nodeLink = (name) => el('a', { href: `#/nodes/${encodeURIComponent(name)}` }, name);

function ownNode({ cluster }) {
  if (!cluster || cluster.node.alive || cluster.state === 'ignoring') return [];
  return [{ id: 'own', what: [`${cluster.node.name}, this node, is not alive, and connects nobody`], hint: 'give it the cookie of the nodes: nessie-cluster.cookie-file' }];
}

function lookups({ round }) {
  return (round?.dns ?? []).filter(({ cause }) => cause).map(({ query, type, cause, detail, hint }) => ({ id: `dns ${query} ${type}`, what: [`lookup of ${query} ${type}: ${cause}: ${detail}`], hint }));
}

function links({ mesh }) {
  if (!mesh) return [];
  const blamed = new Set(mesh.blames.map(({ member }) => member));
  const islands = new Map(mesh.members.map(({ name, island }) => [name, island]));
  const rest = mesh.defects.filter(({ from, to }) => !blamed.has(from) && !blamed.has(to));
  return [
    ...mesh.blames.map(({ message, member }) => {
      const defects = mesh.defects.filter(({ from, to }) => from === member || to === member);
      return { id: `blame ${member}`, what: [message], at: defects.map(({ since }) => since).sort()[0], hint: defects.map(hintOf).find(Boolean) };
    }),
    ...apart(rest.filter(({ from, to }) => islands.get(from) !== islands.get(to)), islands),
    ...rest.filter(({ from, to }) => islands.get(from) === islands.get(to)).map((defect) => ({ id: `link ${defect.from} ${defect.to}`, what: [ways(defect)], at: defect.since, hint: hintOf(defect) })),
  ];
}

/** Of two islands no link holds: they are told once for each cause, and not pair by pair. */
function apart(defects, islands) {
  const groups = new Map();
  for (const defect of defects) {
    const two = [islands.get(defect.from) + 1, islands.get(defect.to) + 1].sort((one, other) => one - other);
    const id = `apart ${two} ${defect.cause}`;
    const group = groups.get(id) ?? { id, two, defect, count: 0, at: defect.since };
    group.count++;
    if (defect.since < group.at) group.at = defect.since;
    groups.set(id, group);
  }
  return [...groups.values()].map(({ id, two, defect, count, at }) => ({
    id,
    what: [`islands ${two[0]} and ${two[1]} are apart: ${count === 1 ? '' : `${count} links are missing, such as `}${ways(defect)}`],
    at,
    hint: hintOf(defect),
  }));
}

function nodes(live) {
  return [...live.nodes.values()].filter(({ state }) => state === 'failing').map(({ name, since, failures, lastFailure }) => ({
    id: `node ${name}`,
    what: [nodeLink(name), `: ${lastFailure ? `${lastFailure.cause}: ${lastFailure.detail}` : 'not connected'}${failures ? `, ${failures} ${failures === 1 ? 'try' : 'tries'}` : ''}`],
    at: since,
    hint: lastFailure?.hint,
  }));
}

function checks({ checks: all }) {
  const wrong = all.filter(({ status }) => status === 'fail' || status === 'warn').sort((one, other) => (one.status < other.status ? -1 : one.status > other.status ? 1 : 0));
  return wrong.map(({ id, status, evidence, since }) => ({ id: `check ${id}`, what: [`check ${id}: ${status}: ${evidence}`], at: since }));
}
